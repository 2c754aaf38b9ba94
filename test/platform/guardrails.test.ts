import { App, Chart, Testing } from 'cdk8s';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FinalManifest, Guardrails, type GuardrailsProps, KotaemonModule, ModuleRole } from '../../lib';
import { requireGuardrails } from '../../lib/platform/require-guardrails';
import { stderrOf } from '../support/stderr';

const prices = { cpuCoreHour: 0.04, memoryGibibyteHour: 0.005, extendedHour: { 'nvidia.com/gpu': 2.5 } };
const everything: Required<GuardrailsProps> = {
  allowedRegistries: ['registry.example.com/rag'],
  maxReplicas: 10,
  maxCostPerHour: 5,
  prices,
  requiredLabels: ['team'],
  minAvailable: 1,
  forbiddenSuppressions: ['KSC001'],
  quotas: [{ namespace: 'rag', hard: { 'requests.cpu': '10', pods: '20' } }],
  exemptions: { 'StatefulSet rag/sessions': 'one server, by design' },
};

function appWith(maxReplicas: number, labels?: Record<string, string>): { app: App; module: KotaemonModule } {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'guardrails-')) });
  const chart = new Chart(app, 'rag', { namespace: 'rag', labels });
  const module = new KotaemonModule(chart, 'web', { image: 'registry.example.com/rag/web:1.0.0', port: 8080, role: ModuleRole.RETRIEVAL, scaling: { maxReplicas } });
  return { app, module };
}

test('prints the requests of an app within its limits, and the exemptions', () => {
  const { app } = appWith(10, { team: 'search' });
  Guardrails.enforce(app, everything);
  const lines = stderrOf(() => app.synth()).trim().split('\n');
  expect(lines).toContain('StatefulSet rag/sessions is exempt from the guardrails: one server, by design');
  expect(lines[lines.length - 1]).toBe('the app requests 1 core, 2 GiB at minimum replicas (2 pods) and 5 cores, 10 GiB at maximum replicas (10 pods); 0.05 USD to 0.25 USD an hour');
});

test('an app beyond its limits fails with one line for each violation', () => {
  const { app, module } = appWith(11);
  Guardrails.enforce(app, { ...everything, maxCostPerHour: 0.1, minAvailable: 2 });
  module.deployment.metadata.addAnnotation('cdk8s-kotaemon/suppress-KSC001', 'in a hurry');
  expect.assertions(1);
  try {
    app.synth();
  } catch (error) {
    expect((error as Error).stack?.split('\n').map((line) => line.trim().split(': ')[0])).toEqual([
      'checks failed',
      'error KSG002 Deployment rag/web',
      'error KSG003 Deployment rag/web',
      'error KSG004 Deployment rag/web',
      'error KSG005 Deployment rag/web',
      'error KSG006 Deployment rag/web',
    ]);
  }
});

test('limits cover patched manifests, also in tests of a chart', () => {
  const { app, module } = appWith(10);
  Guardrails.enforce(app, { allowedRegistries: ['registry.example.com'] });
  FinalManifest.of(module.deployment).replace('/spec/template/spec/containers/0/image', 'evil.example.org/web:1');
  expect(() => Testing.synth(Chart.of(module))).toThrow("error KSG001 Deployment rag/web: container 'web': the image is 'evil.example.org/web:1', and the allowed registries are registry.example.com");
});

test('limits of an application relax no other limit', () => {
  const { app } = appWith(10);
  Guardrails.enforce(app, { maxReplicas: 5 });
  Guardrails.enforce(app, { maxReplicas: 500 });
  expect(() => app.synth()).toThrow('may have 10 replicas, and the guardrail allows 5');
});

describe('rejected input', () => {
  test.each<[string, GuardrailsProps, string]>([
    ['no limit', {}, 'the guardrails have no limit; set at least one'],
    ['an empty list', { allowedRegistries: [] }, 'allowedRegistries is an empty list; add at least one, or remove it'],
    ['an empty list of labels', { requiredLabels: [] }, 'requiredLabels is an empty list'],
    ['an empty list of rules', { forbiddenSuppressions: [] }, 'forbiddenSuppressions is an empty list'],
    ['a registry with a scheme', { allowedRegistries: ['https://ghcr.io'] }, "allowed registry 'https://ghcr.io' is not a registry; write a host, with a path if only that path is allowed, as in 'ghcr.io/acme'"],
    ['an empty registry, which would hold every image', { allowedRegistries: [''] }, "allowed registry '' is not a registry; write a host, with a path if only that path is allowed, as in 'ghcr.io/acme'"],
    ['no replicas', { maxReplicas: 0 }, 'maxReplicas must be a whole number, at least 1, got 0'],
    ['half a replica', { minAvailable: 0.5 }, 'minAvailable must be a whole number, at least 1, got 0.5'],
    ['no cost', { maxCostPerHour: 0, prices }, 'maxCostPerHour must be a number above 0, got 0'],
    ['a cost without prices', { maxCostPerHour: 5 }, 'maxCostPerHour 5 needs prices'],
    ['a price below nothing', { prices: { ...prices, cpuCoreHour: -1 } }, 'the price cpuCoreHour must be a number, at least 0, got -1'],
    ['a device without a price', { prices: { ...prices, extendedHour: { 'nvidia.com/gpu': NaN } } }, 'the price nvidia.com/gpu must be a number, at least 0, got NaN'],
    ['a label that is none', { requiredLabels: ['a b'] }, "label key 'a b' is not valid"],
    ['a rule that is none', { forbiddenSuppressions: ['KSC1'] }, "'KSC1' is not a rule id; use one such as 'KSC001'"],
    ['a namespace that is none', { quotas: [{ namespace: 'Rag', hard: { pods: '1' } }] }, "namespace name 'Rag' is not a DNS label"],
    ['a quota of nothing', { quotas: [{ namespace: 'rag', hard: {} }] }, 'the quota of namespace rag is empty; set an amount, as in { \'requests.cpu\': \'40\' }'],
    ['a quota of what is not compared', { quotas: [{ namespace: 'rag', hard: { 'limits.cpu': '1' } }] }, "the quota of namespace rag has 'limits.cpu', which guardrails do not compare; use requests.<resource>, limits.<resource> or pods"],
    ['a quota that is no quantity', { quotas: [{ namespace: 'rag', hard: { pods: 'many' } }] }, "'many' is not a quantity"],
    ['an exemption of nothing', { exemptions: { web: 'because' } }, "exemption 'web' is not an object; write kind, namespace and name, as in 'StatefulSet rag/sessions'"],
    ['an exemption without a reason', { exemptions: { 'Deployment rag/web': ' ' } }, 'the exemption of Deployment rag/web has no reason'],
  ])('%s', (_, props, message) => {
    expect(() => Guardrails.enforce(new App(), props)).toThrow(message);
  });
});

test('prices are in dollars by default, and devices cost nothing', () => {
  expect(requireGuardrails({ prices: { cpuCoreHour: 1, memoryGibibyteHour: 1 } }).prices).toEqual({ currency: 'USD', cpuCoreHour: 1, memoryGibibyteHour: 1, extendedHour: {} });
});

import { runChecks } from '../../../lib/checks';
import { fixesOf } from '../../../lib/checks/report/fixes';
import { parseManifests } from '../../../lib/manifest/parse';

/** A file with the fixes of one rule. */
function fixed(rule: string, text: string): string | undefined {
  const parsed = parseManifests(text, 'web.yaml').manifests;
  const findings = runChecks(parsed.map(({ manifest }) => manifest)).filter((finding) => finding.rule.id === rule);
  const reported = findings.map((finding) => ({ finding, source: parsed.find(({ manifest }) => manifest === finding.manifest)!.source, isOld: false }));
  return fixesOf(reported, () => text).files[0]?.after;
}

const workload = (kind: string, spec: string) => `apiVersion: apps/v1
kind: ${kind}
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
${spec}`;

const VLLM = workload('Deployment', `      containers:
        - name: web # the engine
          image: vllm/vllm-openai:v0.10.0
`);
const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: vllm }
spec: { selector: { app: web }, ports: [{ port: 8000 }] }
---
`;

test('disables Service links for a program that fails to start with them', () => {
  expect(fixed('KSC121', SERVICE + VLLM)).toBe(`${SERVICE}${VLLM}      enableServiceLinks: false\n`);
});

test('raises the grace period to what preStop and the shutdown of the server need', () => {
  const container = `      containers:
        - name: web
          image: web:1.0.0
          args: [uvicorn, 'app:app', --timeout-graceful-shutdown, '60']
          lifecycle: { preStop: { exec: { command: [sleep, '10'] } } }
`;
  const text = workload('StatefulSet', `      terminationGracePeriodSeconds: 30 # of the module\n${container}`);
  expect(fixed('KSC123', text)).toBe(text.replace('terminationGracePeriodSeconds: 30', 'terminationGracePeriodSeconds: 70'));
});

test('switches the disruption budget of a single PostgreSQL instance off', () => {
  const text = 'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: db\nspec:\n  instances: 1\n';
  expect(fixed('KSC140', text)).toBe(`${text}  enablePDB: false\n`);
});

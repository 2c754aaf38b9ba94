import { App, Testing } from 'cdk8s';
import { FinalManifest, Guardrails, KotaemonModule, ModuleRole } from '../../lib';
import { SearchChart } from './chart';
import { LIMITS, withLimits } from './platform-limits';

const synthesized = (change: (chart: SearchChart) => void): (() => object[]) => () => {
  const chart = new SearchChart(withLimits(new App()), 'guardrails');
  change(chart);
  return Testing.synth(chart);
};

test('the application keeps to the limits', () => {
  expect(synthesized(() => {})).not.toThrow();
});

test.each<[string, (chart: SearchChart) => void, string]>([
  ['an image from elsewhere', ({ retriever }) => FinalManifest.of(retriever.deployment).replace('/spec/template/spec/containers/0/image', 'docker.io/acme/retriever:1'), 'KSG001'],
  ['a maximum above the limit', ({ retriever }) => FinalManifest.of(retriever.scaling!.autoscaler).replace('/spec/maxReplicas', 21), 'KSG002'],
  ['more GPUs than are paid for', ({ generator }) => FinalManifest.of(generator.scaling!.autoscaler).replace('/spec/maxReplicas', 5), 'KSG003'],
  ['a pod that nobody pays for', ({ retriever }) => FinalManifest.of(retriever.deployment).remove('/spec/template/metadata/labels/team'), 'KSG004'],
  ['a budget that lets all pods go', ({ retriever }) => FinalManifest.of(retriever.podDisruptionBudget!).replace('/spec/maxUnavailable', '100%'), 'KSG005'],
  ['a finding that is not to be accepted', ({ retriever }) => retriever.deployment.metadata.addAnnotation('cdk8s-kotaemon/suppress-KSC031', 'later'), 'KSG006'],
  ['a module more than the quota has room for', (chart) => new KotaemonModule(chart, 'second', {
    image: 'registry.example.com/search/second:1.0.0', port: 8080, role: ModuleRole.STATE_TRACKING, scaling: { maxReplicas: 17 },
  }), 'KSG007'],
])('exceeding %s is one error', (_, change, id) => {
  const breaches = /Validation failed[^]*/.exec(messageOf(synthesized(change)))?.[0].match(/error KS\w+/g);
  expect(new Set(breaches)).toEqual(new Set([`error ${id}`]));
});

test('the application cannot take a limit back', () => {
  expect(synthesized((chart) => {
    Guardrails.enforce(chart, { ...LIMITS, maxReplicas: 500 });
    FinalManifest.of(chart.retriever.scaling!.autoscaler).replace('/spec/maxReplicas', 21);
  })).toThrow('may have 21 replicas, and the guardrail allows 20');
});

test('matches the snapshot', () => {
  expect(synthesized(() => {})()).toMatchSnapshot();
});

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

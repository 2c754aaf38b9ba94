import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import * as cdk8s from 'cdk8s';
import * as library from '../../../lib';
import { differences } from '../../../lib/manifest/edit/differences';
import { type Manifest } from '../../../lib/manifest/manifest';
import { constructChange } from '../../../lib/report/change/construct-props';

const {
  Autoscaler, Cluster, Duration, FinalManifest, KubernetesVersion, ScalingMetric, ScalingPolicy, ScalingRate, SelectPolicy, WorkloadReference,
} = { ...library, ...cdk8s };

interface Props {
  readonly [prop: string]: unknown;
}

const BASE: Props = { minReplicas: 2, maxReplicas: 10, metrics: [ScalingMetric.cpuUtilization(70)] };

/** The autoscaler that a ScalingPolicy writes. */
function written(props: Props, statements = ''): Manifest {
  const app = new App();
  Cluster.declare(app, { kubernetesVersion: KubernetesVersion.of('1.35') });
  const chart = new Chart(app, 'c', { namespace: 'shop' });
  const target = WorkloadReference.fromName(chart, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'shop' });
  const policy = new ScalingPolicy(chart, 'policy', { ...BASE, ...props, target } as never);
  new Function('FinalManifest', 'policy', statements)(FinalManifest, policy);
  return JSON.parse(JSON.stringify(policy.autoscaler.toJson()));
}

/** The props of a snippet. */
function evaluated(lines: readonly string[]): Props {
  return new Function('Duration', 'ScalingRate', 'SelectPolicy', 'ScalingMetric', `return { ${lines.join('\n')} };`)(Duration, ScalingRate, SelectPolicy, ScalingMetric);
}

const rules = fc.record({
  stabilizationWindow: fc.integer({ min: 0, max: 3600 }).map((seconds) => Duration.seconds(seconds)),
  policies: fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 1800 })), { minLength: 1, maxLength: 3 })
    .map((all) => all.map(([percent, value, period]) => ScalingRate[percent ? 'percent' : 'pods'](value, Duration.seconds(period)))),
  selectPolicy: fc.constantFrom(SelectPolicy.MAX, SelectPolicy.MIN),
  tolerance: fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
}, { requiredKeys: [] });
const policy = fc.record({
  minReplicas: fc.integer({ min: 1, max: 5 }), maxReplicas: fc.integer({ min: 6, max: 50 }), scaleUp: rules, scaleDown: rules,
  autoscaler: fc.constant(undefined as unknown),
}, { requiredKeys: ['minReplicas', 'maxReplicas'] });

test('the props turn the previous policy into the wanted object, for HPAs and ScaledObjects', () => {
  fc.assert(fc.property(policy, policy, fc.boolean(), (from, to, keda) => {
    const autoscaler = keda ? Autoscaler.keda() : Autoscaler.hpa();
    const [before, after] = [from, to].map((props) => written({ ...props, autoscaler }));
    const { props, remarks, patches } = constructChange(before, after);
    // The bounds of a fallback follow from minReplicas, and are no change of their own.
    expect([remarks, patches.filter((each) => !each.includes('/spec/fallback/replicas'))]).toEqual([[], []]);
    expect(differences(written({ ...from, ...evaluated(props), autoscaler }), after)).toEqual([]);
  }), { numRuns: 40 });
});

test('names the metric whose target changes', () => {
  const change = (metric: library.ScalingMetric, other: library.ScalingMetric): readonly string[] =>
    constructChange(written({ metrics: [ScalingMetric.cpuUtilization(70), metric] }), written({ metrics: [ScalingMetric.cpuUtilization(70), other] })).remarks;
  expect(constructChange(written({}), written({ metrics: [ScalingMetric.cpuUtilization(55)] })).remarks)
    .toEqual(['in metrics, write ScalingMetric.cpuUtilization(55) in the place of the one for 70']);
  expect(change(ScalingMetric.memoryUtilization(80, { container: 'web' }), ScalingMetric.memoryUtilization(60, { container: 'web' })))
    .toEqual(["in metrics, write ScalingMetric.memoryUtilization(60, { container: 'web' }) in the place of the one for 80"]);
  expect(change(ScalingMetric.pods('queue', '30'), ScalingMetric.pods('queue', '20')))
    .toEqual([`in metrics, the target of 'queue' is "20" instead of "30"`]);
});

test('patches the final manifest for a field that no prop sets', () => {
  const before = written({});
  const after = { ...before, metadata: { ...before.metadata, annotations: { "it's": '</script>' } } };
  const { props, patches } = constructChange(before, after);
  expect(props).toEqual([]);
  expect(written({}, patches.join('\n'))).toEqual(after);
});

test('names the options of KEDA', () => {
  const at = (seconds: number): Manifest => written({ autoscaler: Autoscaler.keda({ pollingInterval: Duration.seconds(seconds) }) });
  expect(constructChange(at(30), at(15)).remarks).toEqual(['set pollingInterval: Duration.seconds(15) in the options of Autoscaler.keda(…)']);
});

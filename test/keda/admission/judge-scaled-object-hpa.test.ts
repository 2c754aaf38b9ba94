import { UNKNOWN_CLUSTER } from '../../../lib/keda/keda-cluster';
import { KedaVersion } from '../../../lib/keda/keda-version';
import { describeProblem } from '../../../lib/keda/problem';
import { judge, refusals } from '../../../lib/keda/refusals';
import { KubernetesVersion } from '../../../lib/values/kubernetes-version';

const PROMETHEUS = { type: 'prometheus', metadata: { serverAddress: 'http://prometheus:9090', query: 'sum(x)', threshold: '5' } };
const CPU = { type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } };
const CONFIG = 'spec.advanced.horizontalPodAutoscalerConfig';

const scaled = (spec: object, metadata: object = {}) => ({
  apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'web', namespace: 'shop', ...metadata },
  spec: { scaleTargetRef: { name: 'web' }, minReplicaCount: 1, triggers: [PROMETHEUS], ...spec },
});
const refused = (object: object, version = KedaVersion.NEWEST) => refusals(object as never, UNKNOWN_CLUSTER, version).map(describeProblem);
const hpa = (object: object) => scaled({ advanced: { horizontalPodAutoscalerConfig: object } });
const trigger = (type: string, metadata: object, metricType?: string) => scaled({ triggers: [{ type, metadata, ...(metricType && { metricType }) }] });
const becomes = (from: string, to: string, message: string) => [`${from} becomes ${to} of the HorizontalPodAutoscaler that KEDA creates, which ${message}`];
const AVERAGE = 'spec.metrics[0].external.target.averageValue';

test.each<[string, object, string[]]>([
  ['a stabilization window above an hour', hpa({ behavior: { scaleDown: { stabilizationWindowSeconds: 7200 } } }),
    becomes(`${CONFIG}.behavior.scaleDown.stabilizationWindowSeconds`, 'spec.behavior.scaleDown.stabilizationWindowSeconds', 'must be from 0 to 3600, got 7200')],
  ['a period above half an hour', hpa({ behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 3600 }] } } }),
    becomes(`${CONFIG}.behavior.scaleUp.policies[0].periodSeconds`, 'spec.behavior.scaleUp.policies[0].periodSeconds', 'must be from 1 to 1800, got 3600')],
  ['a selectPolicy in lower case', hpa({ behavior: { scaleUp: { selectPolicy: 'max' } } }),
    becomes(`${CONFIG}.behavior.scaleUp.selectPolicy`, 'spec.behavior.scaleUp.selectPolicy', "must be one of Disabled, Max, Min, got 'max'")],
  ['a name in capitals', hpa({ name: 'Web' }),
    becomes(`${CONFIG}.name`, 'metadata.name', "must be a DNS subdomain (lower-case letters, digits, '-' and '.', at most 253), got 'Web'")],
  ['a threshold of zero', trigger('prometheus', { ...PROMETHEUS.metadata, threshold: '0' }), becomes('spec.triggers[0].metadata.threshold', AVERAGE, 'must be above 0, got 0')],
  ['a threshold that KEDA rounds to zero', trigger('prometheus', { ...PROMETHEUS.metadata, threshold: '0.0004' }), becomes('spec.triggers[0].metadata.threshold', AVERAGE, 'must be above 0, got 0')],
  ['a list length below zero', trigger('redis', { address: 'redis:6379', listName: 'jobs', listLength: '-1' }), becomes('spec.triggers[0].metadata.listLength', AVERAGE, 'must be above 0, got -1')],
  ['a stream length of zero', trigger('redis-streams', { address: 'redis:6379', stream: 'jobs', streamLength: '0' }), becomes('spec.triggers[0].metadata.streamLength', AVERAGE, 'must be above 0, got 0')],
  ['a metric type that there is not', trigger('prometheus', PROMETHEUS.metadata, 'Average'),
    becomes('spec.triggers[0].metricType', 'spec.metrics[0].external.target.type', "must be one of Utilization, Value, AverageValue, got 'Average'")],
  ['a utilization of zero', trigger('cpu', { value: '0' }, 'Utilization'), becomes('spec.triggers[0].metadata.value', 'spec.metrics[0].resource.target.averageUtilization', 'must be at least 1, got 0')],
  ['a container name that is none', trigger('memory', { value: '1Gi', containerName: 'Web_1' }, 'AverageValue'),
    becomes('spec.triggers[0].metadata.containerName', 'spec.metrics[0].containerResource.container', "must be the name of a container, got 'Web_1'")],
  ['a formula whose target KEDA rounds to zero', scaled({ triggers: [{ ...PROMETHEUS, name: 'a' }], advanced: { scalingModifiers: { formula: 'a * 2', target: '0.0005' } } }),
    becomes('spec.advanced.scalingModifiers.target', AVERAGE, 'must be above 0, got 0')],
])('refuses %s, which KEDA itself accepts', (_name, object, messages) => {
  expect({ keda: judge(object as never, UNKNOWN_CLUSTER, KedaVersion.NEWEST), all: refused(object) }).toEqual({ keda: [], all: messages });
});

test.each([
  ['bounds and windows at their limits', hpa({ name: 'web.scaler', behavior: { scaleDown: { stabilizationWindowSeconds: 3600, policies: [{ type: 'Percent', value: 1, periodSeconds: 1800 }] } } })],
  ['a threshold of a thousandth', trigger('prometheus', { ...PROMETHEUS.metadata, threshold: '0.001' })],
  ['a target that the environment gives', scaled({ triggers: [{ type: 'github-runner', metadata: { owner: 'x', runnerScope: 'org', targetWorkflowQueueLengthFromEnv: 'LENGTH' }, authenticationRef: { name: 'github' } }] })],
  ['a stream that is scaled on its lag', trigger('redis-streams', { address: 'redis:6379', stream: 'jobs', consumerGroup: 'web', lagCount: '5', streamLength: '0', pendingEntriesCount: '0' })],
  ['thresholds of zero below a formula', scaled({
    triggers: [{ ...PROMETHEUS, name: 'a', metadata: { ...PROMETHEUS.metadata, threshold: '0' } }], advanced: { scalingModifiers: { formula: 'a * 2', target: '1' } },
  })],
  ['what a paused object would have', scaled({ advanced: { horizontalPodAutoscalerConfig: { name: 'Web' } } }, { annotations: { 'autoscaling.keda.sh/paused': 'true' } })],
])('accepts %s', (_name, object) => {
  expect(refused(object)).toEqual([]);
});

test('refuses a name above 63 characters as a label before KEDA 2.20, whose webhook takes it', () => {
  const object = scaled({ triggers: [PROMETHEUS, CPU] }, { name: 'w'.repeat(64) });
  expect(refused(object, KedaVersion.of('2.19'))).toEqual([expect.stringMatching(/^metadata\.name becomes metadata\.labels of the HorizontalPodAutoscaler that KEDA creates/)]);
  expect(refused(object)).toEqual([expect.stringMatching(/^metadata\.name has 64 characters/)]);
});

test('reports a name of the HorizontalPodAutoscaler that is too long at the field that sets it', () => {
  expect(refused(hpa({ name: 'w'.repeat(64) }))).toEqual([`${CONFIG}.name has 64 characters, above 63; shorten it`]);
  expect(refused(scaled({}, { name: 'w'.repeat(60) }))).toEqual([expect.stringMatching(/^metadata\.name makes the name keda-hpa-w+ of the HorizontalPodAutoscaler/)]);
});

test('reports bounds that KEDA rejects once', () => {
  expect(refused(scaled({ minReplicaCount: 5, maxReplicaCount: 2 }))).toEqual(['spec.minReplicaCount is 5, above maxReplicaCount 2; raise the maximum']);
});

test.each([
  ['2.21', 'redis', 'listLength', '-1', ['must be above 0, got -1']], ['2.21', 'prometheus', 'threshold', '-1.5', ['must be above 0, got 0']], ['2.19', 'prometheus', 'threshold', '-1.5', ['must be above 0, got -1.5']],
  ['2.21', 'prometheus', 'threshold', '0.0006', []], ['2.19', 'prometheus', 'threshold', '0.0006', ['must be above 0, got 0']],
])('KEDA %s turns %s with %s %s into a rounded target of the HorizontalPodAutoscaler', (version, type, setting, value, messages) => {
  const metadata = type === 'redis' ? { address: 'redis:6379', listName: 'jobs' } : PROMETHEUS.metadata;
  expect(refused(trigger(type, { ...metadata, [setting]: value }), KedaVersion.of(version))).toEqual(
    messages.map((message) => expect.stringContaining(message)),
  );
});

test.each([
  ['1.37', [], '2.21', true], ['1.35', [], '2.18', true], ['1.34', [], '2.21', false], ['1.34', ['HPAConfigurableTolerance'], '2.21', true], ['1.32', [], '2.21', false], ['1.35', [], '2.17', false],
  ['1.37', ['HPAConfigurableTolerance=false'], '2.21', false],
] as const)('on Kubernetes %s with the gates %j and KEDA %s, a negative tolerance is refused: %s', (version, featureGates, keda, isRefused) => {
  const object = hpa({ behavior: { scaleUp: { tolerance: '-0.1', stabilizationWindowSeconds: 7200 } } });
  const cluster = { ...UNKNOWN_CLUSTER, apiServer: { kubernetesVersion: KubernetesVersion.of(version), featureGates } };
  const fields = refusals(object as never, cluster, KedaVersion.of(keda)).map(({ field }) => field.split('.').at(-1));
  expect(fields).toEqual(['stabilizationWindowSeconds', ...(isRefused ? ['tolerance'] : [])]);
});

test.each(KedaVersion.ALL)('KEDA %s refuses a target without a name', (version) => {
  expect(refused(scaled({ scaleTargetRef: { name: '' } }), version)).toEqual(['spec.scaleTargetRef.name is empty; set it']);
});

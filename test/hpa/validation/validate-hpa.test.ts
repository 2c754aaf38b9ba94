import { validateHpa } from '../../../lib/hpa/validation/validate-hpa';
import { KubernetesVersion } from '../../../lib/values/kubernetes-version';

type Json = Record<string, any>;

const CPU = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } };
const pods = (target: Json, metric: Json = { name: 'rps' }) => ({ type: 'Pods', pods: { metric, target } });
const external = (target: Json) => ({ type: 'External', external: { metric: { name: 'lag' }, target } });
const object = (target: Json, describedObject: Json = { apiVersion: 'v1', kind: 'Service', name: 's' }) => ({ type: 'Object', object: { metric: { name: 'rps' }, describedObject, target } });
const resource = (target: Json, name = 'cpu') => ({ type: 'Resource', resource: { name, target } });
const container = (name: string, of = 'app') => ({ type: 'ContainerResource', containerResource: { name, container: of, target: { type: 'Utilization', averageUtilization: 60 } } });
const PER_POD = { type: 'AverageValue', averageValue: '1' };

function hpa(spec: Json = {}, metadata: Json = {}): Json {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 10, metrics: [CPU], ...spec },
  };
}

function fields(object: Json, version = '1.28', featureGates: string[] = []): string[] {
  return validateHpa(object, KubernetesVersion.of(version), featureGates).map(({ field }) => field);
}

test.each<[string, Json]>([
  ['the least', hpa({ metrics: undefined })],
  ['every kind of metric', hpa({ metrics: [CPU, pods(PER_POD), external({ type: 'Value', value: '5' }), object(PER_POD), container('memory'), container('hugepages-2Mi'), container('nvidia.com/gpu')] })],
  ['both targets of an Object metric', hpa({ metrics: [object({ type: 'Value', value: '5', averageValue: '1' })] })],
  ['a target type that does not fit the target', hpa({ metrics: [resource({ type: 'Value', averageUtilization: 5 })] })],
  ['a behavior whose directions say nothing', hpa({ behavior: { scaleUp: {}, scaleDown: null } })],
  ['a behavior at its limits', hpa({ behavior: { scaleUp: { stabilizationWindowSeconds: 3600, selectPolicy: 'Disabled', policies: [{ type: 'Pods', value: 1, periodSeconds: 1800 }] } } })],
  ['min equal to max', hpa({ minReplicas: 10 })],
  ['a name of several labels', hpa({}, { name: 'web.shop.example' })],
  ['a generated name', hpa({}, { name: undefined, generateName: 'web-' })],
])('accepts %s', (_name, object_) => {
  expect(fields(object_)).toEqual([]);
  expect(fields(object_, '1.37')).toEqual([]);
});

test.each<[string, Json, string[]]>([
  ['max of zero, absent and below min', hpa({ maxReplicas: 0, minReplicas: null }), ['spec.maxReplicas', 'spec.maxReplicas']],
  ['max below min', hpa({ minReplicas: 11 }), ['spec.maxReplicas']],
  ['min below zero', hpa({ minReplicas: -1 }), ['spec.minReplicas']],
  ['a target without kind and name', hpa({ scaleTargetRef: { apiVersion: 'apps/v1' } }), ['spec.scaleTargetRef.kind', 'spec.scaleTargetRef.name']],
  ['a target that is no path segment', hpa({ scaleTargetRef: { apiVersion: 'apps/v1', kind: '..', name: 'a%b' } }), ['spec.scaleTargetRef.kind', 'spec.scaleTargetRef.name']],
  ['a metric without type', hpa({ metrics: [{}] }), ['spec.metrics[0].type']],
  ['a metric of an unknown type', hpa({ metrics: [{ ...CPU, type: 'Resources' }] }), ['spec.metrics[0].type']],
  ['a metric without its source', hpa({ metrics: [CPU, { type: 'Pods' }] }), ['spec.metrics[1].pods']],
  ['a metric with another source', hpa({ metrics: [{ ...CPU, type: 'Pods' }] }), ['spec.metrics[0].pods']],
  ['a metric with several sources, of which only the first is read', hpa({ metrics: [{ ...pods({}), ...external(PER_POD) }] }), ['spec.metrics[0].pods']],
  ['a metric without name', hpa({ metrics: [pods(PER_POD, {})] }), ['spec.metrics[0].pods.metric.name']],
  ['a metric name with a slash', hpa({ metrics: [pods(PER_POD, { name: 'a/b' })] }), ['spec.metrics[0].pods.metric.name']],
  ['a Pods metric without averageValue', hpa({ metrics: [pods({ type: 'Value', value: '1' })] }), ['spec.metrics[0].pods.target.averageValue']],
  ['an External metric with two targets', hpa({ metrics: [external({ type: 'Value', value: '1', averageValue: '1' })] }), ['spec.metrics[0].external.target.value']],
  ['an External metric without target', hpa({ metrics: [external({})] }), ['spec.metrics[0].external.target.type', 'spec.metrics[0].external.target.averageValue']],
  ['an Object metric of nothing', hpa({ metrics: [object(PER_POD, {})] }), ['spec.metrics[0].object.describedObject.kind', 'spec.metrics[0].object.describedObject.name']],
  ['a Resource metric with two targets', hpa({ metrics: [resource({ type: 'Utilization', averageUtilization: 5, averageValue: '1' })] }), ['spec.metrics[0].resource.target.averageValue']],
  ['a Resource metric without target and name', hpa({ metrics: [resource({ type: 'Utilization' }, '')] }), ['spec.metrics[0].resource.name', 'spec.metrics[0].resource.target.averageUtilization']],
  ['targets of zero and below', hpa({ metrics: [object({ type: 'Value', value: '0', averageValue: '-1', averageUtilization: 0 })] }), ['spec.metrics[0].object.target.value', 'spec.metrics[0].object.target.averageValue', 'spec.metrics[0].object.target.averageUtilization']],
  ['a container resource that is none', hpa({ metrics: [container('pods', 'A')] }), ['spec.metrics[0].containerResource.name', 'spec.metrics[0].containerResource.container']],
  ['an extended resource with a reserved prefix', hpa({ metrics: [container('requests.nvidia.com/gpu')] }), ['spec.metrics[0].containerResource.name']],
  ['windows out of range', hpa({ behavior: { scaleUp: { stabilizationWindowSeconds: 3601 }, scaleDown: { stabilizationWindowSeconds: -1 } } }), ['spec.behavior.scaleUp.stabilizationWindowSeconds', 'spec.behavior.scaleDown.stabilizationWindowSeconds']],
  ['an unknown selectPolicy', hpa({ behavior: { scaleUp: { selectPolicy: 'Most' } } }), ['spec.behavior.scaleUp.selectPolicy']],
  ['an empty list of policies', hpa({ behavior: { scaleUp: { policies: [] } } }), ['spec.behavior.scaleUp.policies']],
  ['a policy that says nothing', hpa({ behavior: { scaleDown: { policies: [null] } } }), ['type', 'value', 'periodSeconds'].map((name) => `spec.behavior.scaleDown.policies[0].${name}`)],
  ['a period beyond half an hour', hpa({ behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 1801 }] } } }), ['spec.behavior.scaleUp.policies[0].periodSeconds']],
  ['names that are none', hpa({}, { name: 'Web', namespace: 'a.b', generateName: '-' }), ['metadata.generateName', 'metadata.name', 'metadata.namespace']],
  ['no name', hpa({}, { name: '' }), ['metadata.name']],
  ['a name of 254 characters', hpa({}, { name: 'a'.repeat(254) }), ['metadata.name']],
  ['labels and annotations that are none', hpa({}, { labels: { 'a b': 'c', d: '-' }, annotations: { 'a/b/c': '', x: 'y'.repeat(1 << 18) } }), ['metadata.labels', 'metadata.labels', 'metadata.annotations', 'metadata.annotations']],
  ['owners that are none', hpa({}, { ownerReferences: [{ controller: true, apiVersion: 'v1', kind: 'Event', name: 'x' }, { controller: true, apiVersion: 'v1', kind: 'Pod', name: 'x', uid: '1' }] }), ['metadata.ownerReferences.uid', 'metadata.ownerReferences', 'metadata.ownerReferences']],
  ['owners of no version, those that are equal once', hpa({}, { ownerReferences: ['a/b/c', '', 'a/b/c'].map((apiVersion) => ({ apiVersion, kind: 'Pod', name: 'x', uid: '1' })) }), ['metadata.ownerReferences.apiVersion', 'metadata.ownerReferences.apiVersion']],
  ['finalizers that exclude each other', hpa({}, { finalizers: ['orphan', 'foregroundDeletion', 'a/b c'], generation: -1 }), ['metadata.generation', 'metadata.finalizers', 'metadata.finalizers']],
  ['a finalizer without a prefix that is none of the standard', hpa({}, { finalizers: ['kubernetes', 'mine', ''] }), ['metadata.finalizers[1]', 'metadata.finalizers', 'metadata.finalizers[2]']],
  ['what a generated name would be', hpa({}, { name: '', generateName: 'Web-' }), ['metadata.generateName', 'metadata.name']],
])('refuses %s', (_name, object_, expected) => {
  expect(fields(object_)).toEqual(expected);
});

describe('what depends on the version', () => {
  test('the generation, which the API server counts itself from 1.37 on', () => {
    expect(fields(hpa({}, { generation: -1 }), '1.36')).toEqual(['metadata.generation']);
    expect(fields(hpa({}, { generation: -1 }), '1.37')).toEqual([]);
  });

  test('which owner is named: from 1.37 on by its position', () => {
    const owners = hpa({}, { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'x', uid: '1' }, { apiVersion: 'v1', name: 'x', uid: '2' }] });
    expect(fields(owners, '1.36')).toEqual(['metadata.ownerReferences.kind']);
    expect(fields(owners, '1.37')).toEqual(['metadata.ownerReferences[1].kind']);
  });

  test('scale to zero: on by default from 1.37, by gate before, and never without an Object or External metric', () => {
    const toZero = (metrics: Json[]) => hpa({ minReplicas: 0, metrics });
    expect(fields(toZero([external(PER_POD)]), '1.36')).toEqual(['spec.minReplicas']);
    expect(fields(toZero([external(PER_POD)]), '1.36', ['HPAScaleToZero'])).toEqual([]);
    expect(fields(toZero([external(PER_POD)]), '1.37')).toEqual([]);
    expect(fields(toZero([CPU]), '1.37')).toEqual(['spec.metrics']);
  });

  test.each<[string, Json, boolean]>([
    ['no apiVersion', { kind: 'Deployment', name: 'web' }, false],
    ['an apiVersion without group', { apiVersion: 'v1', kind: 'Deployment', name: 'web' }, false],
    ['an empty group', { apiVersion: '/v1', kind: 'Deployment', name: 'web' }, false],
    ['an apiVersion of three parts', { apiVersion: 'a/b/c', kind: 'ReplicationController', name: 'web' }, false],
    ['the one kind of the core group that scales', { apiVersion: 'v1', kind: 'ReplicationController', name: 'web' }, true],
  ])('the apiVersion of the target is read from 1.34: %s', (_name, scaleTargetRef, accepted) => {
    expect(fields(hpa({ scaleTargetRef }), '1.33')).toEqual([]);
    expect(fields(hpa({ scaleTargetRef }), '1.34')).toEqual(accepted ? [] : ['spec.scaleTargetRef.apiVersion']);
  });

  test('a tolerance is unknown before 1.33, dropped unread until its gate is on, and then validated', () => {
    const tolerance = hpa({ behavior: { scaleDown: { tolerance: '-0.1' } } });
    expect(fields(tolerance, '1.32')).toEqual(['']);
    expect(fields(tolerance, '1.33')).toEqual([]);
    expect(fields(tolerance, '1.33', ['HPAConfigurableTolerance'])).toEqual(['spec.behavior.scaleDown.tolerance']);
    expect(fields(tolerance, '1.35')).toEqual(['spec.behavior.scaleDown.tolerance']);
    expect(fields(hpa({ behavior: { scaleDown: { tolerance: 0 } } }), '1.35')).toEqual([]);
  });
});

test('says what a field must be and what it is', () => {
  expect(validateHpa(hpa({ maxReplicas: 3, minReplicas: 4 }), KubernetesVersion.V1_28)).toEqual([{ field: 'spec.maxReplicas', message: 'must be at least minReplicas (4), got 3' }]);
});

test('reports undecodable objects like the API server, and nothing else', () => {
  expect(validateHpa(hpa({ behaviour: {}, maxReplicas: 0 }), KubernetesVersion.V1_28)).toEqual([{
    field: '',
    message: 'HorizontalPodAutoscaler in version "v2" cannot be handled as a HorizontalPodAutoscaler: strict decoding error: unknown field "spec.behaviour"',
  }]);
});

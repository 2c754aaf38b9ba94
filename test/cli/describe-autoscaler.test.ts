import { describeAutoscaler, describeWorkload } from '../../lib/cli/describe-autoscaler';
import { type Manifest } from '../../lib/manifest';

function describeSpec(spec: unknown, kind = 'HorizontalPodAutoscaler', apiVersion = 'autoscaling/v2'): string | undefined {
  return describeAutoscaler({ apiVersion, kind, metadata: { name: 'x' }, spec });
}

test('describes every kind of metric', () => {
  expect(describeSpec({
    minReplicas: 2, maxReplicas: 9, metrics: [
      { type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 60 } } },
      { type: 'ContainerResource', containerResource: { name: 'memory', container: 'app', target: { averageValue: '1Gi' } } },
      { type: 'Pods', pods: { metric: { name: 'rps' }, target: { averageValue: 100 } } },
      { type: 'Object', object: { metric: { name: 'hits' }, target: { value: '1k' } } },
      { type: 'External', external: { metric: { name: 'lag' }, target: { averageValue: '5' } } },
    ],
  })).toBe("2–9 replicas on cpu 60 %, app's memory 1Gi, rps 100, hits 1k in all, lag 5");
});

test('defaults of the API are shown', () => {
  expect(describeSpec({ maxReplicas: 3 })).toBe('1–3 replicas on cpu 80 % (the default)');
});

test('autoscaling/v1 is described', () => {
  expect(describeSpec({ maxReplicas: 3, targetCPUUtilizationPercentage: 70 }, 'HorizontalPodAutoscaler', 'autoscaling/v1')).toBe('1–3 replicas on cpu 70 %');
});

test('a ScaledObject is described by its triggers', () => {
  expect(describeSpec({ minReplicaCount: 1, maxReplicaCount: 5, triggers: [{ type: 'kafka' }, { type: 'cron', name: 'morning' }] }, 'ScaledObject', 'keda.sh/v1alpha1'))
    .toBe('1–5 replicas on kafka 10 (the default), morning (cron) (KEDA)');
  expect(describeSpec({ triggers: [{ type: 'cpu' }] }, 'ScaledObject', 'keda.sh/v1alpha1')).toBe('0–100 replicas on cpu (KEDA)');
});

test.each([
  [{ type: 'kafka', metadata: { lagThreshold: '50' } }, 'kafka 50'],
  [{ type: 'rabbitmq', metadata: { mode: 'QueueLength', value: '30' } }, 'rabbitmq 30'],
  [{ type: 'prometheus', name: 'rps', metadata: { threshold: 100 } }, 'rps (prometheus) 100'],
  [{ type: 'prometheus', metricType: 'Value', metadata: { threshold: '0.5' } }, 'prometheus 0.5 in all'],
  [{ type: 'cpu', metadata: { value: '60' } }, 'cpu 60 %'],
  [{ type: 'memory', metricType: 'AverageValue', metadata: { value: '1Gi' } }, 'memory 1Gi'],
  [{ type: 'redis', metadata: { listLength: '7' } }, 'redis 7'],
  [{ type: 'aws-sqs-queue', metadata: { queueLength: '15' } }, 'aws-sqs-queue 15'],
  [{ type: 'postgresql', metadata: { targetQueryValue: '4' } }, 'postgresql 4'],
  [{ type: 'nsq', metadata: { depthThreshold: '3' } }, 'nsq 3'],
  [{ type: 'cron', metadata: { start: '0 8 * * 1', end: '0 10 * * 1', desiredReplicas: '10' } }, 'cron 10 replicas from 0 8 * * 1 to 0 10 * * 1'],
  [3, '?'],
])('the trigger %j is described with its threshold', (trigger, expected) => {
  expect(describeSpec({ triggers: [trigger] }, 'ScaledObject', 'keda.sh/v1alpha1')).toBe(`0–100 replicas on ${expected} (KEDA)`);
});

test('a workload is described by its replicas', () => {
  const deployment = (spec: object, kind = 'Deployment'): Manifest => ({ apiVersion: 'apps/v1', kind, metadata: { name: 'web' }, spec });
  expect(describeWorkload(deployment({ replicas: 3 }), undefined)).toBe('3 replicas');
  expect(describeWorkload(deployment({ replicas: 1 }, 'StatefulSet'), undefined)).toBe('1 replica');
  expect(describeWorkload(deployment({}), undefined)).toBe('1 replica (the default)');
  expect(describeWorkload(deployment({}), 'HorizontalPodAutoscaler web')).toBe('scaled by HorizontalPodAutoscaler web');
  expect(describeWorkload(deployment({ replicas: 2 }), 'ScaledObject web')).toBe('scaled by ScaledObject web; spec.replicas is 2');
  expect(describeWorkload(deployment({}, 'Service'), undefined)).toBeUndefined();
});

test('describes incomplete autoscalers as far as possible', () => {
  expect(describeSpec(undefined)).toBe('1–? replicas on cpu 80 % (the default)');
  expect(describeSpec({ maxReplicas: 2, metrics: [{ type: 'Pods' }, {}, 3] })).toBe('1–2 replicas on Pods ? in all,  ? in all');
});

test('returns nothing for other kinds', () => {
  expect(describeSpec({}, 'Deployment', 'apps/v1')).toBeUndefined();
  expect(describeSpec({}, 'HorizontalPodAutoscaler', 'example.com/v1')).toBeUndefined();
});

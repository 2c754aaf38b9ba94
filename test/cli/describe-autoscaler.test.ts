import { describeAutoscaler } from '../../lib/cli/describe-autoscaler';

function describeSpec(spec: unknown, kind = 'HorizontalPodAutoscaler', apiVersion = 'autoscaling/v2'): string | undefined {
  return describeAutoscaler({ apiVersion, kind, metadata: { name: 'x' }, spec });
}

test('every kind of metric is described', () => {
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
    .toBe('1–5 replicas on kafka, morning (KEDA)');
  expect(describeSpec({ triggers: [{ type: 'cpu' }] }, 'ScaledObject', 'keda.sh/v1alpha1')).toBe('0–100 replicas on cpu (KEDA)');
});

test('what is incomplete is described as far as it goes', () => {
  expect(describeSpec(undefined)).toBe('1–? replicas on cpu 80 % (the default)');
  expect(describeSpec({ maxReplicas: 2, metrics: [{ type: 'Pods' }, {}, 3] })).toBe('1–2 replicas on Pods ? in all,  ? in all');
});

test('nothing else is an autoscaler', () => {
  expect(describeSpec({}, 'Deployment', 'apps/v1')).toBeUndefined();
  expect(describeSpec({}, 'HorizontalPodAutoscaler', 'example.com/v1')).toBeUndefined();
});

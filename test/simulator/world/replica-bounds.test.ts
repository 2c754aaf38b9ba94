import { hpaOf, replicaBounds } from '../../../lib/simulator/world/replica-bounds';
import { type Autoscaler } from '../../../lib/simulator/world/world';
import { cpuHpa, workload } from '../worlds';
import { scaledObject } from '../engine/autoscalers/keda/scaled-objects';

const keda = (overrides: Parameters<typeof scaledObject>[0]): Autoscaler => (
  { kind: 'keda', name: 'web', scaledObject: scaledObject(overrides), hpa: { name: 'keda-hpa-web', spec: { minReplicas: 2, maxReplicas: 9 } } }
);

test.each<[string, Autoscaler, number, number]>([
  ['a fixed count', { kind: 'fixed', replicas: 3 }, 3, 3],
  ['an HPA', cpuHpa(60, 2, 8), 2, 8],
  ['KEDA that may rest', keda({}), 0, 9],
  ['KEDA with an idle count', keda({ minReplicas: 2, idleReplicas: 1 }), 1, 9],
  ['KEDA with a minimum', keda({ minReplicas: 2 }), 2, 9],
])('the bounds of %s', (_, autoscaler, minReplicas, maxReplicas) => {
  expect(replicaBounds(workload('web', { autoscaler }))).toEqual({ minReplicas, maxReplicas });
});

test('a ScaledObject counts as an HPA', () => {
  expect([keda({}), cpuHpa(60, 2, 8), { kind: 'fixed', replicas: 1 } as const].map((each) => hpaOf(each)?.name)).toEqual(['keda-hpa-web', 'hpa', undefined]);
});

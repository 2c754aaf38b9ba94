import { type FaultTargets, toFault } from '../../lib/scenario/fault';
import { type FaultScenario } from '../../lib/scenario/scenario';
import { UserError } from '../../lib/values/user-error';

const ONE: FaultTargets = { workloadId: (name) => `id of ${name}`, workloadIds: ['only'], nodePools: ['pool'], metricsOf: () => ['cpu', 'memory', 'orders'] };
const TWO: FaultTargets = { ...ONE, workloadIds: ['a', 'b'], nodePools: ['c', 'd'] };

test.each<[FaultScenario, object]>([
  [{ kind: 'metric' }, { kind: 'metric', workload: 'only', metric: '*', distortion: { kind: 'missing' }, from: 0, until: Infinity }],
  [{ kind: 'metric', workload: 'web', metric: 'cpu', effect: 'multiply', factor: 2, from: '1m', until: '2m' },
    { kind: 'metric', workload: 'id of web', metric: 'cpu', distortion: { kind: 'multiply', factor: 2 }, from: 60, until: 120 }],
  [{ kind: 'metric', effect: 'delayed', delay: '1m' }, { kind: 'metric', workload: 'only', metric: '*', distortion: { kind: 'delayed', seconds: 60 }, from: 0, until: Infinity }],
  [{ kind: 'metric', effect: 'missing-for-pods', share: 0.3 },
    { kind: 'metric', workload: 'only', metric: '*', distortion: { kind: 'missing-for-pods', share: 0.3 }, from: 0, until: Infinity }],
  [{ kind: 'metric', effect: 'nan' }, { kind: 'metric', workload: 'only', metric: '*', distortion: { kind: 'nan' }, from: 0, until: Infinity }],
  [{ kind: 'controller-restart', at: '5m' }, { kind: 'controller-restart', at: 300, downSeconds: 30 }],
  [{ kind: 'pod-crash', at: 5 }, { kind: 'pod-crash', workload: 'only', at: 5, pods: 1, backoffSeconds: 10 }],
  [{ kind: 'node-loss', at: 5, nodes: 2 }, { kind: 'node-loss', nodePool: 'pool', at: 5, nodes: 2, detectionSeconds: 50, evictionSeconds: 300 }],
  [{ kind: 'node-loss', at: 5, detection: 0, eviction: '1m' }, { kind: 'node-loss', nodePool: 'pool', at: 5, nodes: 1, detectionSeconds: 0, evictionSeconds: 60 }],
  [{ kind: 'no-nodes', from: 5 }, { kind: 'no-nodes', nodePool: 'pool', from: 5, until: Infinity }],
  [{ kind: 'rollout', at: 5 }, { kind: 'rollout', workload: 'only', at: 5 }],
  [{ kind: 'scale', at: 5, replicas: 0 }, { kind: 'scale', workload: 'only', at: 5, replicas: 0 }],
  [{ kind: 'slow-service', factor: 3 }, { kind: 'slow-service', workload: 'only', factor: 3, from: 0, until: Infinity }],
  [{ kind: 'slow-start', factor: 3 }, { kind: 'slow-start', workload: 'only', factor: 3, from: 0, until: Infinity }],
])('%j is a fault', (scenario, fault) => {
  expect(toFault(scenario, 'faults[0]', ONE)).toEqual(fault);
});

test.each<[FaultScenario, FaultTargets, string]>([
  [{ kind: 'metric', from: '2m', until: '1m' }, ONE, 'faults[0].until is 1m, which is not after from'],
  [{ kind: 'metric', effect: 'multiply' }, ONE, 'faults[0] has the effect multiply and needs factor; add it'],
  [{ kind: 'metric', effect: 'frozen', delay: 3 }, ONE, 'faults[0].delay does not belong to the effect frozen; remove it'],
  [{ kind: 'metric', metric: 'ordres' }, ONE, "faults[0].metric is 'ordres', which only does not have; did you mean orders? known are cpu, memory, orders"],
  [{ kind: 'rollout', at: 1 }, TWO, 'faults[0] needs workload, since there are several: a, b'],
  [{ kind: 'node-loss', at: 1 }, TWO, 'faults[0] needs nodePool, since there are several: c, d'],
  [{ kind: 'node-loss', at: 1, nodePool: 'x' }, TWO, "faults[0].nodePool is 'x'; known are c, d"],
  [{ kind: 'node-loss', at: 1 }, { ...ONE, nodePools: [] }, 'faults[0] needs a node pool and the scenario has none; add one under cluster.nodePools'],
])('%j is refused', (scenario, targets, message) => {
  expect(() => toFault(scenario, 'faults[0]', targets)).toThrow(UserError);
  expect(() => toFault(scenario, 'faults[0]', targets)).toThrow(message);
});

import { attribute, type CauseShare } from '../../../lib/results/conclusion/attribution';
import { simulate } from '../../../lib/simulator/engine/simulate';
import { type HPAScalingRules } from '../../../lib/hpa';
import { type NodePool, type Workload, type World } from '../../../lib/simulator/world/world';
import { scaledObject, trigger } from '../../simulator/engine/autoscalers/keda/scaled-objects';
import { cpuHpa, flow, rates, replicas, SERVICE, workload, world } from '../../simulator/worlds';

const fixed = (value: number) => ({ kind: 'deterministic' as const, value });

/** Ten minutes at ten requests per second, ten at so many, ten at ten again; a pod serves ten. */
function surge(changes: Partial<Workload>, more: Partial<World> = {}, peak = 60): CauseShare[] {
  return attribute(simulate(world(1800, rates([10, peak, 10], 600), [workload('web', changes)], more)), 0);
}

function behaving(scaleUp: HPAScalingRules): Partial<Workload> {
  const autoscaler = cpuHpa(50, 2, 40);
  if (autoscaler.kind !== 'hpa') throw new Error('expected an HPA');
  return { autoscaler: { ...autoscaler, spec: { ...autoscaler.spec, behavior: { scaleUp } } } };
}

const SCALED: Partial<Workload> = { autoscaler: cpuHpa(50, 2, 40) };
const SLOW_START = { startUp: { ...workload('web').startUp, boot: fixed(240) } };
const POOL: NodePool = {
  name: 'general', cpuMilli: 1000, memoryBytes: 2 ** 33, podsPerNode: 110, initialNodes: 1, minNodes: 1, maxNodes: 30, provisioning: fixed(5), scanSeconds: 1,
  removeEmptyAfterSeconds: Infinity, pricePerNodeHour: 1,
};
const ID = 'default/Deployment/web';

const PLANTED: ReadonlyArray<[string, CauseShare['kind'], () => CauseShare[]]> = [
  ['a maximum that is too low', 'max-replicas', () => surge({ autoscaler: cpuHpa(50, 2, 4) })],
  ['pods that start in four minutes', 'starting', () => surge({ ...SCALED, ...SLOW_START }, {}, 30)],
  ['a scale-up stabilization window of ten minutes', 'window', () => surge(behaving({ stabilizationWindowSeconds: 600 }))],
  ['one pod every two minutes', 'rates', () => surge(behaving({ policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }] }))],
  ['a metrics server that scrapes every four minutes', 'metric-delay', () => surge(SCALED, {
    metrics: { ...world(1, rates([1], 1), []).metrics, resource: { resolutionSeconds: 240, kubeletSeconds: 0 } },
  }, 30)],
  ['a target within whose tolerance pods are full', 'target', () => surge({ autoscaler: cpuHpa(95, 2, 40) }, {}, 24)],
  ['pods without the CPU request that the target is a share of', 'no-metric', () => surge({ ...SCALED, containers: [{ name: 'web', loadShare: 1, idleCpuMilli: 0, idleMemoryBytes: 0 }] })],
  ['a fixed count', 'fixed', () => surge(replicas(2))],
  ['a full node pool', 'node-capacity', () => surge({ ...SCALED, nodePool: 'general' }, { nodePools: [{ ...POOL, maxNodes: 2 }] })],
  ['nodes that take five minutes', 'node-start', () => surge({ ...SCALED, nodePool: 'general' }, { nodePools: [{ ...POOL, provisioning: fixed(300) }] })],
  ['a log with two partitions', 'partitions', () => surge({ ...SCALED, balancer: { kind: 'partitions', partitions: 2 } }, {}, 30)],
  ['a third of the pods that crash', 'fault', () => surge(replicas(6), { faults: [{ kind: 'pod-crash', workload: ID, at: 900, pods: 4, backoffSeconds: 200 }] }, 40)],
  ['a metric that freezes before the surge', 'fault', () => surge(SCALED, {
    faults: [{ kind: 'metric', workload: ID, metric: 'cpu', distortion: { kind: 'frozen' }, from: 500, until: 1200 }],
  })],
  ['a controller that is down', 'fault', () => surge(SCALED, { faults: [{ kind: 'controller-restart', at: 590, downSeconds: 600 }] })],
  ['somebody who scales down by hand', 'fault', () => surge(replicas(8), { faults: [{ kind: 'scale', workload: ID, at: 700, replicas: 2 }] })],
  ['a provider without nodes', 'fault', () => surge({ ...SCALED, nodePool: 'general' }, { nodePools: [POOL], faults: [{ kind: 'no-nodes', nodePool: 'general', from: 0, until: Infinity }] })],
  ['a slow dependency', 'fault', () => surge(replicas(4), { faults: [{ kind: 'slow-service', workload: ID, factor: 5, from: 700, until: 1000 }] }, 20)],
  ['a slow registry', 'fault', () => surge(SCALED, { faults: [{ kind: 'slow-start', workload: ID, factor: 20, from: 500, until: 1200 }] })],
  ['a rollout that takes half of the pods at once', 'fault', () => surge({
    ...replicas(4), ...SLOW_START, rollout: { maxSurge: { unit: 'pods', value: 0 }, maxUnavailable: { unit: 'pods', value: 3 }, ordered: false },
  }, { faults: [{ kind: 'rollout', workload: ID, at: 700 }] }, 25)],
  ['requests that are late without any waiting', 'slow-requests', () => surge(replicas(12), { flows: [flow(rates([10], 1800), [workload('web')], { slo: { latencySeconds: 0.3, objective: 0.99 } })] })],
  ['a CPU limit of half a slot', 'throttled', () => surge({
    ...replicas(12), service: { ...SERVICE, concurrency: 2, cpuSecondsPerRequest: 0.1 },
    containers: [{ name: 'web', cpuRequestMilli: 500, cpuLimitMilli: 600, loadShare: 1, idleCpuMilli: 0, idleMemoryBytes: 0 }],
  }, { flows: [flow(rates([40], 1800), [workload('web')], { slo: { latencySeconds: 0.9, objective: 0.99 } })] })],
  ['a random balancer with room for all', 'uneven', () => surge({ ...replicas(12), balancer: { kind: 'random' } }, { flows: [flow(rates([50], 1800), [workload('web')])] })],
  ['KEDA that polls every five minutes', 'asleep', () => attribute(simulate(world(1200, rates([0, 3], 600), [workload('web', {
    replicas: 0, metrics: [{ metric: 's0-redis-jobs', signal: { kind: 'in-flight' }, pipeline: { scrapeSeconds: 0 } }],
    autoscaler: {
      kind: 'keda', name: 'web', scaledObject: scaledObject({ triggers: [trigger({ metric: 's0-redis-jobs', threshold: 5 })], pollingIntervalSeconds: 300 }),
      hpa: { name: 'keda-hpa-web', spec: { minReplicas: 1, maxReplicas: 10, metrics: [{ type: 'External', name: 's0-redis-jobs', target: { type: 'AverageValue', averageValueMilli: 5000 } }] } },
      firstPollSeconds: 0,
    },
  })])), 0)],
  ['pods that are killed at once when they are removed', 'removed-pods', () => attribute(simulate(world(1800, rates([10, 3, 3], 600), [workload('web', {
    autoscaler: { ...cpuHpa(60, 1, 40) }, replicas: 6, drain: { preStopSeconds: 0, graceSeconds: 30, endpointRemovalSeconds: 10, finishesOnTerm: false },
    balancer: { kind: 'random' },
  })])), 0)],
];

test.each(PLANTED)('finds the cause %s: %s', (_, kind, run) => {
  const causes = run();
  expect(causes[0]).toMatchObject({ kind, workload: ID });
  expect(causes[0].share).toBeGreaterThan(0.5);
  expect(causes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

import { buildWorld, loadTraffic, type Scenario } from '../../lib/scenario';
import { simulate } from '../../lib/simulator/engine/simulate';
import { UserError } from '../../lib/values/user-error';
import { deployment, hpa, podsMetric, worldOf } from './worlds';

test('skipped traffic becomes the history of a workload, by the minute and by its share', async () => {
  const scenario: Scenario = {
    traffic: { generator: { name: 'flat-noise', rate: 10, noise: 0, duration: '10m' }, skip: '4m' }, flows: { chat: { stages: [{ workload: 'web', probability: 0.5 }] } },
  };
  const { workloads: [{ history }] } = buildWorld({ manifests: [hpa('web')], scenario, traffic: await loadTraffic(scenario, undefined) });
  expect({ ...history, perSecond: Array.from(history!.perSecond, (rate) => Number(rate.toFixed(6))) }).toEqual({ stepSeconds: 60, perSecond: [5, 5, 5, 5] });
});

test('an autoscaler alone builds a world, with assumptions for the rest', () => {
  const world = worldOf([hpa('web')]);
  expect(world).toMatchObject({
    durationSeconds: 600, seed: 1, kubernetesMinor: 28, featureGates: {}, nodePools: [], faults: [],
    workloads: [{ id: 'default/Deployment/web', replicas: 2, serviceState: 'assumed', autoscaler: { kind: 'hpa', name: 'web' } }],
    flows: [{ name: 'web', stages: [{ workload: 'default/Deployment/web' }], slo: { objective: 0.99 } }],
  });
  for (const subject of ['Kubernetes 1.28 is assumed', 'starts with minReplicas, 2', 'requests of 1 core and 1 GiB are assumed', 'web: unknown service: a request is assumed to take',
    'a pod is assumed to answer 10 s after', 'no preStop hook is known', 'reach pods at random', 'requests are late when they take longer than', 'arrive at random instants']) {
    expect(world.assumptions.filter((sentence) => sentence.includes(subject))).toHaveLength(1);
  }
});

test('a complete scenario has no assumptions', () => {
  const scenario: Scenario = {
    kubernetes: '1.35', slo: { latency: '500ms' }, traffic: {},
    workloads: { web: { replicas: 3, service: { time: '200ms', concurrency: 2, cpuSeconds: 0.05, timeout: 'never' }, balancer: 'random', startUp: { boot: '5s' }, drain: { preStop: '5s' } } },
  };
  const world = worldOf([hpa('web'), deployment('web')], scenario);
  expect(world.assumptions).toEqual(['traffic.csv: the requests of a bucket of 60 s arrive at random instants (a Poisson process with that count) over its seconds.']);
  expect(world.kubernetesMinor).toBe(35);
  expect(world.workloads[0]).toMatchObject({ replicas: 3, serviceState: 'stated', service: { kind: 'slots', concurrency: 2, cpuSecondsPerRequest: 0.05 } });
});

test('a copy of a built world gives the same run', () => {
  const world = worldOf([hpa('web'), deployment('web')]);
  const [run, again] = [simulate(world), simulate(structuredClone(world))];
  expect(run.flows[0].counters.arrived).toBe(1200);
  expect(JSON.stringify(again.workloads)).toBe(JSON.stringify(run.workloads));
});

test('the version on the command line overrides the scenario\'s', () => {
  expect(worldOf([hpa('web')], { kubernetes: '1.35' }, { kubernetes: '1.33' }).kubernetesMinor).toBe(33);
});

test('a load multiplies the traffic but not the assumed service model, with a remark', () => {
  const [one, three] = [1, 3].map((load) => worldOf([hpa('web')], {}, { load }));
  expect(three.workloads).toEqual(one.workloads);
  expect(three.flows[0].traffic).toMatchObject({ perSecond: new Float64Array(10).fill(6) });
  expect(three.assumptions).toContain('The traffic is multiplied by 3.');
});

test('a load multiplies the scenario\'s own', () => {
  expect(worldOf([hpa('web')], { traffic: { load: 2 } }, { load: 3 }).flows[0].traffic).toMatchObject({ perSecond: new Float64Array(10).fill(12) });
});

test('the seed is the variant\'s, else the scenario\'s', () => {
  expect(worldOf([hpa('web')], { seed: 7 }).seed).toBe(7);
  expect(worldOf([hpa('web')], { seed: 7 }, { seed: 9 }).seed).toBe(9);
});

test('service models that another policy assumed are taken over', () => {
  const first = worldOf([hpa('web')]);
  const assumedServices = new Map([['default/Deployment/web', first.workloads[0].service]]);
  const second = worldOf([hpa('web', { maxReplicas: 50 })], {}, { assumedServices });
  expect(second.workloads[0].service).toBe(first.workloads[0].service);
  expect(second.assumptions.join()).toContain('web: unknown service: the same one is assumed for all policies');
});

test('the clock starts when the scenario says, or when the recording did', () => {
  expect(worldOf([hpa('web')]).startEpochSeconds).toBeUndefined();
  expect(worldOf([hpa('web')], { start: '2024-01-01T00:00:00Z' }).startEpochSeconds).toBe(1_704_067_200);
});

test('a duration may be shorter or longer than the traffic', () => {
  expect(worldOf([hpa('web')], { duration: '1h' }).durationSeconds).toBe(3600);
});

test('node pools have as many nodes as the first replicas need', () => {
  const scenario: Scenario = { workloads: { web: { replicas: 9, nodePool: 'a' } }, cluster: { nodePools: { a: { cpu: 2, price: 0.5 }, b: {} } } };
  const { nodePools } = worldOf([hpa('web'), deployment('web')], scenario);
  expect(nodePools).toMatchObject([{ name: 'a', cpuMilli: 2000, initialNodes: 3, maxNodes: 10, pricePerNodeHour: 0.5 }, { name: 'b', initialNodes: 0 }]);
});

test.each<[string, Scenario, string]>([
  ['a version that is not supported', { kubernetes: '1.20' }, "Kubernetes version '1.20' is not supported; use one from 1.28 to 1.37, as in '1.35'"],
  ['a feature gate that nobody knows', { featureGates: { HPAScaleToZer: true } }, 'featureGates.HPAScaleToZer is not known to the autoscaler\'s controller; did you mean HPAScaleToZero?'],
  ['a workload that is not there', { workloads: { wbe: {} } }, "workloads names 'wbe', which is not a workload of the manifests; did you mean web? known are web"],
  ['one workload by two names', { workloads: { web: {}, 'default/web': {} } }, 'workloads.web and workloads.default/web are both default/Deployment/web; keep one'],
  ['an external workload without a count', { workloads: { db: { external: true } } }, 'workloads.db is external and needs fixed, its number of replicas'],
  ['replicas that contradict each other', { workloads: { web: { fixed: 2, replicas: 3 } } }, 'workloads.web starts with 3 replicas and is fixed at 2; leave replicas out'],
  ['a node pool that is not there', { workloads: { web: { nodePool: 'large' } }, cluster: { nodePools: { cpu: {} } } }, "workload web runs on node pool 'large'; known are cpu"],
  ['a duration that is too long', { duration: '400d' }, 'duration is 400d; use more than 0 and at most 366d'],
  ['a start that is no time', { start: 'monday' }, "start is 'monday'; use ISO 8601"],
  ['stages that form a cycle', { flows: { x: { stages: ['web', 'web'] } } }, 'form a cycle'],
  ['a pool with more nodes at the start than it can have', { cluster: { nodePools: { a: { initial: 9, max: 3 } } } }, 'cluster.nodePools.a.initial is 9, above max, 3'],
  ['a pool with a minimum above its maximum', { cluster: { nodePools: { a: { min: 9, max: 3 } } } }, 'cluster.nodePools.a.min is 9, above max, 3'],
])('%s is refused', (_, scenario, message) => {
  expect(() => worldOf([hpa('web')], scenario)).toThrow(UserError);
  expect(() => worldOf([hpa('web')], scenario)).toThrow(message);
});

test('all autoscalers that the API server would reject are listed', () => {
  const manifests = [hpa('web', { minReplicas: 9, maxReplicas: 5 }), hpa('api', { maxReplicas: 0 }), deployment('web'), deployment('api')];
  expect(() => worldOf(manifests)).toThrow(new UserError('HorizontalPodAutoscaler web: spec.minReplicas is 9; use at most maxReplicas, 5\n'
    + 'HorizontalPodAutoscaler api: spec.maxReplicas is 0; use a whole number from 1'));
});

describe('a fault without effect', () => {
  const manifests = [hpa('web', { metrics: [podsMetric('orders', '500')] }), deployment('web')];

  test('is an error for an unknown metric', () => {
    expect(() => worldOf(manifests, { faults: [{ kind: 'metric', metric: 'order' }] })).toThrow(
      "faults[0].metric is 'order', which default/Deployment/web does not have; did you mean orders? known are cpu, memory, orders");
  });

  test('is a warning where the autoscaler does not read the metric', () => {
    const { assumptions } = worldOf(manifests, { faults: [{ kind: 'metric', metric: 'orders' }, { kind: 'metric', metric: 'cpu' }] });
    expect(assumptions).toContain('faults[1] changes nothing: the autoscaler of web does not read cpu.');
    expect(assumptions.join()).not.toContain('faults[0]');
  });

  test('is a warning where it begins after the end of the run', () => {
    const { assumptions } = worldOf(manifests, { faults: [{ kind: 'rollout', at: '9m' }, { kind: 'rollout', at: '3h' }, { kind: 'metric', from: '10m' }] });
    expect(assumptions.filter((sentence) => sentence.startsWith('faults'))).toEqual([
      'faults[1] begins after 3 h, when the run of 10 min has ended, so that it changes nothing.',
      'faults[2] begins after 10 min, when the run of 10 min has ended, so that it changes nothing.',
    ]);
  });
});

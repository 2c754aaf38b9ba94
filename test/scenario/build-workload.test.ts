import { toSlo } from '../../lib/scenario/build-workload';
import { slotService, tokenService } from '../../lib/scenario/service-model';
import { type Scenario } from '../../lib/scenario';
import { type Workload } from '../../lib/simulator/world/world';
import { deployment, hpa, podsMetric, worldOf } from './worlds';

function build(manifests: Parameters<typeof worldOf>[0], workload: NonNullable<Scenario['workloads']>[string] = {}): Workload {
  return worldOf(manifests, { workloads: { web: workload } }).workloads[0];
}

test('replicas at the start: the scenario\'s, else the manifest\'s, else the minimum', () => {
  const [scaler, pods] = [hpa('web'), deployment('web', {}, { replicas: 5 })];
  expect(build([scaler, pods], { replicas: 7 }).replicas).toBe(7);
  expect(build([scaler, pods]).replicas).toBe(5);
  expect(build([scaler, deployment('web')]).replicas).toBe(2);
  expect(build([hpa('web', { minReplicas: undefined })]).replicas).toBe(1);
  expect(build([deployment('web')]).replicas).toBe(1);
});

test('a fixed count leaves the autoscaler out', () => {
  expect(build([hpa('web')], { fixed: 4 })).toMatchObject({ replicas: 4, autoscaler: { kind: 'fixed', replicas: 4 }, metrics: [] });
});

test('the manifest\'s requests, annotation and strategy are read', () => {
  const pods = deployment('web', { resources: { requests: { cpu: 2 } } }, { strategy: { type: 'Recreate' } }, { annotations: { 'cdk8s-kotaemon/start-time': '45s' } });
  expect(build([hpa('web'), pods])).toMatchObject({
    containers: [{ name: 'app', cpuRequestMilli: 500, memoryRequestBytes: 2 ** 30 }], podLevelRequests: { cpuMilli: 2000 },
    startUp: { boot: { value: 45 } }, rollout: { maxUnavailable: { unit: 'share', value: 1 } },
  });
});

test('a container that only the autoscaler names has its name', () => {
  const metric = { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'server', target: { averageUtilization: 60 } } };
  expect(build([hpa('web', { metrics: [metric] })]).containers).toMatchObject([{ name: 'server' }]);
});

test('a busy pod uses its CPU request by default', () => {
  expect(build([hpa('web'), deployment('web')], { service: { time: '1s', concurrency: 10 } }).service).toMatchObject({ cpuSecondsPerRequest: 0.05 });
  expect(build([hpa('web'), deployment('web', { containers: [{ name: 'app' }] })], { service: { time: '1s', concurrency: 10 } }).service).toMatchObject({ cpuSecondsPerRequest: 0.1 });
});

test('defaults beside the time of a request are assumptions', () => {
  const said = (service: object): string[] => worldOf([hpa('web')], { workloads: { web: { service } } }).assumptions.filter((sentence) => sentence.includes('set service.'));
  expect(said({ time: '1s' })).toEqual([
    'web: callers are assumed to give up after 30 s; set service.timeout.', 'web: a pod is assumed to serve 8 requests at a time; set service.concurrency.',
    'web: a fully busy pod is assumed to use the CPU that it requests; set service.cpuSeconds.',
  ]);
  expect(said({ time: '1s', concurrency: 1, cpuSeconds: 1, timeout: 'never' })).toEqual([]);
  expect(said({ tokens: {} })).toEqual([
    'web: callers are assumed to give up after 120 s; set service.timeout.',
    expect.stringMatching(/^web: the engine is assumed to run with --max-num-seqs 256, .*; set service\.tokens\.$/),
  ]);
});

test('price, balancer, first pass, SLO and metrics are the scenario\'s', () => {
  const workload = build([hpa('web', { metrics: [podsMetric('orders', '5')] })], {
    price: 0.2, balancer: 'shared-queue', firstPass: '3s', slo: { latency: '2s' }, metrics: { orders: 'requests-per-second' },
  });
  expect(workload).toMatchObject({
    pricePerReplicaHour: 0.2, balancer: { kind: 'shared-queue' }, autoscaler: { firstPassSeconds: 3 }, slo: { latencySeconds: 2, objective: 0.99 },
    metrics: [{ metric: 'orders', signal: { kind: 'requests-per-second' } }],
  });
});

describe('requests reach pods', () => {
  const lag = (type: string, field: string, more: object = {}): object => (
    { type, [field]: { metric: { name: 'kafka_lag' }, target: { type: 'AverageValue', averageValue: '5' }, ...more } });

  test.each([
    ['from one queue, where the autoscaler asks for its length', lag('External', 'external'), 'shared-queue', 'wait in one queue, whose length kafka_lag measures'],
    ['at random, where the length is each pod\'s own', lag('Pods', 'pods'), 'random', 'reach pods at random'],
  ])('%s, as an assumption', (_, metric, kind, words) => {
    const world = worldOf([hpa('web', { metrics: [metric] })]);
    expect(world.workloads[0].balancer).toEqual({ kind });
    // A request in a queue that belongs to no pod is a message, which does not time out.
    expect(world.workloads[0].service.timeoutSeconds).toBe(kind === 'shared-queue' ? Infinity : 30);
    expect(world.assumptions.filter((sentence) => sentence.includes(words))).toHaveLength(1);
  });
});

test('an error in the autoscaler names the place where it was read', () => {
  const broken = hpa('web', { maxReplicas: 0 });
  const sources = new Map([[broken, { file: 'hpa.yaml', document: 2, line: 12 }]]);
  expect(() => worldOf([broken], {}, { sources })).toThrow('hpa.yaml:12: HorizontalPodAutoscaler web: spec.maxReplicas is 0; use a whole number from 1');
});

describe('an SLO', () => {
  const slots = (seconds: number): ReturnType<typeof slotService> => slotService({}, { kind: 'deterministic', value: seconds }, 1000, 'caller');

  test('comes from the scenario', () => {
    expect(toSlo({ latency: '300ms', objective: 0.9 }, [slots(1)])).toEqual({ latencySeconds: 0.3, objective: 0.9 });
  });

  test('else 99 % in five times the mean service time of the stages, at least a second, and 30 s for language models', () => {
    expect(toSlo({}, [slots(0.1)])).toEqual({ latencySeconds: 1, objective: 0.99 });
    expect(toSlo({}, [slots(0.4), slots(0.6)])).toEqual({ latencySeconds: 5, objective: 0.99 });
    expect(toSlo({}, [slots(0.1), tokenService({}, {}, 'caller', 'x')])).toEqual({ latencySeconds: 30, objective: 0.99 });
  });
});

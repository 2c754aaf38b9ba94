import { type MetricSpec } from '../../lib/hpa';
import { type AssumedServiceInput, assumeService } from '../../lib/scenario/assumed-service';
import { type SlotService } from '../../lib/simulator/world/world';

const CPU: MetricSpec = { type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } };

function pods(name: string, average: number): MetricSpec {
  return { type: 'Pods', name, target: { type: 'AverageValue', averageValueMilli: average * 1000 } };
}

function assume(metrics: MetricSpec[], more: Partial<AssumedServiceInput> = {}): { service: SlotService; sentence: string } {
  const { service, sentence } = assumeService({
    autoscaler: { kind: 'hpa', name: 'web', spec: { maxReplicas: 10, metrics } }, metrics: [], cpuRequestMilli: 500, peakPerSecond: 100, service: {}, waiting: 'caller', path: 'workloads.web.service', ...more,
  });
  if (service.kind !== 'slots') throw new Error('expected slots');
  return { service, sentence };
}

function capacity({ time, concurrency }: SlotService): number {
  if (time.kind !== 'exponential') throw new Error('expected exponential');
  return concurrency / time.mean;
}

test('a policy on CPU: the busiest minute needs 80 % of maxReplicas at the target', () => {
  const { service, sentence } = assume([CPU]);
  expect(100 * service.cpuSecondsPerRequest).toBeCloseTo(0.8 * 10 * 0.5 * 0.5);
  expect(capacity(service) * service.cpuSecondsPerRequest).toBeCloseTo(0.5);
  expect(sentence).toMatch(/^a request is assumed to take .* the busiest minute \(100 requests per second\) needs at most 80 % of maxReplicas, and callers to give up after 30 s; give its service/);
});

test('little traffic does not make requests dear without bound', () => {
  expect(assume([CPU], { peakPerSecond: 0.01 }).service.cpuSecondsPerRequest).toBe(0.25);
  expect(assume([CPU], { peakPerSecond: 0 }).service.cpuSecondsPerRequest).toBeCloseTo(0.05);
});

test('an average value of CPU counts as it is', () => {
  const metric: MetricSpec = { type: 'Resource', resource: 'cpu', target: { type: 'AverageValue', averageValueMilli: 200 } };
  expect(100 * assume([metric]).service.cpuSecondsPerRequest).toBeCloseTo(8 * 0.2);
});

test('a policy without metrics aims at 80 % of the CPU', () => {
  expect(100 * assume([]).service.cpuSecondsPerRequest).toBeCloseTo(8 * 0.5 * 0.8);
});

test('a policy on requests per second: a pod at its target is 70 % busy', () => {
  const metrics = [{ metric: 'rps', signal: { kind: 'requests-per-second' } as const }];
  expect(0.7 * capacity(assume([CPU, pods('rps', 20)], { metrics }).service)).toBeCloseTo(20);
});

test('a metric in another unit is turned back', () => {
  const metrics = [{ metric: 'rpm', signal: { kind: 'requests-per-second' } as const, scale: 60 }];
  expect(0.7 * capacity(assume([pods('rpm', 1200)], { metrics }).service)).toBeCloseTo(20);
});

test('a policy on requests at a time: a pod at its target is 70 % busy, and the busiest minute needs 80 % of maxReplicas', () => {
  const metrics = [{ metric: 'busy', signal: { kind: 'in-flight' } as const }];
  const { service } = assume([pods('busy', 7)], { metrics });
  expect(service.concurrency).toBe(10);
  expect(service.time).toEqual({ kind: 'exponential', mean: 0.8 * 10 * 7 / 100 });
  expect(assume([pods('busy', 7)], { metrics, peakPerSecond: 1 }).service.time).toEqual({ kind: 'exponential', mean: 2 });
});

test('what the scenario says about concurrency and timeouts stays', () => {
  const { service } = assume([CPU], { service: { concurrency: 3, timeout: '5s', cpuSeconds: 0.2 } });
  expect(service).toMatchObject({ concurrency: 3, timeoutSeconds: 5, cpuSecondsPerRequest: 0.2 });
});

test('a message waits in its queue', () => {
  const { service, sentence } = assume([CPU], { waiting: 'message' });
  expect(service.timeoutSeconds).toBe(Infinity);
  expect(sentence).toContain('and to wait in its queue however long;');
});

test('a workload that nothing scales gets a fixed cost', () => {
  expect(assume([], { autoscaler: { kind: 'fixed', replicas: 3 } }).service.cpuSecondsPerRequest).toBeCloseTo(0.05);
});

test('a metric of a language model server makes it one', () => {
  const { service, sentence } = assumeService({
    autoscaler: { kind: 'fixed', replicas: 1 }, metrics: [{ metric: 'vllm_num_requests_waiting', signal: { kind: 'queue-length' } }],
    cpuRequestMilli: 1000, peakPerSecond: 1, service: {}, waiting: 'caller', path: 'x',
  });
  expect(service).toMatchObject({ kind: 'tokens', limits: { maxNumSeqs: 256 } });
  expect(sentence).toContain('a language model as fast as llama2-70b on A100');
});

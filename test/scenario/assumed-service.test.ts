import { type AssumedServiceInput, assumeService } from '../../lib/scenario/assumed-service';
import { type SlotService } from '../../lib/simulator/world/world';

function assume(more: Partial<AssumedServiceInput> = {}): { service: SlotService; sentence: string } {
  const { service, sentence } = assumeService({ metrics: [], cpuRequestMilli: 500, peakPerSecond: 100, service: {}, waiting: 'caller', path: 'workloads.web.service', ...more });
  if (service.kind !== 'slots') throw new Error('expected slots');
  return { service, sentence };
}

function capacity({ time, concurrency }: SlotService): number {
  if (time.kind !== 'exponential') throw new Error('expected exponential');
  return concurrency / time.mean;
}

test('the busiest minute keeps four pods busy', () => {
  const { service, sentence } = assume();
  expect(4 * capacity(service)).toBeCloseTo(100);
  expect(100 * service.cpuSecondsPerRequest).toBeCloseTo(4 * 0.5);
  expect(sentence).toMatch(/^unknown service: a request is assumed to take .* the busiest minute \(100 requests per second\) keeps at most 4 pods busy, and callers to give up after 30 s; relative figures only: set service/);
});

test('little traffic does not make requests arbitrarily expensive', () => {
  expect(assume({ peakPerSecond: 0.01 }).service.cpuSecondsPerRequest).toBe(0.25);
  expect(assume({ peakPerSecond: 0 }).service.cpuSecondsPerRequest).toBeCloseTo(0.05);
});

test('pods that request more CPU use more of it for a request, in the same time', () => {
  const [small, large] = [250, 2000].map((cpuRequestMilli) => assume({ cpuRequestMilli }).service);
  expect(large.time).toEqual(small.time);
  expect(large.cpuSecondsPerRequest).toBeCloseTo(8 * small.cpuSecondsPerRequest);
});

test('keeps concurrency and timeouts of the scenario', () => {
  const { service } = assume({ service: { concurrency: 3, timeout: '5s', cpuSeconds: 0.2 } });
  expect(service).toMatchObject({ concurrency: 3, timeoutSeconds: 5, cpuSecondsPerRequest: 0.2 });
});

test('a message waits in its queue', () => {
  const { service, sentence } = assume({ waiting: 'message' });
  expect(service.timeoutSeconds).toBe(Infinity);
  expect(sentence).toContain('and to wait in its queue however long;');
});

test('a metric of a language model server makes it one', () => {
  const { service, sentence } = assumeService({
    metrics: [{ metric: 'vllm_num_requests_waiting', signal: { kind: 'queue-length' } }], cpuRequestMilli: 1000, peakPerSecond: 1, service: {}, waiting: 'caller', path: 'x',
  });
  expect(service).toMatchObject({ kind: 'tokens', limits: { maxNumSeqs: 256 } });
  expect(sentence).toContain('a language model as fast as llama2-70b on A100');
});

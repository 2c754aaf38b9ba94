import { meanServiceSeconds, toBalancer, toServiceModel } from '../../lib/scenario/service-model';
import { UserError } from '../../lib/values/user-error';

test('a slot model, with defaults for what is left out', () => {
  expect(toServiceModel({ time: '200ms' }, 1000, 'caller', 'x')).toEqual({
    kind: 'slots', time: { kind: 'deterministic', value: 0.2 }, concurrency: 8, cpuSecondsPerRequest: 0.025, memoryBytesPerRequest: 0, timeoutSeconds: 30, queueLimit: Infinity,
  });
});

test('a slot model, with everything given', () => {
  expect(toServiceModel({ time: { mean: '1s' }, concurrency: 2, cpuSeconds: 0.4, memory: '1Mi', timeout: 'never', queueLimit: 5 }, 1000, 'caller', 'x')).toEqual({
    kind: 'slots', time: { kind: 'exponential', mean: 1 }, concurrency: 2, cpuSecondsPerRequest: 0.4, memoryBytesPerRequest: 2 ** 20, timeoutSeconds: Infinity, queueLimit: 5,
  });
});

test('a message waits without limit by default', () => {
  for (const service of [{ time: '1s' }, { tokens: {} }]) {
    expect(toServiceModel(service, 1000, 'message', 'x')).toMatchObject({ timeoutSeconds: Infinity });
    expect(toServiceModel({ ...service, timeout: '5m' }, 1000, 'message', 'x')).toMatchObject({ timeoutSeconds: 300 });
  }
});

test('without a time there is no model', () => {
  expect(toServiceModel(undefined, 1000, 'caller', 'x')).toBeUndefined();
  expect(toServiceModel({ concurrency: 4 }, 1000, 'caller', 'x')).toBeUndefined();
});

test.each([
  [{ time: 1, tokens: {} }, 'x has tokens and time; the token model computes the service time, so keep one of the two'],
  [{ concurrency: 1, tokens: {} }, 'x has tokens and concurrency'],
])('%j is refused', (service, message) => {
  expect(() => toServiceModel(service, 1000, 'caller', 'x')).toThrow(UserError);
  expect(() => toServiceModel(service, 1000, 'caller', 'x')).toThrow(message);
});

test('the mean time of a request on an idle pod', () => {
  expect(meanServiceSeconds(toServiceModel({ time: { mean: 2, cv: 1 } }, 1000, 'caller', 'x')!)).toBe(2);
  const tokens = { perInputToken: '1ms', perOutputToken: '40ms', perOutputTokenPerRequest: '10ms' };
  expect(meanServiceSeconds(toServiceModel({ tokens }, 1000, 'caller', 'x')!)).toBeCloseTo(1 + 199 * 0.05);
});

test.each([
  ['shared-queue', { kind: 'shared-queue' }],
  [{ connections: 5 }, { kind: 'connections', connections: 5, lifetimeSeconds: 600 }], [{ connections: 5, lifetime: '1m' }, { kind: 'connections', connections: 5, lifetimeSeconds: 60 }],
  [{ partitions: 5 }, { kind: 'partitions', partitions: 5 }],
] as const)('the balancer %j is %j', (given, balancer) => {
  expect(toBalancer(given, 'x')).toEqual(balancer);
});

test.each([
  [{ lifetime: '1m' }, 'x has neither connections nor partitions; give one of them'],
  [{ connections: 5, partitions: 5 }, 'x has both connections and partitions; give one of them'],
  [{ partitions: 5, lifetime: '1m' }, 'x.lifetime goes with connections, not with partitions; leave it out'],
])('the balancer %j is refused', (given, message) => {
  expect(() => toBalancer(given, 'x')).toThrow(new UserError(message));
});

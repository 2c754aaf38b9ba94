import * as fc from 'fast-check';
import { type TokenExecutor } from '../../../../lib/simulator/engine/requests/token-executor';
import { type TokenService } from '../../../../lib/simulator/world/world';
import { Bench } from './stations';

const fixed = (value: number) => ({ kind: 'deterministic', value } as const);

const MODEL: TokenService = {
  kind: 'tokens', secondsPerInputToken: 0.001, secondsPerOutputToken: 0.04, secondsPerOutputTokenPerRequest: 0.01, maxBatch: 64,
  inputTokens: fixed(100), outputTokens: fixed(10), cpuCoresWhenBusy: 1, memoryBytesPerRequest: 0, timeoutSeconds: Infinity, queueLimit: Infinity,
};

function benchOf(requests: ReadonlyArray<readonly [at: number, input: number, output: number]>): Bench {
  const column = (index: number) => Float64Array.from(requests, (request) => request[index]);
  const made = new Bench({ service: MODEL }, { kind: 'requests', at: column(0), inputTokens: column(1), outputTokens: column(2) });
  made.pod();
  return made;
}

test('prompts that come at once are prefilled one after the other', () => {
  const made = benchOf([[0, 1000, 1], [0, 1000, 1], [0, 1000, 1]]).advance(10);
  const { timeToFirstToken } = (made.station.executor as TokenExecutor).result;
  expect(timeToFirstToken.max).toBeCloseTo(3.05, 9);
  expect(timeToFirstToken.min).toBeCloseTo(1.05, 9);
});

test('a pod never takes in more tokens a second than its model says', () => {
  const request = fc.tuple(fc.double({ min: 0, max: 5, noNaN: true }), fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 50 }));
  fc.assert(fc.property(fc.array(request, { minLength: 1, maxLength: 40 }), fc.double({ min: 0.1, max: 20, noNaN: true }), (requests, until) => {
    const made = benchOf([...requests].sort((a, b) => a[0] - b[0])).advance(until);
    expect((made.station.executor as TokenExecutor).result.inputTokens).toBeLessThanOrEqual(until / MODEL.secondsPerInputToken + 1e-6);
  }), { numRuns: 200 });
});

test('what a pod can serve is bounded by its prompts where they are long', () => {
  const capacity = (input: number) => new Bench({ service: { ...MODEL, inputTokens: fixed(input) } }, { kind: 'requests', at: new Float64Array() }).station.executor.podCapacity;
  expect(capacity(8000)).toBeCloseTo(1 / 8, 12);
  expect(capacity(1)).toBeCloseTo(64 / (0.001 + 10 * 0.68), 9);
});

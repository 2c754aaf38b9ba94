import * as fc from 'fast-check';
import { type TokenExecutor } from '../../../../lib/simulator/engine/requests/token-executor';
import { type TokenService } from '../../../../lib/simulator/world/world';
import { tokenService } from '../../worlds';
import { Bench } from '../requests/stations';

type Request = readonly [at: number, input: number, output: number];

function benchOf(requests: readonly Request[], service: TokenService): Bench {
  const sorted = [...requests].sort((one, other) => one[0] - other[0]);
  const column = (index: number) => Float64Array.from(sorted, (request) => request[index]);
  const made = new Bench({ service }, { kind: 'requests', at: column(0), inputTokens: column(1), outputTokens: column(2) });
  made.pod();
  return made;
}

/**
 * A scheduler that takes one step at a time, written from the scheduler of vLLM V1 with lists and without any shortcut.
 */
function slowly(requests: readonly Request[], { step, limits }: TokenService): { firsts: number[]; ends: number[]; preemptions: number; mostBlocks: number } {
  const at = (curve: { seconds: readonly number[] }, x: number): number => curve.seconds[0] + (curve.seconds[1] - curve.seconds[0]) * x;
  const all = [...requests].sort((one, other) => one[0] - other[0]).map(([arrival, input, output]) => ({
    arrival, input, output, computed: 0, generated: 0, blocks: 0, decodes: false, first: NaN, end: NaN,
  }));
  type State = typeof all[number];
  const [queue, running, waiting] = [[...all], [] as State[], [] as State[]];
  let [now, used, preemptions, mostBlocks] = [0, 0, 0, 0];
  const blocksFor = (tokens: number): number => Math.ceil(tokens / limits.blockSize);
  while (queue.length + running.length + waiting.length > 0) {
    if (running.length + waiting.length === 0) now = Math.max(now, queue[0].arrival);
    while (queue.length > 0 && queue[0].arrival <= now + 1e-12) waiting.push(queue.shift()!);
    let budget = limits.maxNumBatchedTokens;
    let isFull = false;
    const plan = new Map<State, number>();
    const take = (state: State, tokens: number): boolean => {
      const more = blocksFor(state.computed + tokens) - state.blocks;
      if (used + more > limits.kvBlocks) return false;
      used += more;
      state.blocks += more;
      plan.set(state, tokens);
      budget -= tokens;
      return true;
    };
    for (let index = 0; index < running.length && budget > 0; index++) {
      const state = running[index];
      const tokens = Math.min(budget, state.input + state.generated - state.computed);
      while (!take(state, tokens)) {
        const victim = running.pop()!;
        used -= victim.blocks;
        budget += plan.get(victim) ?? 0;
        plan.delete(victim);
        Object.assign(victim, { blocks: 0, computed: 0, decodes: false });
        waiting.unshift(victim);
        preemptions++;
        isFull = true;
        if (victim === state) break;
      }
    }
    while (!isFull && waiting.length > 0 && budget > 0 && running.length < limits.maxNumSeqs) {
      if (!take(waiting[0], Math.min(budget, waiting[0].input + waiting[0].generated))) break;
      running.push(waiting.shift()!);
    }
    mostBlocks = Math.max(mostBlocks, used);
    let [prompts, tokens, decoding, context, pairs] = [0, 0, 0, 0, 0];
    for (const [state, chunk] of plan) {
      if (state.decodes) {
        decoding++;
        context += state.computed;
      } else {
        prompts++;
        tokens += chunk;
        pairs += chunk * (state.computed + chunk / 2);
      }
    }
    const mixed = Math.max(at(step.decode, decoding + prompts), at(step.tokens, tokens + decoding)) + at(step.furtherPrompts, prompts - 1);
    const linear = prompts === 0 ? at(step.decode, decoding) : mixed;
    now += linear + step.perTokenPair * pairs + step.perContextToken * context;
    for (const [state, chunk] of plan) {
      state.computed += chunk;
      if (state.computed < state.input + state.generated) continue;
      state.decodes = true;
      if (state.generated++ === 0) state.first = now;
      if (state.generated < state.output) continue;
      state.end = now;
      used -= state.blocks;
      running.splice(running.indexOf(state), 1);
    }
  }
  return { firsts: all.map(({ first }) => first), ends: all.map(({ end }) => end), preemptions, mostBlocks };
}

const request = fc.tuple(fc.integer({ min: 0, max: 4000 }).map((milli) => milli / 997), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 60 }));
const limits = fc.record({
  maxNumSeqs: fc.integer({ min: 1, max: 8 }), maxNumBatchedTokens: fc.integer({ min: 8, max: 300 }), kvBlocks: fc.integer({ min: 18, max: 60 }),
  blockSize: fc.constant(16), perInputToken: fc.constant(0.00101), perPrefillStep: fc.constant(0.0203),
});
const costs = { perContextToken: 1.3e-5, perTokenPair: 1.7e-6, furtherPrompts: { at: [1, 2], seconds: [0, 0.0017] } };

describe('an engine that takes equal steps together', () => {
  const workloads = fc.tuple(fc.uniqueArray(request, { minLength: 1, maxLength: 25, selector: ([at]) => at }), limits);

  test('serves every request at the same time as an engine that takes steps one by one', () => {
    fc.assert(fc.property(workloads, ([requests, given]) => {
      const plain = tokenService(given);
      const service = { ...plain, step: { ...plain.step, ...costs } };
      const expected = slowly(requests, service);
      const made = benchOf(requests, service);
      made.advance(1e6);
      const { timeToFirstToken, preemptions } = (made.station.executor as TokenExecutor).result;
      const arrivals = [...requests].map(([at]) => at).sort((one, other) => one - other);
      const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
      expect(timeToFirstToken.mean * requests.length).toBeCloseTo(sum(expected.firsts) - sum(arrivals), 6);
      expect(made.station.outcomes.counters()).toMatchObject({ served: requests.length });
      expect(preemptions).toBe(expected.preemptions);
      expect(made.flow.counters().served).toBe(requests.length);
      expect(Math.max(...expected.ends)).toBeLessThan(1e6);
      expect(expected.mostBlocks).toBeLessThanOrEqual(given.kvBlocks);
    }), { numRuns: 150 });
  });

  test('conserves tokens, and never uses fewer than no or more than all blocks', () => {
    fc.assert(fc.property(workloads, fc.integer({ min: 1, max: 400 }), ([requests, given], moment) => {
      const made = benchOf(requests, tokenService(given));
      const executor = made.station.executor as TokenExecutor;
      const now = moment / 20;
      made.advance(now);
      const { kvUsage, running, waiting } = executor.gauges(1, now);
      expect(kvUsage).toBeGreaterThanOrEqual(0);
      expect(kvUsage).toBeLessThanOrEqual(1);
      expect(running).toBeGreaterThanOrEqual(0);
      expect(running + waiting).toBe(made.station.inService);
      expect(running).toBeLessThanOrEqual(given.maxNumSeqs);
      made.advance(1e6);
      const { inputTokens, outputTokens } = executor.result;
      expect(inputTokens).toBe(requests.reduce((sum, [, input]) => sum + input, 0));
      expect(outputTokens).toBe(requests.reduce((sum, [, , output]) => sum + output, 0));
      expect(executor.tokensOut(1, 1e6)).toBe(outputTokens);
      expect(executor.gauges(1, 1e6)).toMatchObject({ running: 0, waiting: 0, kvUsage: 0 });
    }), { numRuns: 100 });
  });

  test('is not faster with longer steps, and not slower with more sequences and a larger cache', () => {
    fc.assert(fc.property(fc.array(request, { minLength: 1, maxLength: 20 }), (requests) => {
      const end = (service: TokenService): number => {
        const made = benchOf(requests.map(([, input, output]) => [0, input, output] as const), service).advance(1e6);
        return made.station.servers.activeSeconds(1, 1e6);
      };
      const base = end(tokenService({ maxNumSeqs: 8, perPrefillStep: 0.02 }));
      expect(end(tokenService({ maxNumSeqs: 8, perPrefillStep: 0.02, perOutputToken: 0.05 }))).toBeGreaterThanOrEqual(base - 1e-9);
      expect(end(tokenService({ maxNumSeqs: 8, perPrefillStep: 0.02, perInputToken: 0.002 }))).toBeGreaterThanOrEqual(base - 1e-9);
      expect(end(tokenService({ maxNumSeqs: 1, perPrefillStep: 0.02 }))).toBeGreaterThanOrEqual(base - 1e-9);
    }), { numRuns: 50 });
  });
});

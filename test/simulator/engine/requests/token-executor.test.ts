import { type TokenExecutor } from '../../../../lib/simulator/engine/requests/token-executor';
import { type Traffic, type TokenService } from '../../../../lib/simulator/world/world';
import { rates, tokenService, workload } from '../../worlds';
import { Bench } from './stations';

function prompts(...requests: Array<[at: number, input: number, output: number]>): Traffic {
  const column = (index: number) => Float64Array.from(requests, (request) => request[index]);
  return { kind: 'requests', at: column(0), inputTokens: column(1), outputTokens: column(2) };
}

function bench(traffic: Traffic, model: TokenService = tokenService({ maxNumSeqs: 4 }), batchSize = 1): Bench {
  const made = new Bench({ service: model }, traffic, batchSize);
  made.pod();
  return made;
}

const executor = ({ station }: Bench) => station.executor as TokenExecutor;
const tokens = (made: Bench) => executor(made).result;

describe('TokenExecutor', () => {
  test('serves a request alone in a prefill step and a decode step for each further token', () => {
    const made = bench(prompts([0, 200, 20]));
    const end = 0.001 * 200 + 19 * (0.04 + 0.01);
    expect(made.advance(end - 1e-6).counters.served).toBe(0);
    expect(made.advance(end + 1e-6).counters.served).toBe(1);
    expect(tokens(made).timeToFirstToken.mean).toBeCloseTo(0.2, 9);
    expect(tokens(made).interTokenLatency.mean).toBeCloseTo(0.05, 9);
    expect(tokens(made)).toMatchObject({ inputTokens: 200, outputTokens: 20, preemptions: 0 });
  });

  test('lets a request that decodes wait for the end of a prompt in the same step', () => {
    const made = bench(prompts([0, 1, 3], [0.06, 1000, 1]));
    // The first token comes after 51 ms; the prompt joins the step after the next one, whose 1,001 tokens take 1.001 s.
    made.advance(0.05 + 0.05 + 1.001 + 1e-6);
    expect(made.counters.served).toBe(2);
    expect(tokens(made).interTokenLatency.mean).toBeCloseTo((0.05 + 1.001) / 2, 6);
  });

  test('computes a long prompt in chunks of the token budget, beside the requests that decode', () => {
    const made = bench(prompts([0, 100, 50], [0.2, 1000, 1]), tokenService({ maxNumSeqs: 4, maxNumBatchedTokens: 201, perPrefillStep: 0 }));
    const gauges = () => executor(made).gauges(1, 0.5);
    made.advance(0.5);
    expect(gauges()).toMatchObject({ running: 2, waiting: 0 });
    made.advance(10);
    // Five chunks of 200 tokens with one decode token each take 0.201 s.
    expect(tokens(made).timeToFirstToken.max).toBeLessThan(1.06);
    expect(tokens(made).timeToFirstToken.max).toBeGreaterThan(5 * 0.201);
    expect(made.counters.served).toBe(2);
  });

  test('keeps requests beyond maxNumSeqs waiting, and their first token with them', () => {
    const made = bench(prompts([0, 1, 11], [0, 1, 11]), tokenService({ maxNumSeqs: 1, perInputToken: 0 }));
    expect(made.advance(0.4).station.queues.queued).toBe(1);
    made.advance(2);
    // A prompt step takes no less than a decode step of as many requests.
    expect(made.station.waiting.max).toBeCloseTo(0.05 + 0.5, 9);
    expect(tokens(made).timeToFirstToken.max).toBeCloseTo(0.05 + 0.5 + 0.05, 9);
    expect(tokens(made).queueTime.max).toBeCloseTo(0.55, 9);
  });

  test('draws prompts and answers where the traffic has none', () => {
    const made = bench(rates([1], 3, 'even')).advance(30);
    expect(made.counters.served).toBe(2);
    expect(tokens(made)).toMatchObject({ inputTokens: 200, outputTokens: 20 });
  });

  test('counts output tokens when their step ends', () => {
    const made = bench(prompts([0, 50, 100]));
    expect(executor(made.advance(0.04)).tokensOut(1, 0.04)).toBe(0);
    expect(executor(made.advance(0.0501)).tokensOut(1, 0.0501)).toBe(1);
    made.advance(2);
    expect(executor(made).tokensOut(1, 2.0501)).toBe(41);
    expect(executor(made).tokensOut(1, 2.0999)).toBe(41);
  });

  test('loses all requests of a killed pod and starts the next one afresh', () => {
    const made = bench(prompts([0, 100, 100], [0, 5000, 100], [3, 100, 10]));
    made.advance(1).station.kill(1, 1);
    expect(made.counters).toMatchObject({ killed: 2, inFlight: 0 });
    made.station.open(1, 2);
    expect(made.advance(3 + 0.1 + 9 * 0.05 + 1e-6).counters.served).toBe(1);
  });

  test('slows steps down with the service', () => {
    const made = bench(prompts([0, 100, 10]));
    made.station.slowness = 2;
    expect(made.advance(2 * 0.55 - 1e-6).counters.served).toBe(0);
    expect(made.advance(2 * 0.55 + 1e-6).counters.served).toBe(1);
  });

  test('takes longer for each step where the CPU limit leaves less than the engine uses', () => {
    const limited = (cpuLimitMilli: number) => {
      const made = new Bench({ service: tokenService(), containers: [{ ...workload('any').containers[0], cpuLimitMilli }] }, prompts([0, 100, 10]));
      made.pod();
      return made;
    };
    const [whole, half] = [limited(1000), limited(500)];
    expect(whole.advance(0.55 + 1e-6).counters.served).toBe(1);
    expect(half.advance(2 * 0.55 - 1e-6).counters.served).toBe(0);
    expect(half.advance(2 * 0.55 + 1e-6).counters.served).toBe(1);
    expect(half.station.executor.podCapacity).toBeCloseTo(whole.station.executor.podCapacity / 2, 12);
  });

  test('gives a batch of requests the steps of as many', () => {
    const made = bench(prompts([0, 1, 10], [0, 1, 10]), tokenService({ maxNumSeqs: 4, perInputToken: 0 }), 2);
    expect(made.advance(10 * 0.06 - 1e-6).counters.served).toBe(0);
    expect(made.advance(10 * 0.06 + 1e-6).counters.served).toBe(2);
    expect(tokens(made).outputTokens).toBe(20);
  });

  test('serves a batch that is larger than the token budget and the KV cache', () => {
    const model = tokenService({ maxNumSeqs: 4, maxNumBatchedTokens: 16, kvBlocks: 8 });
    const made = bench(prompts(...Array.from({ length: 40 }, (): [number, number, number] => [0, 20, 5])), model, 20);
    expect(made.advance(1000).counters).toMatchObject({ served: 40, inFlight: 0 });
  });

  test('shows running and waiting requests and the share of blocks in use', () => {
    const made = bench(prompts([0, 16, 33], [0.01, 160, 33], [0.01, 48, 33]), tokenService({ maxNumSeqs: 4, kvBlocks: 12, perPrefillStep: 0.1 }));
    made.advance(0.05);
    expect(executor(made).gauges(1, 0.05)).toMatchObject({ running: 1, waiting: 2, kvUsage: 1 / 12 });
    made.advance(0.2);
    // The second prompt fits beside the first one and its next token; the third one does not.
    expect(executor(made).gauges(1, 0.2)).toMatchObject({ running: 2, waiting: 1, kvUsage: 1 });
    made.advance(100);
    expect(executor(made).gauges(1, 100)).toMatchObject({ running: 0, waiting: 0, kvUsage: 0 });
    expect(made.counters.served).toBe(3);
  });

  test('gives the blocks of the request scheduled last to the others, and computes it again', () => {
    const made = bench(prompts([0, 32, 40], [0, 32, 40]), tokenService({ maxNumSeqs: 4, kvBlocks: 7, perPrefillStep: 0.1 }));
    made.advance(100);
    expect(made.counters.served).toBe(2);
    expect(tokens(made)).toMatchObject({ inputTokens: 64, outputTokens: 80 });
    expect(tokens(made).preemptions).toBeGreaterThan(0);
    // The request that came first never waits.
    expect(tokens(made).interTokenLatency.min).toBeLessThan(0.07);
    expect(tokens(made).interTokenLatency.max).toBeGreaterThan(0.07);
  });

  test('keeps requests within the model length and the KV cache', () => {
    const made = bench(prompts([0, 5000, 5000]), tokenService({ maxModelLen: 100 }));
    made.advance(100);
    expect(tokens(made)).toMatchObject({ inputTokens: 99, outputTokens: 1 });
    const full = bench(prompts([0, 50, 5000]), tokenService({ kvBlocks: 10 })).advance(100);
    expect(tokens(full)).toMatchObject({ inputTokens: 50, outputTokens: 110, preemptions: 0 });
  });

  test('skips the share of a prompt that is found in the prefix cache, in whole blocks', () => {
    const model = tokenService({}, { prefixCaching: { kind: 'hit-rate', hitRate: 0.5 } });
    const made = bench(prompts([0, 1000, 1]), model).advance(10);
    expect(tokens(made).timeToFirstToken.mean).toBeCloseTo((1000 - 496) * 0.001, 9);
    expect(executor(made).gauges(1, 10)).toMatchObject({ prefixQueries: 1000, prefixHits: 496 });
  });

  test('computes a shared prefix once for each pod, and holds its blocks once', () => {
    const model = tokenService({ kvBlocks: 100 }, { prefixCaching: { kind: 'shared-prefix', tokens: 800 } });
    const made = bench(prompts([0, 1000, 1], [5, 1000, 200], [5.5, 1000, 200]), model).advance(8);
    expect(tokens(made).timeToFirstToken.max).toBeCloseTo(1, 9);
    expect(tokens(made).timeToFirstToken.min).toBeCloseTo(0.2, 9);
    // 50 blocks of the prefix, and for each request 13 of its own prompt and some of its answer.
    expect(executor(made).gauges(1, 8).kvUsage).toBeGreaterThan(0.76);
    expect(executor(made).gauges(1, 8).kvUsage).toBeLessThan(0.9);
    made.advance(100);
    expect(executor(made).gauges(1, 100).kvUsage).toBe(0);
  });

  test('a shorter budget makes time to first token longer and inter-token latency more even', () => {
    const run = (maxNumBatchedTokens: number) => {
      const made = bench(rates([0.5], 600), tokenService({ maxNumBatchedTokens, perPrefillStep: 0.04 }, {
        inputTokens: { kind: 'deterministic', value: 1500 }, outputTokens: { kind: 'deterministic', value: 60 },
      })).advance(600);
      return { first: tokens(made).timeToFirstToken.mean, longestGap: tokens(made).interTokenLatency.max };
    };
    expect(run(256).first).toBeGreaterThan(run(2048).first);
  });

  test('agrees with the birth-death process of exponential answers within 3 percent', () => {
    const [answer, perSecond, duration] = [200, 0.22, 300_000];
    const model = tokenService({ perInputToken: 0, maxNumSeqs: 8 }, { inputTokens: { kind: 'deterministic', value: 1 }, outputTokens: { kind: 'exponential', mean: answer } });
    const made = bench(rates([perSecond], duration), model).advance(duration);
    let [weight, sum, requests] = [1, 1, 0];
    for (let present = 1; present < 400; present++) {
      const batch = Math.min(present, 8);
      weight *= perSecond * answer * (0.04 + 0.01 * batch) / batch;
      sum += weight;
      requests += present * weight;
    }
    const present = made.station.servers.totalBusySeconds(duration) + made.station.queues.queuedSeconds(duration);
    expect(Math.abs(present / duration / (requests / sum) - 1)).toBeLessThan(0.03);
  });
});

import { type TokenExecutor } from '../../../../lib/simulator/engine/requests/token-executor';
import { type Traffic, type TokenService } from '../../../../lib/simulator/world/world';
import { rates } from '../../worlds';
import { Bench } from './stations';

const fixed = (value: number) => ({ kind: 'deterministic', value } as const);

const MODEL: TokenService = {
  kind: 'tokens', secondsPerInputToken: 0.001, secondsPerOutputToken: 0.04, secondsPerOutputTokenPerRequest: 0.01, maxBatch: 4,
  inputTokens: fixed(100), outputTokens: fixed(10), cpuCoresWhenBusy: 1, memoryBytesPerRequest: 0, timeoutSeconds: Infinity, queueLimit: Infinity,
};

function prompts(...requests: Array<[at: number, input: number, output: number]>): Traffic {
  const column = (index: number) => Float64Array.from(requests, (request) => request[index]);
  return { kind: 'requests', at: column(0), inputTokens: column(1), outputTokens: column(2) };
}

function bench(traffic: Traffic, model: Partial<TokenService> = {}, batchSize = 1): Bench {
  const made = new Bench({ service: { ...MODEL, ...model } }, traffic, batchSize);
  made.pod();
  return made;
}

function tokens({ station }: Bench) {
  return (station.executor as TokenExecutor).result;
}

describe('TokenExecutor', () => {
  test('serves a request alone in a·input + output·(b + c) seconds', () => {
    const made = bench(prompts([0, 200, 20]));
    const end = 0.001 * 200 + 20 * (0.04 + 0.01);
    expect(made.advance(end - 1e-6).counters.served).toBe(0);
    expect(made.advance(end + 1e-6).counters.served).toBe(1);
    expect(tokens(made).timeToFirstToken.mean).toBeCloseTo(0.2 + 0.05, 9);
    expect(tokens(made).interTokenLatency.mean).toBeCloseTo(0.05, 9);
    expect(tokens(made)).toMatchObject({ inputTokens: 200, outputTokens: 20 });
  });

  test('slows every request of a batch down, from the moment at which another one joins', () => {
    const made = bench(prompts([0, 0, 100], [2.5, 0, 10]));
    made.advance(2.5 + 10 * 0.06 + 1e-6);
    expect(made.counters.served).toBe(1);
    const end = 2.5 + 0.6 + (100 - 50 - 10) * 0.05;
    expect(made.advance(end - 1e-6).counters.served).toBe(1);
    expect(made.advance(end + 1e-6).counters.served).toBe(2);
  });

  test('keeps requests beyond the largest batch waiting, and their first token with them', () => {
    const made = bench(prompts([0, 0, 10], [0, 0, 10]), { maxBatch: 1 });
    expect(made.advance(0.4).station.queues.queued).toBe(1);
    made.advance(2);
    expect(made.station.waiting.max).toBeCloseTo(0.5, 9);
    expect(tokens(made).timeToFirstToken.max).toBeCloseTo(0.55, 9);
  });

  test('draws prompts and answers where the traffic has none', () => {
    const made = bench(rates([1], 3, 'even')).advance(30);
    expect(made.counters.served).toBe(2);
    expect(tokens(made)).toMatchObject({ inputTokens: 200, outputTokens: 20 });
  });

  test('counts output tokens as they are made', () => {
    const made = bench(prompts([0, 0, 100]));
    made.advance(2);
    expect((made.station.executor as TokenExecutor).tokensOut(1, 2)).toBeCloseTo(40, 9);
    expect((made.station.executor as TokenExecutor).tokensOut(1, 2.5)).toBeCloseTo(50, 9);
  });

  test('loses the whole batch of a killed pod and starts the next one afresh', () => {
    const made = bench(prompts([0, 0, 100], [0, 5000, 100], [3, 0, 10]));
    made.advance(1).station.kill(1, 1);
    expect(made.counters).toMatchObject({ killed: 2, inFlight: 0 });
    made.station.open(1, 2);
    expect(made.advance(3.5 + 1e-6).counters.served).toBe(1);
  });

  test('slows arrivals down with the service', () => {
    const made = bench(prompts([0, 100, 10]));
    made.station.slowness = 2;
    expect(made.advance(2 * 0.6 - 1e-6).counters.served).toBe(0);
    expect(made.advance(2 * 0.6 + 1e-6).counters.served).toBe(1);
  });

  test('gives a batch of requests the pace of as many', () => {
    const made = bench(prompts([0, 0, 10], [0, 0, 10]), {}, 2);
    expect(made.advance(10 * 0.06 - 1e-6).counters.served).toBe(0);
    expect(made.advance(10 * 0.06 + 1e-6).counters.served).toBe(2);
    expect(tokens(made).outputTokens).toBe(20);
  });

  test('lets requests beyond the largest batch take turns where a batch of requests exceeds it', () => {
    const made = bench(prompts(...Array.from({ length: 8 }, (): [number, number, number] => [0, 0, 10])), {}, 8);
    const end = 10 * (0.04 + 4 * 0.01) * 2;
    expect(made.advance(end - 1e-6).counters.served).toBe(0);
    expect(made.advance(end + 1e-6).counters.served).toBe(8);
  });

  test('agrees with the birth-death process of exponential answers within 3 percent', () => {
    const [answer, perSecond, duration] = [200, 0.22, 300_000];
    const model = { secondsPerInputToken: 0, maxBatch: 8, outputTokens: { kind: 'exponential', mean: answer } } as const;
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

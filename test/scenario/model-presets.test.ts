import { kvCacheTokens, MODEL_PRESETS } from '../../lib/scenario/model-presets';
import { toServiceModel } from '../../lib/scenario/service-model';
import { type TokensScenario } from '../../lib/scenario/scenario';
import { StepTime } from '../../lib/simulator/engine/model-server/step-time';
import { type TokenExecutor } from '../../lib/simulator/engine/requests/token-executor';
import { LatencyHistogram } from '../../lib/simulator/run/latency-histogram';
import { type TokenService } from '../../lib/simulator/world/world';
import { Bench } from '../simulator/engine/requests/stations';

type Preset = NonNullable<TokensScenario['preset']>;

function measure(preset: Preset, requests: number, input: number, output: number): { ttft: number; itl: number } {
  const service = toServiceModel({ tokens: { preset } }, 1000, 'caller', 'x') as TokenService;
  const column = (value: number) => new Float64Array(requests).fill(value);
  const made = new Bench({ service }, { kind: 'requests', at: column(0), inputTokens: column(input), outputTokens: column(output) });
  made.pod();
  const { timeToFirstToken, interTokenLatency } = (made.advance(10_000).station.executor as TokenExecutor).result;
  return { ttft: timeToFirstToken.max, itl: interTokenLatency.min };
}

/**
 * Medians of Splitwise's measurements in milliseconds: prefill of one prompt by its tokens, of several prompts of 512
 * tokens at once, and a token by batch.
 */
const SPLITWISE = {
  'llama2-70b-a100-tp2': {
    prefill: [[128, 81.1], [256, 112.9], [512, 195.5], [1024, 377.1], [2048, 688.1], [4096, 1485.3], [8192, 2990.2]],
    decode: [[1, 59.9], [2, 59.9], [4, 60.5], [8, 61.7], [16, 65.5], [32, 72.2]],
    prompts: [[2, 416.5], [4, 845.4], [8, 1596.8], [16, 3238.8], [32, 6632.6]],
  },
  'llama2-70b-a100-tp4': {
    prefill: [[128, 63.7], [256, 78.6], [512, 127], [1024, 227.1], [2048, 403.3], [4096, 965.2], [8192, 2278.5]],
    prompts: [[2, 253.9], [4, 571.4], [8, 1233], [16, 2892.6], [32, 5131.7], [64, 10_947.8]],
    decode: [[1, 44.5], [2, 45], [4, 45.1], [8, 45.8], [16, 48.5], [32, 52.4], [64, 73]],
  },
  'llama2-70b-a100-tp8': {
    prefill: [[128, 65.3], [256, 66.8], [512, 93], [1024, 154.5], [2048, 274.2], [4096, 661.2], [8192, 1549.8]],
    decode: [[1, 45], [2, 44.6], [4, 45.8], [8, 46.5], [16, 50.4], [32, 53], [64, 71.6]],
    prompts: [[2, 165.9], [4, 292.3], [8, 767.6], [16, 2084.4], [32, 3524.5], [64, 7554]],
  },
  'llama2-70b-h100-tp2': {
    prefill: [[128, 48.3], [256, 51.8], [512, 83.8], [1024, 158], [2048, 310.3], [4096, 642.7], [8192, 1339.8]],
    decode: [[1, 37.1], [2, 37.4], [4, 40], [8, 40.4], [16, 42], [32, 52.3]],
    prompts: [[2, 155.8], [4, 299.8], [8, 606], [16, 1192], [32, 2397.8]],
  },
  'llama2-70b-h100-tp4': {
    prefill: [[128, 49.1], [256, 51], [512, 59.6], [1024, 105.6], [2048, 200.7], [4096, 463.5], [8192, 953.6]],
    prompts: [[2, 103.6], [4, 195.3], [8, 442.2], [16, 874.3], [32, 1726.1], [64, 3520.5]],
    decode: [[1, 29.7], [2, 30], [4, 29.9], [8, 31.4], [16, 32.8], [32, 36.9], [64, 52.4]],
  },
  'llama2-70b-h100-tp8': {
    prefill: [[128, 58.2], [256, 51.7], [512, 53.9], [1024, 77.9], [2048, 136.8], [4096, 390.3], [8192, 844.9]],
    decode: [[1, 30.6], [2, 30.3], [4, 31.8], [8, 32.5], [16, 34.2], [32, 38.6], [64, 50.2]],
    prompts: [[2, 76.9], [4, 132.6], [8, 371.6], [16, 811.9], [32, 1551.7], [64, 2936.3]],
  },
} as const;

describe.each(Object.entries(SPLITWISE))('%s fits the measurements of Splitwise within 10 percent', (name, table) => {
  const preset = name as Preset;
  const { step } = MODEL_PRESETS[preset];
  const off = (simulated: number, milliseconds: number): number => Math.abs(simulated * 1000 / milliseconds - 1);

  test.each(table.prefill)('for a prompt of %d tokens', (tokens, milliseconds) => {
    expect(off(measure(preset, 1, tokens, 2).ttft, milliseconds)).toBeLessThan(0.1);
  });

  test.each(table.prompts as ReadonlyArray<readonly [number, number]>)('for %d prompts of 512 tokens in a step', (prompts, milliseconds) => {
    const seconds = new StepTime(step).mixed({ prompts, tokens: 512 * prompts, pairs: prompts * 512 * 256 }, 0, 0);
    expect(off(seconds, milliseconds)).toBeLessThan(0.1);
  });

  test.each(table.decode as ReadonlyArray<readonly [number, number]>)('for a token of %d requests', (batch, milliseconds) => {
    expect(off(new StepTime(step).decode(batch, batch * 576), milliseconds)).toBeLessThan(0.1);
  });
});

describe('ministral-3-8b-fp8-l40s under 8,192 tokens in and 300 out, evenly spaced, as in the load test of its source', () => {
  const run = (perSecond: number) => {
    const service = toServiceModel({ tokens: { preset: 'ministral-3-8b-fp8-l40s', input: 8192, output: 300 }, timeout: 'never' }, 1000, 'caller', 'x') as TokenService;
    const made = new Bench({ service, balancer: { kind: 'round-robin' } }, { kind: 'rate', stepSeconds: 300, perSecond: Float64Array.of(perSecond), arrivals: 'even' });
    made.pod();
    const latency = new LatencyHistogram();
    made.station.outcomes.probes.push(latency);
    let mostWaiting = 0;
    for (let time = 1; time <= 300; time++) {
      made.advance(time);
      mostWaiting = Math.max(mostWaiting, (made.station.executor as TokenExecutor).gauges(1, time).waiting);
    }
    made.advance(10_000);
    return { p95: latency.quantile(0.95), mostWaiting };
  };

  test.each([[0.75, 6.6], [1, 11.9], [1.05, 14.3], [1.1, 25.2]])('has a p95 at %d requests per second within 15 percent of %d s', (perSecond, seconds) => {
    expect(Math.abs(run(perSecond).p95 / seconds - 1)).toBeLessThan(0.15);
  });

  test('queues at 1.15 requests per second, where the KV cache is full, and not at 1.1', () => {
    expect(run(1.1).mostWaiting).toBeLessThanOrEqual(1);
    expect(run(1.15).mostWaiting).toBeGreaterThan(10);
  });
});

describe.each(Object.entries(MODEL_PRESETS))('preset %s', (_, preset) => {
  test('has step times that grow with tokens, and a source', () => {
    const { at, seconds } = preset.step.tokens;
    expect(at).toEqual([...at].sort((one, other) => one - other));
    expect(seconds).toEqual([...seconds].sort((one, other) => one - other));
    expect(preset.source).not.toBe('');
  });

  test('leaves room for a KV cache', () => {
    expect(kvCacheTokens(preset.memory, 0.9)).toBeGreaterThan(8192);
    expect(kvCacheTokens(preset.memory, 0.05)).toBe(0);
  });
});

import { type RandomStream } from '../../simulator/engine/random/random-stream';
import { meanOf, meanSampler, sampler } from '../../simulator/engine/random/sampler';
import { type ServiceModel, type TokenService } from '../../simulator/world/service';

/** Replica-seconds that a request, or each request of a batch, takes at the least. Tokens are drawn where they are negative. */
export type Work = (inputTokens: number, outputTokens: number) => number;

/** Tangents that are tried. */
const TANGENTS = 64;

/** Draws the work of one request after the other as the service model does. */
export function leastWork(service: ServiceModel, batchSize: number, random: RandomStream): Work {
  if (service.kind === 'tokens') return tokenWork(service, random);
  const sample = meanSampler(service.time, batchSize, random);
  return () => sample() / service.concurrency;
}

/**
 * A replica with places for B requests decodes, with m of them, r(m) = m / (b + c × m) tokens a second. As r is concave, it lies below each of its
 * tangents, and a replica that needs time t for I input and O output tokens keeps m + a × I / t within B; so t is at least
 * (O + r'(m) × a × I) / (r(m) + r'(m) × (B − m)) for every m. The m that says most about a mean request is taken;
 * where prompts are long, what their prefill takes, one after the other, says more.
 */
function tokenWork(model: TokenService, random: RandomStream): Work {
  const { secondsPerInputToken: a, secondsPerOutputToken: b, secondsPerOutputTokenPerRequest: c, maxBatch } = model;
  const sampleInput = sampler(model.inputTokens, random);
  const sampleOutput = sampler(model.outputTokens, random);
  const coefficients = (m: number): { input: number; output: number } => {
    if (b + c === 0) return { input: a / maxBatch, output: 0 };
    const rate = m / (b + c * m);
    const slope = b / (b + c * m) ** 2;
    const most = rate + slope * (maxBatch - m);
    return { input: slope * a / most, output: 1 / most };
  };
  const ofMean = ({ input, output }: { input: number; output: number }): number => input * meanOf(model.inputTokens) + output * meanOf(model.outputTokens);
  let best = coefficients(maxBatch);
  for (let step = 1; step < TANGENTS; step++) {
    const other = coefficients(maxBatch * step / TANGENTS);
    if (ofMean(other) > ofMean(best)) best = other;
  }
  const prefill = { input: a, output: 0 };
  if (ofMean(prefill) > ofMean(best)) best = prefill;
  return (inputTokens, outputTokens) => {
    const known = inputTokens >= 0;
    const input = known ? inputTokens : Math.max(1, Math.round(sampleInput()));
    const output = known ? outputTokens : Math.max(1, Math.round(sampleOutput()));
    return best.input * input + best.output * output;
  };
}

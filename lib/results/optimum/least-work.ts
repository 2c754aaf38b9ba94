import { type RandomStream } from '../../simulator/engine/random/random-stream';
import { meanOf, meanSampler, sampler } from '../../simulator/engine/random/sampler';
import { PiecewiseLinear } from '../../simulator/engine/model-server/curve';
import { meanPrefillTokens } from '../../simulator/engine/model-server/capacity';
import { type Curve, type ServiceModel, type TokenService } from '../../simulator/world/service';

/** Minimum replica-seconds of a request, or of each request of a batch. Negative token counts are drawn. */
export type Work = (inputTokens: number, outputTokens: number) => number;

const { max, min } = Math;

/** Draws the work of successive requests as the service model does. */
export function leastWork(service: ServiceModel, batchSize: number, random: RandomStream): Work {
  if (service.kind === 'tokens') return tokenWork(service, random);
  const sample = meanSampler(service.time, batchSize, random);
  return () => sample() / service.concurrency;
}

/**
 * Computes the minimum replica time for I prompt tokens and O output tokens. Each of the O − 1 decode tokens takes a
 * step, and at most N of them share one. If no step with n decoding requests and p prompt tokens takes less than b + d
 * × n + g × p, the request takes at least (O − 1) × (b / N + d) + g × I. The cost of attention and context is added
 * unchanged. Each tangent of the decode curve provides such b and d; the one with the highest bound for a mean request
 * is used.
 */
function tokenWork(model: TokenService, random: RandomStream): Work {
  const { step, limits: { maxNumSeqs, maxNumBatchedTokens } } = model;
  const [decode, tokens] = [new PiecewiseLinear(step.decode), new PiecewiseLinear(step.tokens)];
  const sampleInput = sampler(model.inputTokens, random);
  const sampleOutput = sampler(model.outputTokens, random);
  const { cached, computed } = meanPrefillTokens(model);
  const workOf = ({ perPrompt, perToken }: Bound, input: number, output: number): number => {
    const found = model.prefixCaching?.kind === 'hit-rate' ? model.prefixCaching.hitRate * input : min(cached, input - 1);
    const prompt = max(0, input - found);
    const answer = max(0, output - 1);
    const attention = step.perTokenPair * prompt * (found + prompt / 2);
    return perPrompt * prompt + perToken * answer + attention + step.perContextToken * answer * (input + (answer - 1) / 2);
  };
  const sizes = knots(step.decode, maxNumSeqs);
  const budgets = knots({ at: [...step.tokens.at, maxNumSeqs + 1], seconds: [] }, maxNumBatchedTokens);
  const ofMean = (bound: Bound): number => workOf(bound, cached + computed, meanOf(model.outputTokens));
  const best = sizes.flatMap((size) => tangents(decode, size, sizes)).map((tangent) => boundOf(tangent, { tokens, budgets, maxNumSeqs }))
    .reduce((one, other) => (ofMean(other) > ofMean(one) ? other : one));
  return (inputTokens, outputTokens) => {
    const known = inputTokens >= 0;
    const input = known ? max(1, inputTokens) : max(1, Math.round(sampleInput()));
    const output = known ? max(1, outputTokens) : max(1, Math.round(sampleOutput()));
    return workOf(best, min(input, model.limits.maxModelLen), min(output, model.limits.maxModelLen));
  };
}

/** Minimum replica-seconds per prompt token and per decode token. */
interface Bound {
  readonly perPrompt: number;
  readonly perToken: number;
}

interface Tangent {
  readonly base: number;
  readonly slope: number;
}

interface Steps {
  readonly tokens: PiecewiseLinear;
  readonly budgets: readonly number[];
  readonly maxNumSeqs: number;
}

/** Returns the knots of a curve and its ends; the curve is linear between two of them. */
function knots(curve: Curve, most: number): number[] {
  return [...new Set([1, ...curve.at.filter((x) => x > 1 && x < most), most])].sort((one, other) => one - other);
}

/** Fractions of a tangent's slope to try: a flatter line leaves more of a step to its prompts. */
const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** Returns lines that lie nowhere above the curve: those through two sizes, and the one through zero. */
function tangents(decode: PiecewiseLinear, size: number, sizes: readonly number[]): Tangent[] {
  const lines = sizes.filter((other) => other !== size).map((other): Tangent => {
    const slope = (decode.at(other) - decode.at(size)) / (other - size);
    return { base: decode.at(size) - slope * size, slope };
  });
  const fitting = lines.filter(({ base, slope }) => base >= 0 && slope >= 0 && sizes.every((at) => base + slope * at <= decode.at(at) + 1e-12));
  const throughZero = { base: 0, slope: min(...sizes.map((at) => decode.at(at) / at)) };
  return [...fitting, throughZero].flatMap(({ base, slope }) => SHARES.map((share) => ({ base: share * base, slope: share * slope })));
}

/**
 * Returns the minimum that each prompt token adds to a step above the tangent, with no, one and the maximum number of
 * decoding requests. In between it is no less.
 */
function boundOf({ base, slope }: Tangent, { tokens, budgets, maxNumSeqs }: Steps): Bound {
  let perPrompt = Infinity;
  for (const total of budgets) {
    for (const requests of [0, min(1, total - 1), min(maxNumSeqs, total - 1)]) {
      perPrompt = min(perPrompt, (tokens.at(total) - base * Number(requests > 0) - slope * requests) / (total - requests));
    }
  }
  return { perPrompt: max(0, perPrompt), perToken: base / maxNumSeqs + slope };
}

import { type TokenService } from '../../world/world';
import { meanOf } from '../random/sampler';
import { pairsOf, type StepTime } from './step-time';

const { ceil, floor, max, min } = Math;

/** Prompt tokens that a request of mean length computes, less those found in the cache. */
export function meanPrefillTokens({ inputTokens, prefixCaching }: TokenService): { readonly cached: number; readonly computed: number } {
  const input = max(1, meanOf(inputTokens));
  const found = !prefixCaching ? 0 : prefixCaching.kind === 'hit-rate' ? prefixCaching.hitRate * input : prefixCaching.tokens;
  const cached = min(found, input - 1);
  return { cached, computed: input - cached };
}

/**
 * Seconds of the steps that prefill a prompt of mean length beside so many decoding requests, and how many steps these
 * are.
 */
function prefill(model: TokenService, stepTime: StepTime, requests: number, context: number): { readonly seconds: number; readonly steps: number } {
  const { cached, computed } = meanPrefillTokens(model);
  const budget = max(1, model.limits.maxNumBatchedTokens - requests);
  const steps = ceil(computed / budget);
  let seconds = 0;
  for (let done = 0; done < computed; done += budget) {
    const tokens = min(budget, computed - done);
    seconds += stepTime.mixed({ prompts: 1, tokens, pairs: pairsOf(tokens, cached + done) }, requests, context);
  }
  return { seconds, steps };
}

/** Seconds that a request of mean length takes on an idle pod. */
export function secondsAlone(model: TokenService, stepTime: StepTime): number {
  const input = max(1, meanOf(model.inputTokens));
  return prefill(model, stepTime, 0, 0).seconds + stepTime.decodeSteps(max(0, meanOf(model.outputTokens) - 1), 1, input);
}

/** Requests of mean length that run at the same time at most: by --max-num-seqs, and by the blocks of the KV cache. */
export function largestBatch({ limits, inputTokens, outputTokens }: TokenService): number {
  const blocks = ceil((meanOf(inputTokens) + meanOf(outputTokens) / 2) / limits.blockSize);
  return max(1, min(limits.maxNumSeqs, floor(limits.kvBlocks / max(1, blocks))));
}

/**
 * Requests per second that one pod can serve: at the batch that serves most, each answer takes its decode steps, and
 * each prompt of the batch makes some of them longer.
 */
export function podCapacity(model: TokenService, stepTime: StepTime): number {
  const decodeSteps = max(0, meanOf(model.outputTokens) - 1);
  const length = max(1, meanOf(model.inputTokens)) + meanOf(model.outputTokens) / 2;
  const most = largestBatch(model);
  let best = 0;
  for (let batch = 1; ; batch = min(most, ceil(batch * 1.25))) {
    const context = batch * length;
    const decode = stepTime.decode(batch, context);
    const { seconds, steps } = prefill(model, stepTime, batch - 1, context * (batch - 1) / batch);
    const cycle = batch * seconds + max(0, decodeSteps - batch * steps) * decode;
    best = max(best, batch / cycle);
    if (batch === most) return best;
  }
}

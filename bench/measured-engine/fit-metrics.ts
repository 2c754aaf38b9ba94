import { fitEngineSeconds } from '../../lib/studies/calibrate/fit-engine';
import { NO_FURTHER_COST } from '../../lib/scenario/model-presets';
import { type StepTimes } from '../../lib/simulator/world/world';
import { type RecordedGauges } from './read-folder';

/**
 * Step times that fit what /metrics shows between two readings of its gauges and counters.
 *
 * @returns undefined where too few spans have running requests.
 */
export function fitMetrics(series: ReadonlyArray<readonly RecordedGauges[]>): StepTimes | undefined {
  const spans = series.flatMap((gauges) => gauges.slice(1).flatMap((to, index) => {
    const from = gauges[index];
    if (from.running === 0 || to.running === 0) return [];
    return [{
      seconds: to.t - from.t, running: (from.running + to.running) / 2,
      promptTokens: to.promptTokens - from.promptTokens, generationTokens: to.generationTokens - from.generationTokens,
    }];
  }));
  const fitted = fitEngineSeconds(spans);
  if (!fitted) return undefined;
  const [perStep, perRequest, perPrompt] = fitted;
  return {
    decode: { at: [0, 1], seconds: [perStep, perStep + perRequest] },
    tokens: { at: [0, 1], seconds: [perStep, perStep + perPrompt] },
    perContextToken: 0, perTokenPair: 0, furtherPrompts: NO_FURTHER_COST,
  };
}

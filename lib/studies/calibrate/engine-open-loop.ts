import { type OpenLoopScenario } from '../../scenario/scenario';
import { simulate } from '../../simulator/engine/simulate';
import { withFixedReplicas } from '../../simulator/engine/autoscalers/fixed-autoscaler';
import { type MinuteSeries } from '../../simulator/run/run';
import { type Distribution } from '../../simulator/world/service';
import { type World } from '../../simulator/world/world';
import { type PolicyInput, worldOfRange } from './closed-loop';
import { figureOf } from './comparison';
import { bucketQuantile, shareBelow, sumOfCounts } from './histogram';
import { type RecordedSteps } from './recorded-steps';
import { type Split } from './split';

const MINUTE = 60;
const AT_ONCE: Distribution = { kind: 'deterministic', value: 0 };

/**
 * Predicts a model server's latencies. Its engine is simulated with the recorded requests and ready pods, since no
 * formula describes its batches.
 *
 * @param judged 1 for each step to evaluate.
 * @param sloSeconds bound of the histogram for the SLO's latency.
 */
export function engineOpenLoop(
  steps: RecordedSteps, split: Split, judged: Uint8Array, sloSeconds: number | undefined, input: PolicyInput,
): Pick<OpenLoopScenario, 'p50' | 'slo'> {
  const { latency, stepSeconds, requests, ready } = steps;
  if (!latency) return {};
  const { bounds } = latency;
  const scenario = { ...input.scenario, ...(sloSeconds !== undefined && { slo: { ...input.scenario.slo, latency: sloSeconds } }) };
  const { flows: [{ minutes }] } = simulate(withRecordedReplicas(worldOfRange(steps, [split.at, split.end], { ...input, scenario }), steps, split));
  const known = (bucket: readonly number[]): number[] => bucket.filter((step) => judged[step] === 1 && !Number.isNaN(requests[step] + ready[step]));
  const recorded = (bucket: readonly number[]): Float64Array => sumOfCounts(latency, known(bucket), stepSeconds) ?? new Float64Array();
  const minutesOf = (bucket: readonly number[]): number[] => [...new Set(known(bucket).flatMap((step) => {
    const from = Math.floor((step - split.at) * stepSeconds / MINUTE);
    return Array.from({ length: Math.max(1, Math.round(stepSeconds / MINUTE)) }, (_, i) => from + i);
  }))].filter((minute) => minutes.served[minute] > 0);
  const p50 = figureOf(steps, split, (bucket) => bucketQuantile(bounds, recorded(bucket), 0.5), (bucket) => medianOf(minutes, minutesOf(bucket)), true);
  const slo = sloSeconds === undefined ? undefined : figureOf(
    steps, split, (bucket) => shareBelow(bounds, recorded(bucket), sloSeconds), (bucket) => shareInTime(minutes, minutesOf(bucket)), false,
  );
  return { ...(p50 && { p50 }), ...(slo && { slo }) };
}

/** Returns a simulated cluster with the recorded number of ready pods: they start at once, without an autoscaler. */
function withRecordedReplicas(world: World, { ready, stepSeconds }: RecordedSteps, { at, end }: Split): World {
  const [workload] = world.workloads;
  const faults: World['faults'][number][] = [];
  const first = Math.max(1, Math.round(ready.subarray(at, end).find((value) => value > 0) ?? 1));
  let before = first;
  for (let step = at; step < end; step++) {
    const replicas = Math.round(ready[step]);
    if (!(replicas > 0) || replicas === before) continue;
    faults.push({ kind: 'scale', workload: workload.id, at: (step - at) * stepSeconds, replicas });
    before = replicas;
  }
  const startUp = {
    ...workload.startUp, schedule: AT_ONCE, coldPull: AT_ONCE, warmPull: AT_ONCE, init: AT_ONCE, boot: AT_ONCE, engine: undefined,
    readiness: { ...workload.startUp.readiness, initialDelaySeconds: 0 },
  };
  return { ...world, workloads: [{ ...withFixedReplicas(workload, first), startUp }], faults };
}

/** Returns the median of the minutes' medians, weighted by requests. */
function medianOf({ p50, served }: MinuteSeries, minutes: readonly number[]): number {
  const sorted = [...minutes].sort((one, other) => p50[one] - p50[other]);
  let left = sorted.reduce((sum, minute) => sum + served[minute], 0) / 2;
  for (const minute of sorted) {
    left -= served[minute];
    if (left <= 0) return p50[minute];
  }
  return NaN;
}

/** Returns the share of timely answers in some minutes. */
function shareInTime({ served, late }: MinuteSeries, minutes: readonly number[]): number {
  const sum = (values: Float64Array): number => minutes.reduce((all, minute) => all + values[minute], 0);
  return 1 - sum(late) / sum(served);
}

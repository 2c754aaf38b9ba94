import { type Recording, type SeriesName } from '../../../lib/recording';

/**
 * Seconds that stand for one second of the test: the study's half hours and the controller's minutes would be long to
 * wait for.
 */
export const SLOW = 60;

const PER_SECOND: ReadonlySet<SeriesName> = new Set<SeriesName>(['requests', 'errors', 'restarts']);

/**
 * The same history with longer seconds: what happened in one second happens in SLOW of them. Rates become lower and
 * latencies longer; cores and replicas stay, so that a request costs SLOW times as many core-seconds. The controller is
 * indifferent to it, if its periods and windows are as much longer.
 */
export function inSlowMotion(recording: Recording): Recording {
  return {
    ...recording,
    stepSeconds: recording.stepSeconds * SLOW,
    ...(recording.scrapeIntervalSeconds !== undefined && { scrapeIntervalSeconds: recording.scrapeIntervalSeconds * SLOW }),
    workloads: recording.workloads.map(({ latency, series, ...workload }) => ({
      ...workload,
      // Events at the time scale of the recording, with the windows of the real controller.
      policies: [],
      events: workload.events.map((event) => ({
        ...event, atEpochSeconds: recording.startEpochSeconds + (event.atEpochSeconds - recording.startEpochSeconds) * SLOW,
      })),
      series: series.map((each) => (PER_SECOND.has(each.name) ? { ...each, values: slower(each.values) } : each)),
      ...(latency && { latency: { ...latency, bounds: latency.bounds.map((bound) => bound * SLOW), rates: latency.rates.map(slower) } }),
    })),
  };
}

function slower(rates: Float64Array): Float64Array {
  return rates.map((rate) => rate / SLOW);
}

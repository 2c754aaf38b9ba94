import { type RecordedEvent, type RecordedHistogram, type RecordedPolicy, type Recording, type SeriesName } from '../../../lib/recording';
import { type RecordedSteps, stepsOf } from '../../../lib/studies/calibrate/recorded-steps';

export const MONDAY = Date.UTC(2026, 0, 5) / 1000;

/** Columns of a recording by hand. */
export function recordingWith(
  columns: Partial<Record<SeriesName, readonly number[]>>,
  extra: { stepSeconds?: number; events?: readonly RecordedEvent[]; policies?: readonly RecordedPolicy[]; latency?: RecordedHistogram } = {},
): Recording {
  const points = Math.max(...Object.values(columns).map(({ length }) => length));
  const series = Object.entries(columns).map(([name, values]) => ({ name: name as SeriesName, unit: '', source: 'test', values: Float64Array.from(values) }));
  return {
    startEpochSeconds: MONDAY + (extra.stepSeconds ?? 60), stepSeconds: extra.stepSeconds ?? 60, points, remarks: [],
    workloads: [{
      name: 'web', apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', series, policies: extra.policies ?? [], events: extra.events ?? [], remarks: [],
      ...(extra.latency && { latency: extra.latency }),
    }],
  };
}

export function stepsWith(...args: Parameters<typeof recordingWith>): RecordedSteps {
  const recording = recordingWith(...args);
  return stepsOf(recording, recording.workloads[0]);
}

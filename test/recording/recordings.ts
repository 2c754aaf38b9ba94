import fc from 'fast-check';
import { type RecordedSeries, type RecordedWorkload, type Recording, SERIES, type SeriesName } from '../../lib/recording';

/** 4 March 2024, a Monday, UTC. */
export const MONDAY = Date.UTC(2024, 2, 4) / 1000;

/** Workload with what is given, and nothing else. */
export function recordedWorkload(name: string, more: Partial<RecordedWorkload> = {}): RecordedWorkload {
  return { name, apiVersion: 'apps/v1', kind: 'Deployment', series: [], policies: [], events: [], remarks: [], ...more };
}

/** Series with its usual unit. */
export function recordedSeries(name: SeriesName, values: readonly number[], source = 'query'): RecordedSeries {
  return { name, unit: SERIES[name].unit, source, values: Float64Array.from(values) };
}

const value = fc.oneof(
  { weight: 1, arbitrary: fc.constant(NaN) },
  { weight: 4, arbitrary: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map(Math.abs) },
);
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const instant = fc.integer({ min: 0, max: 4e12 }).map((milliseconds) => milliseconds / 1000);
const amount = fc.double({ min: 0, max: 1e6, noNaN: true }).map(Math.abs);

function values(points: number): fc.Arbitrary<Float64Array> {
  return fc.array(value, { minLength: points, maxLength: points }).map((list) => Float64Array.from(list));
}

function workload(points: number): fc.Arbitrary<RecordedWorkload> {
  const series = fc.uniqueArray(fc.constantFrom(...Object.keys(SERIES) as SeriesName[])).chain((names) => fc.tuple(
    ...names.map((name) => fc.record({ name: fc.constant(name), unit: fc.constant(SERIES[name].unit), source: text, values: values(points) })),
  ));
  const latency = fc.uniqueArray(fc.double({ min: 1e-4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 5 }).chain((bounds) => fc.record({
    source: text,
    bounds: fc.constant([...bounds.sort((a, b) => a - b), Infinity]),
    rates: fc.tuple(...[...bounds, Infinity].map(() => values(points))),
  }));
  const startup = fc.record({ scheduled: amount, image: amount, init: amount, ready: amount, total: amount }, { requiredKeys: [] });
  const kind = fc.constantFrom('pod-started' as const, 'deployment' as const, 'manual-scale' as const, 'node-lost' as const, 'restart' as const, 'policy-change' as const);
  const manifest: fc.Arbitrary<Record<string, unknown>> = fc.record({ kind: text, spec: fc.jsonValue() });
  return fc.record({
    name: text,
    apiVersion: text,
    kind: text,
    namespace: text,
    series,
    latency,
    policies: fc.array(fc.record(
      { fromEpochSeconds: instant, sinceUnknown: fc.boolean(), source: text, manifest },
      { requiredKeys: ['fromEpochSeconds', 'source', 'manifest'] },
    ), { maxLength: 2 }),
    events: fc.array(fc.record({ atEpochSeconds: instant, kind, text, startup }, { requiredKeys: ['atEpochSeconds', 'kind', 'text'] }), { maxLength: 2 }),
    remarks: fc.array(text, { maxLength: 2 }),
  }, { requiredKeys: ['name', 'apiVersion', 'kind', 'series', 'policies', 'events', 'remarks'] });
}

/** Recordings of every shape. */
export const anyRecording: fc.Arbitrary<Recording> = fc.integer({ min: 0, max: 5 }).chain((points) => fc.record({
  startEpochSeconds: instant,
  stepSeconds: fc.constantFrom(0.5, 1, 15, 60, 3600),
  points: fc.constant(points),
  scrapeIntervalSeconds: amount,
  workloads: fc.uniqueArray(workload(points), { maxLength: 3, selector: ({ name }) => name }),
  remarks: fc.array(text, { maxLength: 2 }),
}, { requiredKeys: ['startEpochSeconds', 'stepSeconds', 'points', 'workloads', 'remarks'] }));

import { fieldsAt, fieldsListAt, isFields, listAt, textAt } from '../manifest';
import { UserError } from '../values/user-error';
import { type Sample, toBuckets } from './buckets';
import { clip } from './trace-clock';
import { type CountTrace, plural, type TraceOptions } from './trace';

const EXAMPLE = 'query a rate in requests per second over a range, as in sum(rate(http_requests_total[1m]))';

/**
 * Reads the response of Prometheus to a range query (`/api/v1/query_range`), whose values are requests per second.
 * Several series are summed.
 *
 * @throws UserError if it is an error, not a range, or a bare counter.
 */
export function readPrometheus(answer: unknown, name: string, options: TraceOptions): CountTrace {
  if (!isFields(answer)) throw new UserError(`${name} is not a response of the Prometheus API; ${EXAMPLE}`);
  if (answer.status === 'error') throw new UserError(`${name}: Prometheus refused the query: ${clip(textAt(answer, 'error') ?? textAt(answer, 'errorType') ?? 'no reason given')}`);
  const data = fieldsAt(answer, 'data') ?? answer;
  if (data.resultType !== undefined && data.resultType !== 'matrix') {
    throw new UserError(`${name} holds a result of type ${clip(String(data.resultType))}, not a range (matrix); query /api/v1/query_range with start, end and step`);
  }
  const series = fieldsListAt(data, 'result');
  if (series.length === 0) throw new UserError(`${name} holds no series; check metric, labels and range of the query; ${EXAMPLE}`);
  const sums = new Map<number, Sample>();
  series.forEach((one, s) => {
    requireRate(one, name);
    const samples = listAt(one, 'values');
    if (samples.length === 0) throw new UserError(`${name}: series ${s + 1} has no values; query /api/v1/query_range, not /api/v1/query`);
    samples.forEach((sample, i) => addSample(sums, sample, `${name}: series ${s + 1}, value ${i + 1}`));
  });
  const buckets = toBuckets([...sums.values()].sort((a, b) => a.seconds - b.seconds), name, { ...options, unit: 'value' });
  return {
    kind: 'counts',
    name,
    startEpochSeconds: buckets.firstSeconds - buckets.stepSeconds,
    stepSeconds: buckets.stepSeconds,
    requests: buckets.values.map((rate) => rate * buckets.stepSeconds),
    remarks: [
      `${name}: values were read as requests per second${series.length > 1 ? `, and ${plural(series.length, 'series', 'series')} were added up` : ''}.`,
      ...buckets.remarks,
    ],
  };
}

function requireRate(series: unknown, name: string): void {
  const metric = textAt(series, 'metric', '__name__');
  if (metric !== undefined && /_(?:total|count|sum|bucket)$/.test(metric)) {
    throw new UserError(`${name} holds the counter ${clip(metric)} itself, which only ever grows; ${EXAMPLE}`);
  }
}

/** Treats NaN, which Prometheus returns for 0/0, as a gap. */
function addSample(sums: Map<number, Sample>, sample: unknown, where: string): void {
  const [time, text]: readonly unknown[] = Array.isArray(sample) ? sample : [];
  const value = toNumber(text);
  if (typeof time !== 'number' || !Number.isFinite(time) || value === undefined) {
    throw new UserError(`${where} is ${clip(JSON.stringify(sample) ?? 'nothing')}; a value is a pair of unix time and text, as in [1700000000, "12.5"]`);
  }
  if (value < 0 || Math.abs(value) === Infinity) throw new UserError(`${where} is ${value} requests per second; ${EXAMPLE}`);
  const before = sums.get(time);
  sums.set(time, { seconds: time, line: before?.line ?? sums.size + 1, value: before === undefined ? value : addKnown(before.value, value) });
}

/** Parses a number as Prometheus formats it, in Go's syntax. */
function toNumber(text: unknown): number | undefined {
  if (typeof text === 'number') return text;
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const value = Number(text.replace(/Inf$/, 'Infinity'));
  return Number.isNaN(value) && text !== 'NaN' ? undefined : value;
}

/** Returns the sum of two values of which one may be unknown. */
export function addKnown(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : a + b;
}

import { fieldsAt, fieldsListAt, isFields, listAt, textAt } from '../values/fields';
import { suggestion } from '../values/nearest';
import { UserError } from '../values/user-error';
import { readTrace } from '../traffic/read-trace';
import { readAmount, readCsv } from '../traffic/table';
import { type Trace } from '../traffic/trace';
import { TraceClock } from '../traffic/trace-clock';
import { eventsOfSeries } from './events';
import { classicHistogram } from './histogram';
import { policyEvents, type PolicyHistory } from './policy-history';
import { type TimeRange } from './questions';
import { type RecordedHistogram, type RecordedSeries, type RecordedWorkload, type Recording, type SeriesName } from './recording';
import { isSeriesName, SERIES } from './series';
import { type RecordingTarget } from './targets';

/** Series in a file of its own. */
export interface SeriesFile {
  readonly series: SeriesName | 'latency';
  /** Name of a workload; undefined for the only one. */
  readonly workload?: string;
  readonly path: string;
}

/** Series of a file, on its own times. */
export interface FileSeries {
  readonly file: SeriesFile;
  /** Time of the first value, in Unix seconds: the end of what it is a rate of. */
  readonly start: number;
  readonly step: number;
  /** One column for a series, one by bound for latencies. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  readonly remarks: readonly string[];
}

const LATENCY = 'latency';
const MOST_POINTS = 40_000_000;

/** Reads 'requests=web.csv' and 'shop/web:latency=web.json'. @throws UserError for anything else. */
export function parseSeriesFile(text: string): SeriesFile {
  const [, workload, series, path] = /^(?:([^=:]+):)?([^=:]+)=(.+)$/s.exec(text) ?? [];
  const known = [...Object.keys(SERIES), LATENCY];
  if (series === undefined || path === undefined) throw new UserError(`--from-file is '${text}'; write a series and a file, as in requests=web.csv or web:latency=web.json`);
  if (!isSeriesName(series) && series !== LATENCY) throw new UserError(`--from-file '${text}' names the series '${series}', which is unknown; ${suggestion(series, known)}`);
  return { series: series as SeriesFile['series'], path, ...(workload !== undefined && { workload }) };
}

/**
 * Reads a series: a CSV export of Grafana, a table with a column of times, or Prometheus' answer to a range query;
 * requests also from access logs.
 *
 * @param bucketSeconds length of the buckets in which single requests are counted.
 * @throws UserError with the line of what cannot be read.
 */
export function readSeriesFile(file: SeriesFile, text: string, bucketSeconds: number): FileSeries {
  if (file.series === LATENCY) return readLatencies(file, text);
  const trace = readTrace(file.series === 'requests' ? text : withPlainHeader(text), file.path, { gaps: 'keep' });
  if (trace.startEpochSeconds === undefined) throw new UserError(`${file.path} has times without a date; a recording needs them, as in 2024-03-04T00:00:00Z`);
  const { step, values } = ratesOf(trace, bucketSeconds);
  return {
    file, start: trace.startEpochSeconds + step, step, columns: new Map([[file.series, values]]),
    remarks: file.series === 'requests' ? trace.remarks : trace.remarks.filter((remark) => !/read as requests per second/.test(remark)),
  };
}

/** Column of a series on the grid of a recording. @throws UserError where the file's step is longer. */
function onGridOf(column: Float64Array, { file, start, step }: FileSeries, grid: TimeRange): Float64Array {
  if (step > grid.step) throw new UserError(`${file.path} has a step of ${step} s, above the ${grid.step} s of the recording; use --step ${step}s`);
  const sums = new Float64Array(grid.points);
  const counts = new Float64Array(grid.points);
  column.forEach((value, i) => {
    const point = Math.ceil((start + i * step - grid.start) / grid.step - 1e-9);
    if (Number.isNaN(value) || point < 0 || point >= grid.points) return;
    sums[point] += value;
    counts[point]++;
  });
  return sums.map((sum, i) => (counts[i] === 0 ? NaN : Number((sum / counts[i]).toPrecision(7))));
}

/** Histogram of a file whose columns are on the grid of the recording. */
function latencyOf(path: string, columns: ReadonlyMap<string, Float64Array>): RecordedHistogram {
  const histogram = classicHistogram([...columns].map(([le, values]) => ({ labels: { le }, values })), 1, path);
  if (!histogram) throw new UserError(`${path} has no histogram; export sum by (le) (rate(…_bucket[1m])) with every bound, le="+Inf" included`);
  return histogram;
}

/**
 * Recording of some workloads from files.
 *
 * @param stepSeconds distance of two points. @default - the longest step of the files
 * @throws UserError where a file is about no workload that is recorded, or a series is given twice.
 */
export function recordFiles(
  files: readonly FileSeries[], targets: readonly RecordingTarget[], policiesOf: (target: RecordingTarget, range: TimeRange) => PolicyHistory,
  stepSeconds?: number,
): Recording {
  const step = stepSeconds ?? Math.max(...files.map((each) => each.step));
  const start = Math.ceil(Math.min(...files.map((each) => each.start)) / step) * step;
  const ends = files.map((each) => each.start + each.step * (([...each.columns.values()][0]?.length ?? 1) - 1));
  const range = { start, step, points: Math.ceil((Math.max(...ends) - start) / step) + 1 };
  const given = new Map<RecordingTarget, FileSeries[]>();
  for (const each of files) {
    const target = targetOf(each.file, targets);
    const own = given.get(target) ?? [];
    const twice = own.find(({ file }) => file.series === each.file.series);
    if (twice) throw new UserError(`--from-file gives ${each.file.series} of ${target.name} twice: ${twice.file.path} and ${each.file.path}; leave one out`);
    given.set(target, [...own, each]);
  }
  return {
    startEpochSeconds: range.start,
    stepSeconds: step,
    points: range.points,
    workloads: [...given].map(([target, own]): RecordedWorkload => workloadOf(target, own, range, policiesOf(target, range))),
    remarks: [],
  };
}

function targetOf({ workload, path }: SeriesFile, targets: readonly RecordingTarget[]): RecordingTarget {
  const names = targets.map(({ name }) => name);
  if (workload === undefined) {
    if (targets.length === 1) return targets[0];
    throw new UserError(`--from-file has no workload for ${path}: the manifests scale ${names.join(', ')}; write one before the series, as in ${names[0]}:requests=${path}`);
  }
  const target = targets.find(({ name }) => name === workload);
  if (!target) throw new UserError(`--from-file names the workload '${workload}', which no autoscaler of the manifests scales; ${suggestion(workload, names)}`);
  return target;
}

function workloadOf(target: RecordingTarget, files: readonly FileSeries[], range: TimeRange, history: PolicyHistory): RecordedWorkload {
  const { name, apiVersion, kind, namespace, autoscaler } = target;
  const placed = files.map((each) => ({ ...each, columns: new Map([...each.columns].map(([column, values]) => [column, onGridOf(values, each, range)])) }));
  const series = placed.flatMap(({ file, columns }) => [...columns].flatMap(([column, values]): RecordedSeries[] => (
    isSeriesName(column) && file.series === column ? [{ name: column, unit: SERIES[column].unit, source: file.path, values }] : []
  )));
  const latency = placed.find(({ file }) => file.series === LATENCY);
  const events = [...policyEvents(history.policies, range.start), ...eventsOfSeries(series, range, autoscaler.kind === 'ScaledObject')];
  return {
    name, apiVersion, kind, namespace, series,
    ...(latency && { latency: latencyOf(latency.file.path, latency.columns) }),
    policies: history.policies,
    events: events.sort((a, b) => a.atEpochSeconds - b.atEpochSeconds),
    remarks: [...target.remarks, ...history.remarks, ...files.flatMap(({ remarks }) => remarks)],
  };
}

function ratesOf(trace: Trace, bucketSeconds: number): { readonly step: number; readonly values: Float64Array } {
  if (trace.kind === 'counts') return { step: trace.stepSeconds, values: trace.requests.map((count) => count / trace.stepSeconds) };
  const values = new Float64Array(Math.floor((trace.at[trace.at.length - 1] ?? 0) / bucketSeconds) + 1);
  for (const at of trace.at) values[Math.floor(at / bucketSeconds)] += 1 / bucketSeconds;
  return { step: bucketSeconds, values };
}

/** CSV of two columns with the name that readers of traces know for a plain value. */
function withPlainHeader(text: string): string {
  return /^[{[]/.test(text.trimStart()) ? text : text.replace(/^(\uFEFF?[^,;\t\n]+)([,;\t])[^,;\t\r\n]+(?=\r?\n)/, '$1$2value');
}

function readLatencies(file: SeriesFile, text: string): FileSeries {
  const samples = /^\s*\{/.test(text) ? latenciesInJson(file, text) : latenciesInCsv(file, text);
  const times = [...new Set(samples.flatMap(({ points }) => points.map(([time]) => time)))].sort((a, b) => a - b);
  if (times.length < 2) throw new UserError(`${file.path} has fewer than two times; export a range`);
  const start = times[0];
  const step = Math.min(...times.slice(1).map((time, i) => time - times[i]));
  const length = Math.round((times[times.length - 1] - start) / step) + 1;
  if (length > MOST_POINTS) throw new UserError(`${file.path} has times from ${start} to ${times[times.length - 1]}; check their unit`);
  const columns = new Map(samples.map(({ le, points }) => {
    const values = new Float64Array(length).fill(NaN);
    for (const [time, value] of points) values[Math.round((time - start) / step)] = value;
    return [le, values];
  }));
  return { file, start, step, columns, remarks: [] };
}

interface Bucket {
  readonly le: string;
  readonly points: readonly (readonly [time: number, value: number])[];
}

function latenciesInJson({ path }: SeriesFile, text: string): Bucket[] {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new UserError(`${path} is not JSON; save the whole answer of /api/v1/query_range`);
  }
  const data = fieldsAt(answer, 'data') ?? (isFields(answer) ? answer : {});
  return fieldsListAt(data, 'result').map((series) => ({
    le: textAt(series, 'metric', 'le') ?? '',
    points: listAt(series, 'values').flatMap((sample) => {
      const [time, value]: readonly unknown[] = Array.isArray(sample) ? sample : [];
      return typeof time === 'number' ? [[time, Number(value)] as const] : [];
    }),
  }));
}

/** Columns whose header is a bound: 0.25, +Inf, {le="0.25"}. */
function latenciesInCsv({ path }: SeriesFile, text: string): Bucket[] {
  const { columns, rows } = readCsv(text, path);
  const [[time], ...others] = [...columns];
  const buckets = others.map(([key, header]) => ({ key, header, le: /le="?([^"}]+)/.exec(header)?.[1] ?? header.trim(), points: [] as [number, number][] }));
  const clock = new TraceClock({});
  for (const { cells, line } of rows) {
    const where = `${path}:${line}`;
    const seconds = clock.read(cells.get(time), where);
    for (const { key, header, points } of buckets) points.push([seconds, readAmount(cells.get(key), header, where)]);
  }
  if (!clock.absolute) throw new UserError(`${path} has times without a date; a recording needs them, as in 2024-03-04T00:00:00Z`);
  return buckets;
}

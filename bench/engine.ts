import { UserError } from '../lib/values/user-error';
import { type StepTimes } from '../lib/simulator/world/world';
import { fitMetrics } from './measured-engine/fit-metrics';
import { fitStepTimes, scaled } from './measured-engine/fit-step-times';
import { readFolder, type RecordedRun } from './measured-engine/read-folder';
import { replay, type Replay } from './measured-engine/replay';
import { report, table } from './report';

/** Part by which a counted figure may be off. */
const TOLERANCE = 0.1;
/** Requests per second for which replicas are counted. */
const DEMAND = 10;

interface Figure {
  readonly name: string;
  readonly measured: number;
  readonly predicted: number;
}

interface Form {
  readonly name: string;
  stepTimesOf(run: RecordedRun): StepTimes;
}

/** Recorded runs of a real engine, beside what the simulator makes of the same requests. */
export function run(args: readonly string[]): void {
  const folder = args.find((argument) => !argument.startsWith('-'));
  try {
    if (folder === undefined) throw new UserError('no folder is given; run npm run bench -- engine FOLDER with a folder of measured runs');
    const { text, page } = measure(folder);
    process.stdout.write(`${text}\n`);
    if (args.includes('--write')) report('engine', args, page, 'simulator.md');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

/** The text that the benchmark prints. */
export function compare(folder: string): string {
  return measure(folder).text;
}

function measure(folder: string): { text: string; page: string } {
  const { runs, steps } = readFolder(folder);
  const atRest = fitStepTimes(steps);
  const forms: Form[] = [
    { name: 'step data, speed_factor', stepTimesOf: ({ speedFactor }) => scaled(atRest, speedFactor) },
    { name: 'step data alone', stepTimesOf: () => atRest },
    { name: '/metrics alone', stepTimesOf: (each) => metricsFit(each, runs) },
  ];
  const replays = forms.map((form) => new Map(runs.map((each) => [each, replayOf(each, form.stepTimesOf(each))] as const)));
  const counted = replays.map((ofForm) => runs.flatMap((each) => figuresOf(each, ofForm.get(each)!)));
  const close = (figures: readonly Figure[]): number => figures.filter(({ measured, predicted }) => Math.abs(predicted / measured - 1) <= TOLERANCE).length;
  const parts = [
    'Seconds, predicted / measured; * is off by more than 10 %. Figures of GPUs are not validated: what was recorded is a CPU engine.',
    ...runs.map((each) => `${each.name}\n\n${runTable(each, forms, replays)}`),
    `Highest rate within an SLO of the p95 end to end, and replicas for ${DEMAND} requests a second\n\n${rateTable(runs, forms, replays)}`,
    ...forms.slice(1).map(({ name }, index) => `${name}: ${close(counted[index + 1])} of ${counted[index + 1].length} figures within 10 %`),
    `${close(counted[0])} of ${counted[0].length} figures within 10 %`,
  ];
  return { text: parts.join('\n\n'), page: pageOf(runs, replays, counted.map((figures) => `${close(figures)} of ${figures.length}`)) };
}

/** The part of a page of docs: the runs by step data and the speed of the machine. */
function pageOf(runs: readonly RecordedRun[], replays: ReadonlyArray<ReadonlyMap<RecordedRun, Replay>>, counts: readonly string[]): string {
  const rows = runs.map((each) => {
    const replayed = replays[0].get(each)!;
    const [, , , waiting, kvUse] = printed(each, replayed);
    return [each.name, ...figuresOf(each, replayed).map(cell), waiting, kvUse];
  });
  const names = figuresOf(runs[0], replays[0].get(runs[0])!).map(({ name }) => name);
  const [scaledByRun, atRest, fromMetrics] = counts;
  return [
    table(['run', ...names, 'waiting', 'KV use'], rows),
    `Seconds, predicted / measured; \`*\` is off by more than ${100 * TOLERANCE} %. \`${scaledByRun} figures within ${100 * TOLERANCE} %\`; without the speed\n`
      + `of the machine ${atRest}, and from \`/metrics\` alone ${fromMetrics}.`,
  ].join('\n\n');
}

/** By the run's own /metrics; by those of all runs where its own are too few. */
function metricsFit({ name, gauges }: RecordedRun, runs: readonly RecordedRun[]): StepTimes {
  const fit = fitMetrics([gauges]) ?? fitMetrics(runs.map((each) => each.gauges));
  if (!fit) throw new UserError(`${name}.json has too few readings of /metrics with running requests; record them for longer`);
  return fit;
}

function replayOf({ limits, requests, gauges }: RecordedRun, step: StepTimes): Replay {
  return replay(step, limits, requests, gauges.map(({ t }) => t));
}

const QUANTILES = [['p50', 0.5], ['p95', 0.95]] as const;

/** The figures that count: p50 and p95 of time to first token, inter-token time by request, and end-to-end latency. */
function figuresOf({ requests }: RecordedRun, { requests: replayed }: Replay): Figure[] {
  const measured = requests.map(({ ttft, e2e, output }) => ({ ttft, e2e, itl: output > 1 ? (e2e - ttft) / (output - 1) : undefined }));
  return (['ttft', 'itl', 'e2e'] as const).flatMap((key) => QUANTILES.map(([name, share]) => ({
    name: `${key} ${name}`, measured: quantile(measured.map((each) => each[key]), share), predicted: quantile(replayed.map((each) => each[key]), share),
  })));
}

/** Quantile of the defined values, interpolated between ranks. */
function quantile(values: ReadonlyArray<number | undefined>, share: number): number {
  const sorted = values.filter((value) => value !== undefined).sort((one, other) => one - other);
  const rank = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  return below + (above - below) * (rank - Math.floor(rank));
}

function runTable(run: RecordedRun, forms: readonly Form[], replays: ReadonlyArray<ReadonlyMap<RecordedRun, Replay>>): string {
  const rows = forms.map(({ name }, index) => {
    const replayed = replays[index].get(run)!;
    return [name, ...figuresOf(run, replayed).map(cell), ...printed(run, replayed)];
  });
  const names = figuresOf(run, replays[0].get(run)!).map(({ name }) => name);
  return table(['from', ...names, 'requests/s', 'gap p95', 'running', 'waiting', 'KV use', 'KV max', 'preempted'], rows);
}

function cell({ measured, predicted }: Figure): string {
  return `${pair(predicted, measured)}${Math.abs(predicted / measured - 1) > TOLERANCE ? ' *' : ''}`;
}

function pair(predicted: number, measured: number): string {
  return `${short(predicted)} / ${short(measured)}`;
}

function short(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(3)));
}

/**
 * Figures that are printed and not compared. Means of gauges are those of the times at which they were recorded while
 * requests came.
 */
function printed({ requests, gauges, gapP95 }: RecordedRun, { gaps, gauges: replayed, end }: Replay): string[] {
  const lastEnd = Math.max(...requests.map(({ arrival, e2e }) => arrival + e2e));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const within = gauges.slice(0, replayed.length);
  const gauge = (key: 'running' | 'waiting' | 'kvUsage'): string => pair(mean(replayed.map((each) => each[key])), mean(within.map((each) => each[key])));
  const last = (values: ReadonlyArray<{ readonly preemptions: number }>): number => values[values.length - 1].preemptions - values[0].preemptions;
  return [
    pair(requests.length / end, requests.length / lastEnd), pair(gaps.quantile(0.95), gapP95), gauge('running'), gauge('waiting'), gauge('kvUsage'),
    pair(Math.max(...replayed.map(({ kvUsage }) => kvUsage)), Math.max(...within.map(({ kvUsage }) => kvUsage))), pair(last(replayed), last(within)),
  ];
}

/**
 * By configuration and shape with several rates: where the p95 crosses the SLO, which lies halfway between its least
 * and its greatest.
 */
function rateTable(runs: readonly RecordedRun[], forms: readonly Form[], replays: ReadonlyArray<ReadonlyMap<RecordedRun, Replay>>): string {
  const groups = new Map<string, RecordedRun[]>();
  for (const each of runs) groups.set(`${each.config}-${each.shape}`, [...groups.get(`${each.config}-${each.shape}`) ?? [], each]);
  const rows = [...groups].flatMap(([name, members]) => {
    const ordered = [...members].sort((one, other) => one.rate - other.rate);
    const p95 = (each: RecordedRun, from?: ReadonlyMap<RecordedRun, Replay>): number => (
      quantile((from ? from.get(each)! : each).requests.map(({ e2e }) => e2e), 0.95)
    );
    if (ordered.length < 2) return [];
    const slo = Number(((p95(ordered[0]) + p95(ordered[ordered.length - 1])) / 2).toPrecision(2));
    const rateWithin = (from?: ReadonlyMap<RecordedRun, Replay>): number => crossing(ordered.map((each) => [offered(each), p95(each, from)] as const), slo);
    const measured = rateWithin();
    return forms.map((form, index) => {
      const predicted = rateWithin(replays[index]);
      return [name, slo, form.name, pair(predicted, measured), pair(Math.ceil(DEMAND / predicted), Math.ceil(DEMAND / measured))];
    });
  });
  return rows.length === 0 ? 'No configuration was measured at several rates.' : table(['runs', 'SLO s', 'from', 'rate', 'replicas'], rows);
}

/** Requests per second that arrived. */
function offered({ requests }: RecordedRun): number {
  return requests.length / requests[requests.length - 1].arrival;
}

function crossing(points: ReadonlyArray<readonly [rate: number, latency: number]>, slo: number): number {
  for (let index = 1; index < points.length; index++) {
    const [[rate, latency], [further, slower]] = [points[index - 1], points[index]];
    if (latency <= slo && slower > slo) return rate + (further - rate) * (slo - latency) / (slower - latency);
  }
  return points[0][1] > slo ? points[0][0] : points[points.length - 1][0];
}

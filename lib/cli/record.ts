import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ManifestIndex } from '../manifest';
import {
  collect, diagnose, findTargets, FolderPieces, GitHistory, NO_TEAM_QUERIES, parseSeriesFile, type PolicyHistory, presentPolicy, Questions, readRecording,
  readSeriesFile, readTeamQueries, RECORDING_FILE, recordFiles, type Recording, type RecordingTarget, requireNoRecording, type TeamQueries, type TimeRange,
  usualInterval, writeRecording,
} from '../recording';
import { renderDiagnoses, renderRecording } from '../report/render-recording';
import { terminalOf } from '../report/terminal';
import { toEpoch } from '../scenario';
import { parseSlo } from '../studies/tune/slo';
import { type Fetch, PrometheusClient } from '../traffic/prometheus-client';
import { tokenAt } from '../traffic/prometheus-token';
import { suggestion } from '../values/nearest';
import { UserError } from '../values/user-error';
import { type Io, say, STATUS } from './io';
import { Progress } from './progress';
import { readFiles, readText } from './read-files';
import { writeResult } from './write-output';

export interface RecordOptions {
  readonly prometheus?: string;
  readonly tokenEnv?: string;
  readonly tokenFile?: string;
  /** Tenant of a server with several. */
  readonly tenant?: string;
  /** Seconds. */
  readonly last: number;
  readonly from?: string;
  readonly until?: string;
  /** Seconds. */
  readonly step?: number;
  readonly out?: string;
  readonly workload?: readonly string[];
  readonly namespace?: string;
  readonly queries?: string;
  readonly fromFile?: readonly string[];
  readonly policyHistory?: string;
  readonly sum?: boolean;
  readonly split?: boolean;
  readonly doctor?: boolean;
  /** SLO as parseSlo reads it. */
  readonly slo?: string;
  readonly json?: string;
}

/** Means of a test to answer for a server. */
export interface RecordContext {
  readonly fetch?: Fetch;
  /** Unix seconds. @default - the clock */
  readonly now?: number;
  readonly wait?: (milliseconds: number) => Promise<void>;
}

const DEFAULT_STEP_SECONDS = 60;
/** Points of a diagnosis: enough to see gaps, few enough to be quick. */
const DOCTOR_POINTS = 400;
/** Questions for one workload, for the progress bar. */
const USUAL_QUESTIONS = 60;

/** Records the history of autoscaled workloads, or says what can be done with it. */
export async function recordCommand(paths: readonly string[], options: RecordOptions, io: Io, context: RecordContext = {}): Promise<number> {
  const sloSeconds = options.slo === undefined ? undefined : parseSlo(options.slo).latencySeconds;
  if (options.doctor && paths.length === 1 && existsSync(join(paths[0], RECORDING_FILE))) {
    return writeDiagnoses(readRecording(paths[0]), sloSeconds, options, io);
  }
  const { out } = options;
  if (options.sum && options.split) throw new UserError('--sum and --split exclude each other; give one');
  if (!options.doctor && out === undefined) throw new UserError('the folder of the recording is missing; add --out, or --doctor to see what is usable');
  if (!options.doctor && out !== undefined) requireNoRecording(out);
  const { prometheus, fromFile } = options;
  if ((prometheus === undefined) === (fromFile === undefined)) {
    throw new UserError(`${prometheus === undefined ? 'no source' : 'more than one source'} to record from; set one of --prometheus and --from-file`);
  }
  const { manifests } = await readFiles(paths, io);
  const targets = pickTargets(findTargets(new ManifestIndex(manifests), options), options.workload);
  const history = options.policyHistory === undefined ? undefined : await GitHistory.read(options.policyHistory);
  const policiesOf: PoliciesOf = (target, { start, step, points }) => (
    history ? history.policiesOf(target, start, start + step * (points - 1)) : presentPolicy(target, start)
  );
  const recording = prometheus === undefined
    ? fromFiles(fromFile!, targets, policiesOf, options.step)
    : await fromPrometheus(targets, policiesOf, { ...options, prometheus }, io, context);
  if (options.doctor) return writeDiagnoses(recording, sloSeconds, options, io);
  requireSeries(recording, out!);
  writeRecording(recording, out!);
  new FolderPieces(out!).remove();
  say(io.stdout, `${renderRecording(recording, terminalOf(io.stdout, io.env))}\n`);
  return STATUS.ok;
}

/** Refuses a recording without a single series, which would only stand in the way of the next one. */
function requireSeries({ workloads }: Recording, out: string): void {
  if (workloads.some(({ series, latency }) => series.length > 0 || latency)) return;
  new FolderPieces(out).remove();
  const names = workloads.map(({ name }) => name).join(', ');
  throw new UserError(`there are no series of ${names} in this range, and nothing was written; run with --doctor to see which series to add`);
}

function writeDiagnoses(recording: Recording, sloSeconds: number | undefined, { json }: RecordOptions, io: Io): number {
  const diagnoses = diagnose(recording, sloSeconds);
  writeResult(`${renderDiagnoses(diagnoses, terminalOf(io.stdout, io.env))}\n`, { schemaVersion: 1, workloads: diagnoses }, json, io);
  return diagnoses.some(({ verdict }) => verdict === 'not usable') ? STATUS.failed : STATUS.ok;
}

/** Policies of a workload within a range. */
export type PoliciesOf = (target: RecordingTarget, range: TimeRange) => PolicyHistory;

function fromFiles(specs: readonly string[], targets: readonly RecordingTarget[], policiesOf: PoliciesOf, step: number | undefined): Recording {
  const files = specs.map(parseSeriesFile).map((file) => readSeriesFile(file, readText(file.path, 'series'), step ?? DEFAULT_STEP_SECONDS));
  return recordFiles(files, targets, policiesOf, step);
}

/** Records workloads from a Prometheus. */
export async function fromPrometheus(
  targets: readonly RecordingTarget[], policiesOf: PoliciesOf, options: RecordOptions & { readonly prometheus: string }, io: Io, context: RecordContext,
): Promise<Recording> {
  const { fetch, now = Date.now() / 1000, wait } = context;
  const token = tokenAt(options, io.env, { env: '--token-env', file: '--token-file' });
  const { prometheus: url, tenant } = options;
  const client = new PrometheusClient({
    url, ...(token !== undefined && { token }), ...(tenant !== undefined && { tenant }), ...(fetch && { fetch }), ...(wait && { wait }),
  });
  const queries = options.queries === undefined ? NO_TEAM_QUERIES : readTeamQueries(readText(options.queries, 'queries'), options.queries);
  requireKnown(queries, targets);
  const pieces = options.doctor || options.out === undefined ? undefined : new FolderPieces(options.out);
  if (pieces && pieces.count > 0) say(io.stderr, `Resuming with ${pieces.count} saved answers.\n`);
  const progress = new Progress(io.stderr, 'recording');
  const state = { workload: 0, before: 0, asked: 0 };
  const questions = new Questions(client, pieces, (asked) => {
    state.asked = asked;
    const share = 1 - Math.exp(-(asked - state.before) / USUAL_QUESTIONS);
    progress.update((state.workload + share) / targets.length);
  });
  try {
    const range = await rangeOf(targets, questions, queries, { ...options, now: resumedNow(now, options, pieces) });
    return await collect(questions, {
      targets,
      range: options.doctor ? coarse(range) : range,
      queries,
      policiesOf: (target) => policiesOf(target, range),
      ...(options.doctor && { windowSeconds: range.step }),
      onWorkload: (workload) => Object.assign(state, { workload, before: state.asked }),
    });
  } finally {
    progress.stop();
  }
}

/** Moment at which an interrupted recording of the same options began: its answers are about the range before it. */
function resumedNow(now: number, { prometheus, tenant, last, from, until, step }: RecordOptions, pieces: FolderPieces | undefined): number {
  if (!pieces) return now;
  const key = JSON.stringify({ prometheus, tenant, last, from, until, step });
  const known = pieces.get(key)?.now;
  if (typeof known === 'number') return known;
  pieces.put(key, { now });
  return now;
}

async function rangeOf(
  targets: readonly RecordingTarget[], questions: Questions, queries: TeamQueries, { last, from, until, step, now }: RecordOptions & { readonly now: number },
): Promise<TimeRange> {
  const end = until === undefined ? now : toEpoch(until, '--until');
  const start = from === undefined ? end - last : toEpoch(from, '--from');
  if (!(end > start)) throw new UserError(`--until ${until ?? 'now'} is not after --from ${from}; swap them`);
  const aligned = (seconds: number): TimeRange => {
    const first = Math.ceil(start / seconds) * seconds;
    const points = Math.floor((Math.floor(end / seconds) * seconds - first) / seconds) + 1;
    if (points < 2) throw new UserError(`the range of ${end - start} s is shorter than two steps of ${seconds} s; use a longer range, or a shorter --step`);
    return { start: first, step: seconds, points };
  };
  if (step !== undefined) return aligned(step);
  const interval = await usualInterval(questions, { targets, range: aligned(DEFAULT_STEP_SECONDS), queries });
  return aligned(Math.max(DEFAULT_STEP_SECONDS, interval ?? 0));
}

/** Fewer points over the same range. */
function coarse({ start, step, points }: TimeRange): TimeRange {
  const factor = Math.max(1, Math.ceil(points / DOCTOR_POINTS));
  return { start, step: step * factor, points: Math.floor((points - 1) / factor) + 1 };
}

export function pickTargets(targets: readonly RecordingTarget[], names: readonly string[] | undefined): RecordingTarget[] {
  if (!names) return [...targets];
  return names.map((name) => {
    const found = targets.filter((target) => [target.name, target.members[0].name, `${target.namespace}/${target.members[0].name}`].includes(name));
    if (found.length === 1) return found[0];
    if (found.length > 1) throw new UserError(`--workload is '${name}', which is ambiguous; use one of ${found.map((each) => each.name).join(', ')}`);
    throw new UserError(`--workload is '${name}', which no autoscaler of the manifests scales; ${suggestion(name, targets.map((each) => each.name))}`);
  });
}

/** @throws UserError where a file of queries is about a workload that is not recorded. */
function requireKnown(queries: TeamQueries, targets: readonly RecordingTarget[]): void {
  const unknown = [...queries.workloads.keys()].find((name) => !targets.some((target) => target.name === name));
  if (unknown === undefined) return;
  throw new UserError(`--queries: workloads.${unknown} is not a workload that is recorded; ${suggestion(unknown, targets.map(({ name }) => name))}`);
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../values/user-error';
import { writeFileAtomically } from './replace-file';
import { instantOf } from './instant';
import { PIECES_FOLDER } from './pieces';
import { type RecordedWorkload, type Recording } from './recording';
import { LATENCY_FILE, LATENCY_UNIT, SERIES } from './series';
import { withoutSecrets } from './without-secrets';

/** File of a folder that makes it a recording. */
export const RECORDING_FILE = 'recording.json';
/** Name and version of the format, as the first fields of recording.json have them. */
export const FORMAT = 'cdk8s-kotaemon recording';
export const FORMAT_VERSION = 1;

/** One column of a CSV file. */
interface Column {
  readonly header: string;
  readonly values: Float64Array;
}

/**
 * Writes a recording to a folder, whose recording.json is written last: a folder without one is not a recording.
 *
 * @throws UserError where the folder holds a recording already, or cannot be written.
 */
export function writeRecording(recording: Recording, folder: string): void {
  requireNoRecording(folder);
  const times = Array.from({ length: recording.points }, (_, i) => (
    instantOf(recording.startEpochSeconds + i * recording.stepSeconds)
  ));
  const folders = new Set<string>([RECORDING_FILE, PIECES_FOLDER]);
  const workloads = recording.workloads.map((workload) => writeWorkload(workload, times, folder, folderOf(workload, folders)));
  const { scrapeIntervalSeconds } = recording;
  writeFileAtomically(join(folder, RECORDING_FILE), `${JSON.stringify({
    format: FORMAT,
    version: FORMAT_VERSION,
    start: instantOf(recording.startEpochSeconds),
    stepSeconds: recording.stepSeconds,
    points: recording.points,
    ...(scrapeIntervalSeconds !== undefined && { scrapeIntervalSeconds }),
    remarks: recording.remarks,
    workloads,
  }, null, 2)}\n`);
}

/** @throws UserError where a folder holds a recording: what was recorded is never overwritten. */
export function requireNoRecording(folder: string): void {
  if (!existsSync(join(folder, RECORDING_FILE))) return;
  throw new UserError(`'${folder}' already contains a recording, which is not overwritten; name another folder, or remove it`);
}

function writeWorkload(workload: RecordedWorkload, times: readonly string[], folder: string, own: string): unknown {
  const files = new Map<string, Column[]>();
  for (const { name, values } of workload.series) {
    const { file, unit } = SERIES[name];
    files.set(file, [...files.get(file) ?? [], { header: headerOf(name, unit), values }]);
  }
  const { latency } = workload;
  if (latency) {
    files.set(LATENCY_FILE, latency.bounds.map((bound, i): Column => ({
      header: headerOf(`le=${boundText(bound)}`, LATENCY_UNIT), values: latency.rates[i],
    })));
  }
  for (const [file, columns] of files) writeFileAtomically(join(folder, own, file), csvOf(times, columns));
  return {
    name: workload.name,
    apiVersion: workload.apiVersion,
    kind: workload.kind,
    ...(workload.namespace !== undefined && { namespace: workload.namespace }),
    folder: own,
    series: workload.series.map(({ name, source }) => ({ name, source })),
    ...(latency && { latency: { source: latency.source } }),
    policies: workload.policies.map(({ fromEpochSeconds, sinceUnknown, source, manifest }) => (
      { from: instantOf(fromEpochSeconds), ...(sinceUnknown !== undefined && { sinceUnknown }), source, manifest: withoutSecrets(manifest) }
    )),
    events: workload.events.map(({ atEpochSeconds, untilEpochSeconds, kind, text, startup }) => ({
      at: instantOf(atEpochSeconds), ...(untilEpochSeconds !== undefined && { until: instantOf(untilEpochSeconds) }), kind, text, ...(startup && { startup }),
    })),
    remarks: workload.remarks,
  };
}

/** Header of a column: name and unit. */
function headerOf(name: string, unit: string): string {
  return `${name} (${unit})`;
}

/** Upper bound as Prometheus writes it in the label le. */
function boundText(bound: number): string {
  return bound === Infinity ? '+Inf' : String(bound);
}

/** Table with a row for each time; a gap is an empty cell. */
function csvOf(times: readonly string[], columns: readonly Column[]): string {
  const lines = [`time,${columns.map(({ header }) => header).join(',')}`];
  times.forEach((time, i) => {
    let line = time;
    for (const { values } of columns) line += Number.isFinite(values[i]) ? `,${values[i]}` : ',';
    lines.push(line);
  });
  return `${lines.join('\n')}\n`;
}

/** Name of a workload's folder: its own, without slashes, each once even where letters differ in case alone. */
function folderOf({ name }: RecordedWorkload, taken: Set<string>): string {
  const plain = name.replace(/\//g, '.').replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_').slice(0, 100) || '_';
  let own = plain;
  for (let again = 2; taken.has(own.toLowerCase()); again++) own = `${plain}-${again}`;
  taken.add(own.toLowerCase());
  return own;
}

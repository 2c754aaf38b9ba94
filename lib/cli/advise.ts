import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { adviceHtml, fleetLine, parseSlo, renderAdvice, renderFleet, terminalOf } from '../entry/simulator';
import {
  FolderPieces, GitHistory, presentPolicy, readRecording, recordedNames, type Recording, RECORDING_FILE, type RecordingTarget, writeRecording,
} from '../recording';
import { readScenarioFile } from '../scenario';
import { type WorkloadAdvice } from '../studies/advise/advice';
import { type FleetLine } from '../studies/advise/rank';
import { isInShard } from '../studies/advise/shard';
import { pastOf } from '../studies/advise/track-record';
import { type KnobKind } from '../studies/tune/knob-kind';
import { serverAddress } from '../traffic/prometheus-client';
import { UserError } from '../values/user-error';
import { AdviceFolder } from './advice-folder';
import { fleetFigures } from './advise-merge';
import { AdviseTargets, shardOf } from './advise-targets';
import { adviseWorkload, type AdviseWorkloadContext } from './advise-workload';
import { type Io, say, STATUS } from './io';
import { readFiles } from './read-files';
import { fromPrometheus, pickTargets, type RecordContext, type RecordOptions } from './record';
import { isStdout, writeOutput, writeResult } from './write-output';

export interface AdviseOptions extends Pick<
  RecordOptions, 'prometheus' | 'tokenEnv' | 'tokenFile' | 'tenant' | 'last' | 'from' | 'until' | 'step' | 'workload' | 'queries' | 'policyHistory'
> {
  readonly recording?: string;
  readonly slo?: string;
  readonly scenario?: string;
  /** Folder of the steps' output. */
  readonly work: string;
  readonly again?: boolean;
  /** File of the track record. */
  readonly trackRecord?: string;
  readonly only?: readonly KnobKind[];
  /** Folder of the changes. */
  readonly out?: string;
  readonly shard?: string;
  readonly minReplicas?: number;
  readonly zones?: number;
  readonly maxReplicas?: number;
  readonly kubernetes?: string;
  readonly keda?: string;
  readonly html?: string;
  readonly json?: string;
}

export type AdviseContext = RecordContext & AdviseWorkloadContext;

/** Workloads up to which each answer is printed as a page; more of them have a line each. */
const MOST_PAGES = 10;

/** Records, calibrates and tunes each autoscaled workload, one after the other, and says what to set. */
export async function adviseCommand(paths: readonly string[], options: AdviseOptions, io: Io, context: AdviseContext = {}): Promise<number> {
  const { prometheus, recording, work, shard, out, minReplicas, zones, maxReplicas, kubernetes, keda, only } = options;
  if ((prometheus === undefined) === (recording === undefined)) {
    throw new UserError(`${prometheus === undefined ? 'no source' : 'more than one source'} of the history; set one of --prometheus and --recording`);
  }
  const part = shard === undefined ? undefined : shardOf(shard);
  const { scenario } = readScenarioFile(options.scenario);
  const slo = options.slo === undefined ? undefined : parseSlo(options.slo, scenario.slo?.objective);
  const { manifests, sources } = await readFiles(paths, io);
  const targets = new AdviseTargets(manifests);
  const settings = { scenario, guardRails: { minReplicas, zones, maxReplicas }, kubernetes, keda, out, ...(slo && { slo }), ...(only && { only }) };
  const folder = new AdviceFolder(work, options.trackRecord);
  folder.open({ manifests, ...settings, ...rangeOf(options) }, originOf(options), options.again ?? false);
  const recordOf = await recorderOf(options, folder, io, context);
  const done = new Map(folder.done().map((line) => [line.workload, line]));
  const own = pickTargets(targets.all, options.workload).filter(({ name }) => !part || isInShard(name, part));
  if (own.length < targets.all.length) say(io.stderr, `${own.length} of ${targets.all.length} autoscaled workloads get advice\n`);
  for (const [i, target] of own.entries()) {
    const { name } = target;
    const known = done.has(name) ? folder.advice(name)?.advice : undefined;
    const advice = known ?? await adviseWorkload({
      name, manifests: targets.manifestsOf(target), sources, past: pastOf(folder.trackRecord(), name), record: () => recordOf(target),
    }, settings, folder, io, context);
    tell(advice, { number: i + 1, count: own.length, isKnown: known !== undefined }, options, io);
  }
  const names = new Set(own.map(({ name }) => name));
  const lines = folder.done().filter(({ workload }) => names.has(workload));
  if (options.html !== undefined) writeOutput(options.html, adviceHtml(lines, (workload) => folder.advice(workload)?.advice), io);
  writeFleet(lines, options.json, io);
  return lines.some(({ outcome }) => outcome === 'change' || outcome === 'keep') ? STATUS.ok : STATUS.failed;
}

function writeFleet(lines: readonly FleetLine[], json: string | undefined, io: Io): void {
  const text = lines.length === 1 ? '' : `${renderFleet(lines, terminalOf(io.stdout, io.env))}\n`;
  writeResult(text, fleetFigures(lines), json, io);
}

/** Tells an answer as soon as it is known: a page, or of many workloads a line. */
function tell(
  advice: WorkloadAdvice, { number, count, isKnown }: { number: number; count: number; isKnown: boolean }, { json }: AdviseOptions, io: Io,
): void {
  const output = isStdout(json) ? io.stderr : io.stdout;
  if (count > MOST_PAGES) say(output, isKnown ? '' : `${number}/${count} ${fleetLine(advice)}\n`);
  else say(output, `${renderAdvice(advice, terminalOf(output, io.env))}\n\n`);
}

function rangeOf({ prometheus, tenant, recording, last, from, until, step, queries, policyHistory }: AdviseOptions): object {
  return recording === undefined ? { prometheus, tenant, last, from, until, step, queries, policyHistory } : { recording: resolve(recording) };
}

/** Server and tenant, or the recording, that answers are from. */
function originOf({ prometheus, tenant, recording }: AdviseOptions): string {
  return prometheus === undefined ? resolve(recording!) : [serverAddress(prometheus), ...(tenant === undefined ? [] : [tenant])].join(' ');
}

/** Reads or records the history of one workload at a time, so that memory does not grow with the fleet. */
async function recorderOf(
  { slo: _, ...options }: AdviseOptions, folder: AdviceFolder, io: Io, context: AdviseContext,
): Promise<(target: RecordingTarget) => Promise<Recording>> {
  const { recording, prometheus, policyHistory } = options;
  if (recording !== undefined) {
    const names = new Set(recordedNames(recording));
    return ({ name }) => {
      if (!names.has(name)) throw new UserError(`the recording '${recording}' has no workload ${name}; use one of ${[...names].join(', ')}`);
      return Promise.resolve(readRecording(recording, name));
    };
  }
  const history = policyHistory === undefined ? undefined : await GitHistory.read(policyHistory);
  return async (target) => {
    const own = folder.recordingOf(target.name);
    if (existsSync(join(own, RECORDING_FILE))) return readRecording(own);
    const recorded = await fromPrometheus([target], (each, { start, step, points }) => (
      history ? history.policiesOf(each, start, start + step * (points - 1)) : presentPolicy(each, start)
    ), { ...options, prometheus: prometheus!, out: own }, io, context);
    writeRecording(recorded, own);
    new FolderPieces(own).remove();
    return recorded;
  };
}

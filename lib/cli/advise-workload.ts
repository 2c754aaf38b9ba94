import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { calibrate, calibrationFiles, carryOut, changeFolder, tune, type TuneSlo } from '../entry/simulator';
import { type Manifest, ManifestIndex } from '../manifest';
import { type ManifestSource } from '../manifest/parse';
import { diagnose, findTargets, type Recording } from '../recording';
import { CHANGE_ENTRIES, CHANGE_FILE } from '../report/change/change-folder';
import { loadTraffic, readScenarioFile, type Scenario } from '../scenario';
import { type WorkloadAdvice, type PastPredictions } from '../studies/advise/advice';
import { advised, failed, notCalibrated, notUsable } from '../studies/advise/advise-workload';
import { adviceNotes } from '../studies/advise/notes';
import { type GuardRails } from '../studies/tune/guard-rails';
import { type KnobKind } from '../studies/tune/knob-kind';
import { type ProposedChange } from '../studies/tune/policy-edit';
import { scenarioSlo } from '../studies/tune/slo';
import { UserError } from '../values/user-error';
import { type AdviceFolder, TRAFFIC_STEM } from './advice-folder';
import { type Io } from './io';
import { writeFolder } from './write-folder';
import { writeOutput } from './write-output';

/** Settings of an advice that are the same for all workloads. */
export interface AdviseSettings {
  readonly scenario: Scenario;
  readonly slo?: TuneSlo;
  readonly guardRails: GuardRails;
  /** Parts of a policy that may change. @default - all */
  readonly only?: readonly KnobKind[];
  readonly kubernetes?: string;
  readonly keda?: string;
  /** Folder of the changes. @default - beside each advice */
  readonly out?: string;
}

/** One workload that is advised on. */
export interface AdvisedWorkload {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  readonly sources: ReadonlyMap<Manifest, ManifestSource>;
  readonly past: PastPredictions;
  /** Records the history where it has not been recorded yet. */
  readonly record: () => Promise<Recording>;
}

/** Means of a test to answer for the search. */
export interface AdviseWorkloadContext {
  readonly tune?: typeof tune;
}

/**
 * Records, diagnoses, calibrates and tunes one workload, and writes its change. The output of each step is kept in the
 * folder; a step whose output is there is not repeated.
 */
export async function adviseWorkload(
  workload: AdvisedWorkload, settings: AdviseSettings, folder: AdviceFolder, io: Io, context: AdviseWorkloadContext = {},
): Promise<WorkloadAdvice> {
  const { name, manifests, past } = workload;
  folder.keepManifests(name, manifests);
  let answer: Answer;
  try {
    answer = await answerOf(workload, settings, folder, io, context);
    const { change } = answer;
    if (change) {
      const written = settings.out === undefined ? join(folder.of(name), 'change') : join(settings.out, basename(folder.of(name)));
      writeChange(change, workload, written, io);
      answer = { ...answer, advice: { ...answer.advice, written } };
    }
  } catch (error) {
    // A problem of one workload does not leave the others without advice.
    if (!(error instanceof UserError)) throw error;
    answer = { advice: failed(name, error.message, past) };
  }
  const { advice, change = null, knownUntil } = answer;
  folder.keepAdvice(name, {
    advice, change: change && { edits: change.edits }, sloSeconds: settings.slo?.latencySeconds ?? null, ...(knownUntil !== undefined && { knownUntil }),
  });
  const { outcome, sentence, prediction } = advice;
  folder.addResult({ workload: name, outcome, sentence, settings: advice.settings, prediction });
  return advice;
}

interface Answer {
  readonly advice: WorkloadAdvice;
  readonly change?: ProposedChange | null;
  /** End of the history that it rests on, in Unix seconds. */
  readonly knownUntil?: number;
}

async function answerOf(
  { name, manifests, sources, past, record }: AdvisedWorkload, settings: AdviseSettings, folder: AdviceFolder, io: Io, context: AdviseWorkloadContext,
): Promise<Answer> {
  const { slo, guardRails, only, kubernetes, keda } = settings;
  const scenario = slo === undefined ? settings.scenario : { ...settings.scenario, slo: scenarioSlo(slo) };
  const recording = await record();
  const [diagnosis] = diagnose(recording, slo?.latencySeconds);
  if (!diagnosis) throw new UserError(`the recording has no history of ${name}; record it, or remove the workload`);
  if (diagnosis.verdict === 'not usable') return { advice: notUsable(diagnosis, past) };
  const file = folder.scenarioOf(name);
  if (!existsSync(file)) {
    const calibration = calibrate({ recording, manifests, sources, scenario, kubernetes, keda });
    const written = calibrationFiles(calibration, scenario, TRAFFIC_STEM, 'its recording');
    // The scenario last: where it is, the traffic that it names is as well.
    for (const [each, content] of written.traffic) writeOutput(join(folder.of(name), each), content, io);
    writeOutput(file, written.scenario, io);
  }
  const calibrated = readScenarioFile(file);
  const own = { name, settings: calibrated.scenario.workloads?.[name] ?? {} };
  if (own.settings.calibration?.agreement?.verdict !== 'agrees') return { advice: notCalibrated(own, diagnosis, past) };
  const traffic = await loadTraffic(calibrated.scenario, undefined, { env: io.env, folder: calibrated.folder });
  const input = { manifests, sources, scenario: calibrated.scenario, traffic, kubernetes, keda };
  const tuned = await (context.tune ?? tune)(input, { guardRails, ...(slo && { slo }), ...(only && { settings: only }) });
  const { startEpochSeconds, stepSeconds, points } = recording;
  const notes = notesOf(recording, name, manifests, slo?.latencySeconds);
  const advice = { ...advised(own, diagnosis, tuned, past), ...(notes.length > 0 && { notes }) };
  return { advice, change: tuned.change, knownUntil: startEpochSeconds + (points - 1) * stepSeconds };
}

function notesOf({ workloads }: Recording, name: string, manifests: readonly Manifest[], sloSeconds: number | undefined): string[] {
  const recorded = workloads.find((workload) => workload.name === name);
  const target = findTargets(new ManifestIndex(manifests)).find((each) => each.name === name);
  return recorded ? adviceNotes(recorded, target?.autoscaler, sloSeconds) : [];
}

function writeChange(change: ProposedChange, { manifests, sources }: AdvisedWorkload, folder: string, io: Io): void {
  const carried = carryOut(change, { manifests, sources, read: (file) => readFileSync(file, 'utf8') });
  // A change of an earlier run may have had more stages.
  if (existsSync(join(folder, CHANGE_FILE))) for (const entry of CHANGE_ENTRIES) rmSync(join(folder, entry), { recursive: true, force: true });
  writeFolder(folder, changeFolder(carried), io);
}

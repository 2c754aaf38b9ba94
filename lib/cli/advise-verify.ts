import { renderVerification, terminalOf } from '../entry/simulator';
import { readRecording, recordedNames } from '../recording';
import { readScenarioFile } from '../scenario';
import { pastOf } from '../studies/advise/track-record';
import { type Verification, verifyAdvice } from '../studies/advise/verify';
import { type PolicyEdit } from '../studies/tune/policy-edit';
import { toSeconds } from '../scenario/units';
import { UserError } from '../values/user-error';
import { AdviceFolder } from './advice-folder';
import { type Io, STATUS } from './io';
import { writeResult } from './write-output';

export interface VerifyOptions {
  /** Folder of an advice. */
  readonly verify: string;
  readonly recording?: string;
  readonly trackRecord?: string;
  readonly kubernetes?: string;
  readonly keda?: string;
  readonly json?: string;
}

/** Workload whose prediction cannot be compared. */
interface VerifyFailure {
  readonly workload: string;
  readonly reason: string;
}

/** Compares what was predicted with what a new recording shows, and adds the result to the track record. */
export function verifyCommand({ verify, recording, trackRecord, kubernetes, keda, json }: VerifyOptions, io: Io): number {
  if (recording === undefined) throw new UserError('--verify needs newer data: add --recording with a new recording');
  const folder = new AdviceFolder(verify, trackRecord);
  const names = new Set(recordedNames(recording));
  const advised = folder.results().map(({ workload }) => workload).filter((workload) => names.has(workload));
  if (advised.length === 0) throw new UserError(`the recording '${recording}' has no workload that '${verify}' has advice for; it has ${[...names].join(', ')}`);
  const verifications: Verification[] = [];
  const failures: VerifyFailure[] = [];
  const texts: string[] = [];
  const verifyOne = (workload: string): void => {
    const kept = folder.advice(workload);
    if (!kept?.advice.calibration) return;
    const { scenario } = readScenarioFile(folder.scenarioOf(workload));
    const seconds = kept.sloSeconds ?? (scenario.slo?.latency === undefined ? undefined : toSeconds(scenario.slo.latency));
    const history = readRecording(recording, workload);
    const verification = verifyAdvice(history, history.workloads[0], {
      manifests: kept.manifests, scenario, edits: (kept.change?.edits ?? []) as PolicyEdit[], kubernetes, keda,
      ...(seconds !== undefined && { sloSeconds: seconds }), ...(kept.knownUntil !== undefined && { knownUntil: kept.knownUntil }),
    });
    const { from, to, cameTrue, figures } = verification;
    const wrong = figures.filter(({ agrees }) => !agrees).map(({ name }) => name);
    folder.addToTrackRecord({ workload, from, to, cameTrue, text: cameTrue ? 'all figures agree' : `does not agree: ${wrong.join(', ')}` });
    verifications.push(verification);
    texts.push(renderVerification(verification, pastOf(folder.trackRecord(), workload), terminalOf(io.stdout, io.env)));
  };
  for (const workload of advised) {
    try {
      verifyOne(workload);
    } catch (error) {
      // A prediction that cannot be compared does not keep the others from it.
      if (!(error instanceof UserError) || advised.length === 1) throw error;
      failures.push({ workload, reason: error.message });
      texts.push(`${workload}: cannot be compared: ${error.message}`);
    }
  }
  if (verifications.length === 0 && failures.length === 0) throw new UserError(`'${verify}' has no prediction for ${advised.join(', ')}: no policy was judged for them`);
  writeResult(`${texts.join('\n\n')}\n`, { schemaVersion: 1, workloads: verifications, failures }, json, io);
  return failures.length === 0 && verifications.every(({ cameTrue }) => cameTrue) ? STATUS.ok : STATUS.failed;
}

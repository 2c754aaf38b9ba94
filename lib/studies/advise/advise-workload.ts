import { type Diagnosis } from '../../recording';
import { type WorkloadCalibration } from '../calibrate/calibrate';
import { type TuneDecision, type TuneResult } from '../tune/result';
import { type WorkloadAdvice, type AdviceOutcome, outlookOf, type PastPredictions } from './advice';

/** Empty advice. */
const EMPTY = {
  schemaVersion: 1, confidence: null, settings: [], slo: null, prediction: null, reasons: [], next: null, outside: [], evidence: [], calibration: null,
  frontier: [],
} as const;

const OUTCOMES: Readonly<Record<TuneDecision, AdviceOutcome>> = {
  'change': 'change', 'keep': 'keep', 'infeasible': 'infeasible', 'shifted': 'shifted', 'unknown-service': 'not calibrated',
};

/** Returns the advice for an unusable history. */
export function notUsable(diagnosis: Diagnosis, past: PastPredictions): WorkloadAdvice {
  const { workload, findings, next } = diagnosis;
  return {
    ...EMPTY, workload, past, outcome: 'not usable', reasons: findings, next: next ?? null,
    sentence: `no advice: ${findings[0] ?? 'its history is not usable'}`,
  };
}

/** Returns the advice for a simulated service that disagrees with the recorded one. */
export function notCalibrated({ name, settings }: Pick<WorkloadCalibration, 'name' | 'settings'>, diagnosis: Diagnosis, past: PastPredictions): WorkloadAdvice {
  const { verdict = 'untested', reasons = [] } = settings.calibration?.agreement ?? {};
  const why = verdict === 'disagrees' ? 'the calibrated service does not agree with days that the fit has not seen' : 'the calibrated service could not be judged';
  return {
    ...EMPTY, workload: name, past, outcome: 'not calibrated', reasons, next: nextOf(diagnosis),
    sentence: `no advice: ${why}${reasons.length > 0 ? `: ${reasons[0]}` : ''}`,
  };
}

/** Returns the advice for a failed workload, with the error message. */
export function failed(workload: string, reason: string, past: PastPredictions): WorkloadAdvice {
  return { ...EMPTY, workload, past, outcome: 'failed', reasons: [reason], sentence: `no advice: ${reason}` };
}

/** Returns the advice based on a policy search. */
export function advised(
  { name, settings }: Pick<WorkloadCalibration, 'name' | 'settings'>, diagnosis: Diagnosis, tuned: TuneResult, past: PastPredictions,
): WorkloadAdvice {
  const { decision, confidence, sentence, judgement, days, costBasis, outside, evidence, frontier, slo } = tuned;
  const outcome = OUTCOMES[decision];
  const judgedDays = settings.calibration?.agreement?.judgedDays ?? 0;
  return {
    ...EMPTY, workload: name, past, outcome, sentence, confidence, outside, frontier,
    settings: outcome === 'change' ? tuned.settings : [],
    slo: slo.text,
    prediction: judgement && {
      judgedDays: days.judge, costBasis, today: outlookOf(judgement.today, days.judge), proposed: outlookOf(judgement.chosen, days.judge),
      saving: judgement.saving, chance: judgement.chance,
    },
    reasons: outcome === 'change' || outcome === 'keep' ? [] : [sentence],
    next: nextOf(diagnosis),
    evidence: [...evidence, ...diagnosis.findings.map((finding) => `${finding.slice(0, 1).toUpperCase()}${finding.slice(1)}.`)],
    calibration: `the calibrated service agrees with ${judgedDays} days that the fit has not seen`,
  };
}

/** Returns the series to record, if its absence prevents an evaluation. */
function nextOf({ verdict, next }: Diagnosis): string | null {
  return verdict === 'usable' ? null : next ?? null;
}

import { type CostBasis } from '../tune/cost';
import { type PolicyFigures } from '../tune/judge';
import { type Bounded } from '../tune/resample';
import { type FrontierPoint, type OutsideChange, type TuneConfidence, type TunedSetting } from '../tune/result';

/** Outcome of the advice for one workload. */
export type AdviceOutcome =
  /** A better policy was found and evaluated. */
  | 'change'
  /** The current policy stays. */
  | 'keep'
  /** No policy meets the SLO. */
  | 'infeasible'
  /** Traffic changed between the search days and the evaluation days. */
  | 'shifted'
  /** The history lacks data that every advice requires. */
  | 'not usable'
  /** The calibrated service model disagrees with days that the fit did not use, or could not be evaluated. */
  | 'not calibrated'
  /** Manifests or recording of this workload cannot be read. */
  | 'failed';

/** Figures of a policy on the evaluation days. */
export interface PolicyOutlook {
  /** Cost per day, in the unit of the cost basis. */
  readonly costPerDay: number;
  /** Pod-hours per day. */
  readonly podHoursPerDay: number;
  /** Lowest SLO attainment among the flows. */
  readonly attainment: number;
  /** Maximum number of pods. */
  readonly peakPods: number;
}

/** Figures of the current and the proposed policy on the evaluation days. */
export interface Prediction {
  /** Number of evaluation days. */
  readonly judgedDays: number;
  /** Unit of the costs. */
  readonly costBasis: CostBasis;
  /** Figures of the current policy. */
  readonly today: PolicyOutlook;
  /** Figures of the proposed policy. */
  readonly proposed: PolicyOutlook;
  /** Relative saving on the current cost. */
  readonly saving: Bounded;
  /** P-value: probability of such a saving, with the SLO met, if the policies do not differ. */
  readonly chance: number;
}

/** Past predictions compared with later recordings. */
export interface PastPredictions {
  /** Number of compared predictions. */
  readonly count: number;
  /** Number of predictions that came true. */
  readonly cameTrue: number;
}

/** Advice for one workload, with its evidence. */
export interface WorkloadAdvice {
  /** Version of the advice's keys. */
  readonly schemaVersion: 1;
  /** Name of the workload. */
  readonly workload: string;
  /** Outcome of the advice. */
  readonly outcome: AdviceOutcome;
  /** Advice in one sentence. */
  readonly sentence: string;
  /** Confidence in the change; null for other outcomes. */
  readonly confidence: TuneConfidence | null;
  /** Changed settings; empty if the policy stays. */
  readonly settings: readonly TunedSetting[];
  /** SLO of the evaluation; null without an evaluation. */
  readonly slo: string | null;
  /** Figures of both policies; null if no policy was evaluated. */
  readonly prediction: Prediction | null;
  /** Reasons for the lack of advice, most severe first. */
  readonly reasons: readonly string[];
  /** Series or bucket to record next; null if none is missing. */
  readonly next: string | null;
  /** Tried changes outside the policy. Only if no policy meets the SLO. */
  readonly outside: readonly OutsideChange[];
  /**
   * Notes on reading the advice, such as a different policy in the recording, or an SLO between two buckets. @default -
   * none
   */
  readonly notes?: readonly string[];
  /** Output folder of the change. @default - there is no change */
  readonly written?: string;
  /** Evidence, one sentence each. */
  readonly evidence: readonly string[];
  /** Calibration state of the service model; null if it was not calibrated. */
  readonly calibration: string | null;
  /** Pareto frontier of policies, by cost and SLO attainment. */
  readonly frontier: readonly FrontierPoint[];
  /** Past predictions for this workload. */
  readonly past: PastPredictions;
}

/** Computes the daily figures of a policy. */
export function outlookOf({ cost, podHours, attainment, peakPods }: PolicyFigures, days: number): PolicyOutlook {
  return {
    costPerDay: cost / days, podHoursPerDay: podHours / days, attainment: Math.min(...attainment.map(({ value }) => value)),
    peakPods: peakPods.reduce((sum, each) => sum + each, 0),
  };
}

import { type CostBasis } from '../tune/cost';
import { type PolicyFigures } from '../tune/judge';
import { type Bounded } from '../tune/resample';
import { type FrontierPoint, type OutsideChange, type TuneConfidence, type TunedSetting } from '../tune/result';

/** Answer for one workload. */
export type AdviceOutcome =
  /** A better policy was found and judged. */
  | 'change'
  /** Today's policy stays. */
  | 'keep'
  /** No policy holds the SLO. */
  | 'infeasible'
  /** Traffic changed between the days of the search and the judged ones. */
  | 'shifted'
  /** The history lacks what no advice can do without. */
  | 'not usable'
  /** The calibrated service does not agree with days that the fit has not seen, or could not be judged. */
  | 'not calibrated'
  /** Manifests or recording of this workload cannot be read. */
  | 'failed';

/** Figures of a policy on the judged days. */
export interface PolicyOutlook {
  /** Cost per day, in the unit of the cost basis. */
  readonly costPerDay: number;
  /** Pod-hours per day. */
  readonly podHoursPerDay: number;
  /** Lowest share of a flow that held the SLO. */
  readonly attainment: number;
  /** Highest pod count. */
  readonly peakPods: number;
}

/** Figures of both policies on the judged days. */
export interface Prediction {
  /** Number of judged days. */
  readonly judgedDays: number;
  /** Unit of the costs. */
  readonly costBasis: CostBasis;
  /** Figures of today's policy. */
  readonly today: PolicyOutlook;
  /** Figures of the proposed policy. */
  readonly proposed: PolicyOutlook;
  /** Share of today's cost that is saved. */
  readonly saving: Bounded;
  /** Probability of such a saving, with the SLO held, if the policies do not differ (p-value). */
  readonly chance: number;
}

/** Past predictions that were compared with what came. */
export interface PastPredictions {
  /** Number of compared predictions. */
  readonly count: number;
  /** Number of those that came true. */
  readonly cameTrue: number;
}

/** Advice for one workload, with its evidence. */
export interface WorkloadAdvice {
  /** Version of the advice's keys. */
  readonly schemaVersion: 1;
  /** Name of the workload. */
  readonly workload: string;
  /** Kind of the answer. */
  readonly outcome: AdviceOutcome;
  /** The answer in one sentence. */
  readonly sentence: string;
  /** Only of a change. */
  readonly confidence: TuneConfidence | null;
  /** Settings that change; empty where the policy stays. */
  readonly settings: readonly TunedSetting[];
  /** SLO that the policies were judged by; null where none was. */
  readonly slo: string | null;
  /** Null where no policy was judged. */
  readonly prediction: Prediction | null;
  /** Reasons why there is no advice, the gravest first. */
  readonly reasons: readonly string[];
  /** The one series or bucket to add; null where nothing is missing. */
  readonly next: string | null;
  /** Changes outside the policy that were tried; only where no policy holds the SLO. */
  readonly outside: readonly OutsideChange[];
  /**
   * Remarks on how the advice is read: another policy in the recording, an SLO between two buckets. @default - none
   */
  readonly notes?: readonly string[];
  /** Folder that the change was written to. @default - there is no change */
  readonly written?: string;
  /** Evidence for the answer, one sentence each. */
  readonly evidence: readonly string[];
  /** State of the calibrated service; null where it was not calibrated. */
  readonly calibration: string | null;
  /** Policies that trade cost against the SLO. */
  readonly frontier: readonly FrontierPoint[];
  /** Earlier predictions of this workload. */
  readonly past: PastPredictions;
}

/** Sums up the figures of a policy over so many days. */
export function outlookOf({ cost, podHours, attainment, peakPods }: PolicyFigures, days: number): PolicyOutlook {
  return {
    costPerDay: cost / days, podHoursPerDay: podHours / days, attainment: Math.min(...attainment.map(({ value }) => value)),
    peakPods: peakPods.reduce((sum, each) => sum + each, 0),
  };
}

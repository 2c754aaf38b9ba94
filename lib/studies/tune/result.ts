import { type CostBasis } from './cost';
import { type Judgement } from './judge';
import { type PolicyEdit, type ProposedChange } from './policy-edit';
import { type Bounded } from './resample';
import { type TuneSlo } from './slo';

/** Decision of a search. */
export type TuneDecision =
  /** A better policy was found, and met the SLO on days that the search did not use. */
  | 'change'
  /** The current policy stays: no policy that meets the SLO is cheaper by enough. */
  | 'keep'
  /** No policy meets the SLO. */
  | 'infeasible'
  /** A service model is assumed: figures only compare policies, and do not describe the real service. */
  | 'unknown-service'
  /**
   * Traffic or image changed between the blocks of days, so that the evaluation days are not comparable with the
   * others. The best previous policy is proposed without proof.
   */
  | 'shifted';

/** Strength of the evidence for a change. */
export type TuneConfidence =
  /** At least two evaluation weeks, with 95 % confidence, and no pod load above the recorded maximum. */
  | 'proven'
  /** Less than two evaluation weeks, or an SLO that is met without 95 % confidence. */
  | 'provisional'
  /** Pod load above the recorded maximum: run a load test or a canary first. */
  | 'load-test';

/** Changed setting of a policy. */
export interface TunedSetting {
  /** Name of the workload. */
  readonly workload: string;
  /** Name of the setting: 'minReplicas', 'cpu target', 'scaleDown window' */
  readonly setting: string;
  /** Value before the change, with its unit. */
  readonly from: string;
  /** Value after the change, with its unit. */
  readonly to: string;
}

/** Policy on the Pareto frontier: no other searched policy has both lower cost and higher SLO attainment. */
export interface FrontierPoint {
  /** Settings that differ from the current policy. */
  readonly settings: readonly TunedSetting[];
  /** Cost per day, on the search days. */
  readonly costPerDay: number;
  /** Lowest SLO attainment among the flows, on the search days. */
  readonly attainment: number;
  /** True if the policy meets the SLO. */
  readonly holds: boolean;
  /** Role of the policy; undefined for all but two. */
  readonly is?: 'today' | 'chosen';
}

/** Effect of one change on its own, on the selection days. */
export interface SingleEffect {
  /** Changed setting. */
  readonly setting: TunedSetting;
  /** Relative saving on the current cost. */
  readonly saving: Bounded;
  /** Lowest SLO attainment among the flows. */
  readonly attainment: number;
}

/** Change outside the policy, and its effect with the nearest policy. */
export interface OutsideChange {
  /** Description: 'pods that are ready in 45 s instead of 90 s' */
  readonly text: string;
  /** Lowest SLO attainment among the flows. */
  readonly attainment: number;
  /** Cost per day. */
  readonly costPerDay: number;
  /** True if the policy then meets the SLO. */
  readonly holds: boolean;
}

/** Policy with the smallest miss of the SLO. */
export interface NearestMiss {
  /** Settings that differ from the current policy. */
  readonly settings: readonly TunedSetting[];
  /** Edits of the manifests. */
  readonly edits: readonly PolicyEdit[];
  /** Lowest SLO attainment among the flows, on the selection days. */
  readonly attainment: number;
  /** Missing share to the objective; 0 or less if it is met without 95 % confidence. */
  readonly missingShare: number;
}

/** Policy selected on the selection days. */
export interface TuneCandidate {
  /** Settings that differ from the current policy. */
  readonly settings: readonly TunedSetting[];
  /** Edits of the manifests. */
  readonly edits: readonly PolicyEdit[];
}

/** Result of `tune`. Costs are per day. */
export interface TuneResult {
  /** Version of the result's keys. */
  readonly schemaVersion: 1;
  /** Decision of the search. */
  readonly decision: TuneDecision;
  /** Confidence in a change; null for other decisions. */
  readonly confidence: TuneConfidence | null;
  /** Decision in one sentence, with cost and SLO before and after on the evaluation days. */
  readonly sentence: string;
  /** SLO of the evaluation. */
  readonly slo: { readonly text: string; readonly objectives: readonly number[]; readonly given: TuneSlo | null };
  /** Days in each block: for the search, the selection and the evaluation. */
  readonly days: { readonly fit: number; readonly choose: number; readonly judge: number };
  /** Unit of the costs. */
  readonly costBasis: CostBasis;
  /** Comparison of the current and the selected policy on the evaluation days; null without a selected policy. */
  readonly judgement: Judgement | null;
  /** Changed settings; empty if the policy stays. */
  readonly settings: readonly TunedSetting[];
  /** Edits of the manifests. */
  readonly edits: readonly PolicyEdit[];
  /** Policy selected before the evaluation, whatever its verdict; undefined if none met the SLO. */
  readonly candidate?: TuneCandidate;
  /** Proposed change; null for other decisions. */
  readonly change: ProposedChange | null;
  /** Pareto frontier of policies, by cost and SLO attainment. */
  readonly frontier: readonly FrontierPoint[];
  /** Effect of each change on its own. */
  readonly alone: readonly SingleEffect[];
  /** Nearest policy. Only if no policy meets the SLO. */
  readonly nearest: NearestMiss | null;
  /** Changes outside the policy. Only if no policy meets the SLO. */
  readonly outside: readonly OutsideChange[];
  /** Evidence, one sentence each. */
  readonly evidence: readonly string[];
  /** Remarks on the traffic and the search, one sentence each. */
  readonly remarks: readonly string[];
  /** Number of scored policies and of simulated days. */
  readonly effort: { readonly policies: number; readonly days: number };
  /** True if the search was stopped before its end. */
  readonly stopped: boolean;
}

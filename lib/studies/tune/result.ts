import { type CostBasis } from './cost';
import { type Judgement } from './judge';
import { type PolicyEdit, type ProposedChange } from './policy-edit';
import { type Bounded } from './resample';
import { type TuneSlo } from './slo';

/** Answer of a search. */
export type TuneDecision =
  /** A better policy was found, and held the SLO on days that it had not seen. */
  | 'change'
  /** Today's policy stays: nothing that holds the SLO is cheaper by enough. */
  | 'keep'
  /** No policy holds the SLO. */
  | 'infeasible'
  /** A service model is assumed: figures compare policies, and say nothing of the real service. */
  | 'unknown-service'
  /**
   * Traffic or image changed between the blocks, so that the judged days say nothing of the others: the best before is
   * offered, not proven.
   */
  | 'shifted';

/** Strength of the evidence for a change. */
export type TuneConfidence =
  /** Two judged weeks or more, with 95 % confidence, and no pod hotter than was recorded. */
  | 'proven'
  /** Fewer than two judged weeks, or an SLO that is held without 95 % confidence. */
  | 'provisional'
  /** Its pods run hotter than any that was recorded: a load test, or a canary, has to come first. */
  | 'load-test';

/** One setting that a policy changes. */
export interface TunedSetting {
  /** Name of the workload. */
  readonly workload: string;
  /** 'minReplicas', 'cpu target', 'scaleDown window' */
  readonly setting: string;
  /** Value before the change, with its unit. */
  readonly from: string;
  /** Value after the change, with its unit. */
  readonly to: string;
}

/** Policy of the frontier: no other of the search is both cheaper and better at the SLO. */
export interface FrontierPoint {
  /** Settings that differ from today's policy. */
  readonly settings: readonly TunedSetting[];
  /** Cost a day, on the days that were searched on. */
  readonly costPerDay: number;
  /** Lowest share of a flow that held the SLO, on the same days. */
  readonly attainment: number;
  /** True where the policy holds the SLO. */
  readonly holds: boolean;
  /** Role of the policy; undefined for all but two. */
  readonly is?: 'today' | 'chosen';
}

/** Effect of one change alone, on the days that a policy was chosen on. */
export interface SingleEffect {
  /** Setting that changes. */
  readonly setting: TunedSetting;
  /** Share of today's cost that is saved. */
  readonly saving: Bounded;
  /** Lowest share of a flow that held the SLO. */
  readonly attainment: number;
}

/** Change outside the policy, and what the nearest policy would do with it. */
export interface OutsideChange {
  /** 'pods that are ready in 45 s instead of 90 s' */
  readonly text: string;
  /** Lowest share of a flow that held the SLO. */
  readonly attainment: number;
  /** Cost per day. */
  readonly costPerDay: number;
  /** True where the policy then holds the SLO. */
  readonly holds: boolean;
}

/** Policy that comes nearest to the SLO. */
export interface NearestMiss {
  /** Settings that differ from today's policy. */
  readonly settings: readonly TunedSetting[];
  /** Edits of the manifests. */
  readonly edits: readonly PolicyEdit[];
  /** Lowest share of a flow that held the SLO, on the days to choose on. */
  readonly attainment: number;
  /** Share that is missing to the objective; 0 or less where it is held without 95 % confidence. */
  readonly missingShare: number;
}

/** Policy that was chosen on the days to choose on. */
export interface TuneCandidate {
  /** Settings that differ from today's policy. */
  readonly settings: readonly TunedSetting[];
  /** Edits of the manifests. */
  readonly edits: readonly PolicyEdit[];
}

/** Result of `tune`. Costs are a day's. */
export interface TuneResult {
  /** Version of the result's keys. */
  readonly schemaVersion: 1;
  /** Answer of the search. */
  readonly decision: TuneDecision;
  /** Only of a change. */
  readonly confidence: TuneConfidence | null;
  /** The answer in one sentence, with cost and SLO before and after on the judged days. */
  readonly sentence: string;
  /** SLO that policies are judged by. */
  readonly slo: { readonly text: string; readonly objectives: readonly number[]; readonly given: TuneSlo | null };
  /** Days of each block of the traffic. */
  readonly days: { readonly fit: number; readonly choose: number; readonly judge: number };
  /** Unit of the costs. */
  readonly costBasis: CostBasis;
  /** Today's policy and the chosen one on the judged days; null where nothing was chosen. */
  readonly judgement: Judgement | null;
  /** Settings that change; empty where the policy stays. */
  readonly settings: readonly TunedSetting[];
  /** Edits of the manifests. */
  readonly edits: readonly PolicyEdit[];
  /** Policy that was chosen before any day was judged, whatever the verdict on it; left out where none held the SLO. */
  readonly candidate?: TuneCandidate;
  /** Only of a change. */
  readonly change: ProposedChange | null;
  /** Policies that trade cost against the SLO. */
  readonly frontier: readonly FrontierPoint[];
  /** Effect of each change alone. */
  readonly alone: readonly SingleEffect[];
  /** Only where no policy holds the SLO. */
  readonly nearest: NearestMiss | null;
  /** Changes outside the policy; only where no policy holds the SLO. */
  readonly outside: readonly OutsideChange[];
  /** Evidence for the answer, one sentence each. */
  readonly evidence: readonly string[];
  /** Remarks on the traffic and the search, one sentence each. */
  readonly remarks: readonly string[];
  /** Policies that were scored, and days that were simulated. */
  readonly effort: { readonly policies: number; readonly days: number };
  /** True where the search was stopped before its end. */
  readonly stopped: boolean;
}

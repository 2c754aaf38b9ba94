import { type Conclusion, type FlowConclusion } from '../../results/conclusion/conclusion';
import { priceOf } from '../../results/price';
import { type Summary } from '../../results/summary';
import { type Run } from '../../simulator/run/run';
import { type World } from '../../simulator/world/world';
import { runJobs, type RunJobsOptions } from '../sweep/run-jobs';
import { policyChanges } from './policy-changes';

/** Most effective of the tried changes of a policy. */
export interface Advice {
  /** Flow whose SLO is missed. */
  readonly flow: string;
  /** Number of tried changes, each in its own run. */
  readonly tried: number;
  /** Requests per batch in these runs. */
  readonly batchSize: number;
  /** Most effective change; null if none helps. */
  readonly best: ChangeEffect | null;
}

/** Effect of a change, compared with the unchanged policy. */
export interface ChangeEffect {
  /** Name of the workload. */
  readonly workload: string;
  /** Setting that changes. */
  readonly field: string;
  /** Value before the change. */
  readonly before: string;
  /** Value after the change. */
  readonly after: string;
  /** Share of the flow's requests answered within the SLO. */
  readonly attainment: Effect;
  /** True if every flow meets its SLO. */
  readonly met: boolean;
  /** Replica-hours of all workloads. */
  readonly replicaHours: Effect;
  /** Cost of the run. */
  readonly cost: Effect;
}

/** Figure without and with the change. */
export interface Effect {
  /** Figure before the change. */
  readonly before: number;
  /** Figure after the change. */
  readonly after: number;
}

const MOST_CHANGES = 4;
/** Maximum request-stages of one run; larger runs are simulated in batches. */
const MOST_STAGES = 1_000_000;
/** Minimum share of late or lost requests that a change must avoid. */
const LEAST_HELP = 0.05;

/**
 * Runs a few changes of the policy against the same traffic and returns the most effective one; undefined if every flow
 * meets its SLO.
 */
export async function bestChange(run: Run, conclusion: Conclusion, options: RunJobsOptions = {}): Promise<Advice | undefined> {
  const flow = worstFlow(conclusion);
  if (!flow) return undefined;
  const changes = policyChanges(run, flow, MOST_CHANGES);
  const worlds = [run.world, ...changes.map(({ world }) => world)].map(bounded);
  const results = changes.length === 0 ? [] : await runJobs(worlds.map((world) => ({ world, keepRun: false, optimum: false })), options);
  const [base, ...summaries] = results.map(({ summary }) => summary);
  const batchSize = base?.method.batchSize ?? 1;
  let best: number | undefined;
  for (const [i, summary] of summaries.entries()) {
    if (missedOf(summary) > (1 - LEAST_HELP) * missedOf(base)) continue;
    if (best === undefined || isBetter(summary, summaries[best])) best = i;
  }
  const effect = best === undefined ? null : effectOf(changes[best], flow.name, base, summaries[best]);
  return { flow: flow.name, tried: changes.length, batchSize, best: effect };
}

function worstFlow({ flows }: Conclusion): FlowConclusion | undefined {
  return flows.filter(({ verdict }) => verdict === 'missed').reduce<FlowConclusion | undefined>((worst, flow) => (
    worst && worst.missedRequests >= flow.missedRequests ? worst : flow
  ), undefined);
}

function bounded(world: World): World {
  return { ...world, limits: { ...world.limits, maxRequestStages: Math.min(world.limits.maxRequestStages, MOST_STAGES) } };
}

/** Orders policies: those that meet every SLO first, by cost; the others by missed requests. */
function isBetter(one: Summary, other: Summary): boolean {
  if (isMet(one) !== isMet(other)) return isMet(one);
  return isMet(one) ? replicaHours(one) < replicaHours(other) : missedOf(one) < missedOf(other);
}

function effectOf(change: Omit<ChangeEffect, 'attainment' | 'met' | 'replicaHours' | 'cost'> & { world?: World }, flow: string, base: Summary, changed: Summary): ChangeEffect {
  const { workload, field, before, after } = change;
  const effect = (figure: (summary: Summary) => number): Effect => ({ before: figure(base), after: figure(changed) });
  return {
    workload, field, before, after,
    attainment: effect(({ flows }) => flows.find(({ name }) => name === flow)!.slo!.attainmentByRequest ?? 1),
    met: isMet(changed),
    replicaHours: effect(replicaHours),
    cost: effect((summary) => (priceOf(summary).unit === 'cost' ? priceOf(summary).value : 0)),
  };
}

function isMet({ flows }: Summary): boolean {
  return flows.every(({ slo }) => slo === null || slo.met);
}

function missedOf({ flows }: Summary): number {
  return flows.reduce((sum, { requests: { late, timedOut, killed, refused } }) => sum + (late ?? 0) + timedOut + killed + refused, 0);
}

function replicaHours({ workloads }: Summary): number {
  return workloads.reduce((sum, workload) => sum + workload.replicaHours, 0);
}

import { type Conclusion, type FlowConclusion } from '../../results/conclusion/conclusion';
import { priceOf } from '../../results/price';
import { type Summary } from '../../results/summary';
import { type Run } from '../../simulator/run/run';
import { type World } from '../../simulator/world/world';
import { runJobs, type RunJobsOptions } from '../sweep/run-jobs';
import { policyChanges } from './policy-changes';

/** The change of a policy that helps most, of those that were tried. */
export interface Advice {
  /** Flow that is to be helped. */
  readonly flow: string;
  /** Changes that were tried, each in a run of its own. */
  readonly tried: number;
  /** Requests that these runs simulate as one. */
  readonly batchSize: number;
  /** Null where none of them helps. */
  readonly best: ChangeEffect | null;
}

/** Effect of a change, beside the policy as it is. */
export interface ChangeEffect {
  /** Name of the workload. */
  readonly workload: string;
  /** Setting that changes. */
  readonly field: string;
  /** Value before the change. */
  readonly before: string;
  /** Value after the change. */
  readonly after: string;
  /** Share of the flow's requests that are answered in time. */
  readonly attainment: Effect;
  /** True where every flow meets its SLO. */
  readonly met: boolean;
  /** Replica hours of all workloads. */
  readonly replicaHours: Effect;
  /** Cost of the run. */
  readonly cost: Effect;
}

/** A figure under the policy as it is, and with the change. */
export interface Effect {
  /** Figure before the change. */
  readonly before: number;
  /** Figure after the change. */
  readonly after: number;
}

const MOST_CHANGES = 4;
/** Request-stages of one run; larger ones are simulated in batches. */
const MOST_STAGES = 1_000_000;
/** Part of the late or lost requests that a change has to save. */
const LEAST_HELP = 0.05;

/**
 * Runs a few changes of the policy against the same traffic and returns the one that helps most; undefined where no
 * flow misses its SLO.
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

/**
 * Policies that meet every SLO precede the others, and of these the cheapest; else the one that misses the fewest
 * requests.
 */
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

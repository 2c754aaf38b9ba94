import { DEFAULT_CPU_UTILIZATION } from '../hpa/constants';
import { UserError } from '../values/user-error';
import { withDefaultHpa } from '../simulator/engine/autoscalers/default-hpa';
import { withFixedReplicas } from '../simulator/engine/autoscalers/fixed-autoscaler';
import { replicaBounds } from '../simulator/world/replica-bounds';
import { type Conclusion } from '../results/conclusion';
import { type Summary } from '../results/summary';
import { type Run } from '../simulator/run/run';
import { type Workload, type World } from '../simulator/world/world';
import { type Advice, bestChange } from './counterfactual/best-change';
import { runJobs, type RunJobsOptions } from './sweep/run-jobs';

/** Policy to compare, with its simulated cluster. The compared clusters should not differ otherwise. */
export interface Candidate {
  /** Name of the policy in the comparison. */
  readonly name: string;
  /** Simulated cluster with this policy. */
  readonly world: World;
}

/** Baseline of a comparison, in the simulated cluster of the first candidate. */
export type Baseline =
  /** Kubernetes' default HPA: 80 % of the requested cpu within the candidate's own bounds, no behavior. */
  | { readonly kind: 'default-hpa' }
  /**
   * Fixed replica count for every workload.
   * @default - the first candidate's mean, rounded up: the same cost without an autoscaler
   */
  | { readonly kind: 'fixed'; readonly replicas?: number };

/** Options of a comparison. */
export interface CompareOptions extends RunJobsOptions {
  /** Baselines beside the policies. @default - the default HPA and a fixed count */
  readonly baselines?: readonly Baseline[];
  /** Seeds for the runs of every policy. @default - each candidate's own */
  readonly seeds?: readonly number[];
  /** True to keep the run of each policy's first seed. @default false */
  readonly keepRuns?: boolean;
  /**
   * True to run a few changes of policies that miss their SLO, and to report the one that helps most. @default false
   */
  readonly counterfactuals?: boolean;
}

/** Policies compared on the same traffic. */
export interface Comparison {
  /** Figures of each policy and baseline. */
  readonly columns: readonly ComparedPolicy[];
  /** Notes: reasons for missing baselines, and differences between the simulated clusters. */
  readonly notes: readonly string[];
}

/** Compared policy with its results. */
export interface ComparedPolicy {
  /** Name of the policy. */
  readonly name: string;
  /** True for a baseline, false for a policy. */
  readonly baseline: boolean;
  /** Summaries, one per seed. */
  readonly summaries: readonly Summary[];
  /** Conclusion of the first seed: causes of late and lost requests. */
  readonly conclusion?: Conclusion;
  /** Most effective change, if the policy misses its SLO and changes were run. */
  readonly advice?: Advice;
  /** Run of the first seed, if runs are kept. */
  readonly run?: Run;
}

/** Maximum number of policies that miss their SLO for which changes are run. */
const MOST_ADVISED = 3;

const BASELINES: readonly Baseline[] = [{ kind: 'default-hpa' }, { kind: 'fixed' }];

/**
 * Runs several policies and the baselines on the same traffic.
 *
 * @throws UserError if two candidates have the same name, or do not scale the same workloads.
 */
export async function compare(given: readonly Candidate[], options: CompareOptions = {}): Promise<Comparison> {
  const { baselines = BASELINES, seeds, onProgress, threads, keepRuns = false } = options;
  requireNames(given);
  const { candidates, notes: restricted } = withCommonWorkloads(given);
  const each = seeds?.length ?? 1;
  const all = candidates.length + baselines.length;
  let before = 0;
  const run = async (policies: readonly Candidate[], baseline: boolean): Promise<ComparedPolicy[]> => {
    const worlds = policies.flatMap(({ world }) => (seeds ? seeds.map((seed) => ({ ...world, seed })) : [world]));
    const results = await runJobs(worlds.map((world, i) => ({ world, keepRun: keepRuns && i % each === 0, conclude: i % each === 0 })), {
      threads, onProgress: (share) => onProgress?.((before + share * policies.length) / all),
    });
    before += policies.length;
    return policies.map(({ name }, i) => {
      const { conclusion, run: kept } = results[i * each];
      const summaries = results.slice(i * each, (i + 1) * each).map(({ summary }) => summary);
      return { name, baseline, summaries, ...(conclusion && { conclusion }), ...(kept && { run: kept }) };
    });
  };

  const plain = await run(candidates, false);
  const compared = options.counterfactuals === true ? await withAdvice(plain, candidates, { seeds, threads }) : plain;
  const notes = [...restricted, ...differences(candidates)];
  const references = baselines.flatMap((baseline): Candidate[] => {
    const reference = baselineOf(baseline, candidates[0], compared[0].summaries, notes);
    return reference ? [reference] : [];
  });
  return { columns: [...compared, ...(references.length > 0 ? await run(references, true) : [])], notes };
}

/** Adds the most effective change to policies that miss their SLO. */
async function withAdvice(
  policies: readonly ComparedPolicy[], candidates: readonly Candidate[], { seeds, threads }: Pick<CompareOptions, 'seeds' | 'threads'>,
): Promise<ComparedPolicy[]> {
  const advised: ComparedPolicy[] = [];
  let left = MOST_ADVISED;
  for (const [i, policy] of policies.entries()) {
    const { conclusion } = policy;
    if (left === 0 || !conclusion?.flows.some(({ verdict }) => verdict === 'missed')) {
      advised.push(policy);
      continue;
    }
    left--;
    const world = { ...candidates[i].world, ...(seeds && { seed: seeds[0] }) };
    const kept = policy.run ?? (await runJobs([{ world, keepRun: true, optimum: false }], { threads }))[0].run;
    const advice = kept && await bestChange(kept, conclusion, { threads });
    advised.push({ ...policy, ...(advice && { advice }) });
  }
  return advised;
}

function baselineOf(baseline: Baseline, { name, world }: Candidate, summaries: readonly Summary[], notes: string[]): Candidate | undefined {
  if (baseline.kind === 'default-hpa') {
    const unrequested = world.workloads.filter((workload) => !requestsCpu(workload));
    if (unrequested.length > 0) {
      notes.push(`no default HPA: ${unrequested.map(({ id }) => id).join(', ')} requests no cpu in some container, so that a utilization cannot be computed`);
      return undefined;
    }
    return { name: `default HPA (cpu ${DEFAULT_CPU_UTILIZATION} %)`, world: { ...world, workloads: world.workloads.map(underDefaultHpa) } };
  }
  const meanOf = (i: number): number => summaries.reduce((sum, { workloads }) => sum + workloads[i].replicas.mean, 0) / summaries.length;
  const counts = world.workloads.map((_, i) => baseline.replicas ?? Math.max(1, Math.ceil(meanOf(i) - 1e-9)));
  const workloads = world.workloads.map((workload, i) => withFixedReplicas(workload, counts[i]));
  if (baseline.replicas === undefined) notes.push(`the fixed count is the mean of ${name}, rounded up`);
  return { name: `fixed ${[...new Set(counts)].length === 1 ? counts[0] : counts.join('/')}`, world: { ...world, workloads } };
}

function requestsCpu({ containers, podLevelRequests }: Workload): boolean {
  return podLevelRequests?.cpuMilli !== undefined || containers.every(({ cpuRequestMilli }) => cpuRequestMilli !== undefined);
}

function requireNames(candidates: readonly Candidate[]): void {
  if (candidates.length === 0) throw new UserError('nothing to compare; add at least one policy');
  const names = candidates.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UserError(`two policies are named '${twice}'; rename one of them`);
}

/**
 * Returns the candidates restricted to their common workloads; the others are listed in notes.
 *
 * @throws UserError if there is no common workload.
 */
function withCommonWorkloads(candidates: readonly Candidate[]): { candidates: readonly Candidate[]; notes: string[] } {
  const ids = candidates.map(({ world }) => new Set(world.workloads.map(({ id }) => id)));
  const common = [...ids[0]].filter((id) => ids.every((each) => each.has(id)));
  const flows = candidates[0].world.flows.filter(({ stages }) => stages.every(({ workload }) => common.includes(workload)));
  if (flows.length === 0) {
    const listed = (i: number): string => [...ids[i]].sort().join(', ');
    const other = candidates.findIndex((_, i) => listed(i) !== listed(0));
    throw new UserError(`'${candidates[0].name}' has the workloads ${listed(0)}, but '${candidates[other].name}' has ${listed(other)}; compare policies of the same workloads`);
  }
  const notes = candidates.flatMap(({ name }, i) => {
    const own = [...ids[i]].filter((id) => !common.includes(id));
    return own.length > 0 ? [`only ${name} has ${own.join(', ')}, which is not compared`] : [];
  });
  return { candidates: notes.length === 0 ? candidates : candidates.map(({ name, world }) => ({ name, world: restricted(world, common) })), notes };
}

/** Returns the simulated cluster without the other workloads, the flows through them, and their faults. */
function restricted(world: World, ids: readonly string[]): World {
  const flows = world.flows.filter(({ stages }) => stages.every(({ workload }) => ids.includes(workload)));
  const passed = new Set(flows.flatMap(({ stages }) => stages.map(({ workload }) => workload)));
  return {
    ...world, flows,
    workloads: world.workloads.filter(({ id }) => passed.has(id)),
    faults: world.faults.filter((fault) => !('workload' in fault) || passed.has(fault.workload)),
  };
}

function differences(candidates: readonly Candidate[]): string[] {
  const duration = candidates.some(({ world }) => world.durationSeconds !== candidates[0].world.durationSeconds);
  return duration ? ['the runs are not equally long: compare rates and shares, not totals'] : [];
}

/**
 * Replaces the autoscaler with the default HPA, within its own bounds. The minimum is at least 1, because utilization
 * cannot be read without pods, and an HPA does not scale a workload at zero.
 */
function underDefaultHpa(given: Workload): Workload {
  const workload = { ...given, replicas: Math.max(1, given.replicas) };
  const { minReplicas, maxReplicas } = replicaBounds(workload);
  return workload.autoscaler.kind !== 'fixed' ? withDefaultHpa(workload, { minReplicas: Math.max(1, minReplicas), maxReplicas }) : withDefaultHpa(workload);
}

import { buildWorld, type WorldInput } from '../../scenario/build-world';
import { hpaOf } from '../../simulator/world/replica-bounds';
import { type World } from '../../simulator/world/world';
import { perMinute } from '../../traffic/per-minute';
import { UserError } from '../../values/user-error';
import { ManifestIndex } from '../../manifest';
import { podDemandOf } from '../../manifest/pod-demand';
import { findCandidates } from '../../scenario/candidates';
import { calibratedEvidence } from './calibrated-evidence';
import { CostModel, type Prices } from './cost';
import { cut } from './day-world';
import { type Blocks, type Day, DAY_SECONDS, splitDays } from './days';
import { Effort } from './effort';
import { Evaluator } from './evaluator';
import { allowedKinds, checkGuardRails, type GuardRails, replicaLimits } from './guard-rails';
import { type KnobKind } from './knob-kind';
import { levelShift } from './level-shift';
import { outsideVariations } from './outside';
import { PolicySearch } from './policy-search';
import { type OutsideChange, type SingleEffect, type TuneResult } from './result';
import { scheduledHpaKnobs, scheduleKnobs } from './schedule-knobs';
import { type SearchSpace, searchSpace } from './search-space';
import { assumedServices, lowest, toBeKnown } from './sentences';
import { slowerService } from './slower-service';
import { type TuneSlo } from './slo';
import { statedLimits } from './stated-limits';
import { settingsOf, Verdict } from './verdict';

/** Options of a policy search. */
export interface TuneOptions {
  /** SLO on the end-to-end latency. @default - the scenario's, of each flow */
  readonly slo?: TuneSlo;
  /** Constraints on the policy; each takes precedence over that of the scenario's `tune`. @default - none */
  readonly guardRails?: GuardRails;
  /**
   * Prices in addition to those of the scenario's node pools and workloads. @default - those of the scenario's `tune`
   */
  readonly prices?: Prices;
  /**
   * Number of days for the selection and for the evaluation; the search uses the others. @default - a quarter and half
   * of the days, in whole weeks from four weeks on
   */
  readonly blocks?: { readonly choose?: number; readonly judge?: number };
  /** Changes of a workload's image, code or machine, in seconds of the run, each with a sentence. @default - none */
  readonly events?: readonly TuneEvent[];
  /** Seed of the random draws of requests, policies and days. @default - the scenario's */
  readonly seed?: number;
  /** Policy settings that may change. @default - those of the scenario's `tune`, else all that the guard-rails allow */
  readonly settings?: readonly KnobKind[];
  /** Length of a day in seconds. @default 86400 */
  readonly daySeconds?: number;
  /** Maximum number of threads. @default - one per core */
  readonly threads?: number;
  /** Callback before the search for each limitation of the result, as a sentence. */
  readonly onWarning?: (sentence: string) => void;
  /** Callback with the estimated progress, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Stops the search; the best policy so far is evaluated. */
  readonly signal?: AbortSignal;
}

/** Change of the workload or its environment, such as a deployment. */
export interface TuneEvent {
  /** Time in seconds from the start of the traffic. */
  readonly atSeconds: number;
  /** Description of the event, as a sentence. */
  readonly text: string;
}

/**
 * Searches for the cheapest policy that meets an SLO, and evaluates it on days that the search did not use.
 *
 * Policies are edits of the manifests' autoscalers. The search uses the first days of the traffic, the selection the
 * days after these. The selected policy is evaluated once, beside the current policy, on the last days.
 *
 * @throws UserError if the input contradicts itself, has fewer than three days, or no autoscaler.
 */
export async function tune(input: WorldInput, options: TuneOptions = {}): Promise<TuneResult> {
  const { slo, seed, threads } = options;
  const { guardRails, prices, settings } = statedLimits(input.scenario, options);
  checkGuardRails(guardRails);
  const world = buildWorld(input, seed === undefined ? {} : { seed });
  if (!world.workloads.some(({ autoscaler }) => hpaOf(autoscaler))) {
    throw new UserError('no workload is autoscaled, so that there is no policy to tune; add manifests with a HorizontalPodAutoscaler or a ScaledObject');
  }
  const assumed = assumedServices(world);
  if (assumed.length > 0) options.onWarning?.(`unknown service: the answer will have relative figures and no verdict on the SLO; ${toBeKnown(assumed)}`);
  const costs = new CostModel(world, prices);
  const blocks = splitDays(world.durationSeconds, options.blocks, options.daySeconds ?? DAY_SECONDS);
  const space = searchSpace(input, world, {
    limitsOf: (id) => replicaLimits(guardRails, gpusPerPod(input, id)), kinds: allowedKinds(guardRails) ?? settings,
    more: (id, autoscaler) => (autoscaler.kind === 'ScaledObject' ? scheduleKnobs : scheduledHpaKnobs)(world, id, autoscaler, blocks.judge[0].from),
  });
  if (space.knobs.length === 0) throw new UserError('the guard-rails leave no setting to change; allow more than schedules, or add a schedule to the autoscaler');
  const effort = new Effort(space.knobs.length, blocks, options.onProgress);
  const evaluator = new Evaluator(input, world, slo, { threads, onDays: (count, fidelity) => effort.add(count, fidelity) });
  try {
    return await answer(input, { ...options, guardRails }, { world, blocks, space, evaluator, costs });
  } finally {
    await evaluator.close();
  }
}

/** Policies to try, and the means to evaluate them. */
interface Trials {
  readonly world: World;
  readonly blocks: Blocks;
  readonly space: SearchSpace;
  readonly evaluator: Evaluator;
  readonly costs: CostModel;
}

/** Runs search, selection and evaluation. */
async function answer(input: WorldInput, options: TuneOptions, { world, blocks, space, evaluator, costs }: Trials): Promise<TuneResult> {
  const { guardRails = {}, slo, signal } = options;
  const evidence = calibratedEvidence(input, world);
  const objectives = world.flows.map((flow) => slo?.objective ?? flow.slo.objective);
  const alternatives = [...evidence.alternatives, ...(guardRails.slower === undefined ? [] : [slowerService(guardRails.slower)])];
  const policies = new PolicySearch(space, blocks, evaluator, {
    objectives, costs, guardRails, seed: world.seed, alternatives, signal,
  });
  const found = await policies.find();
  const verdict = new Verdict({
    world, space, blocks, objectives, costs, guardRails, evidence, found, simulated: () => evaluator.simulated, ...(slo && { slo }),
  });
  const shift = shiftBetween(world, blocks, options.events ?? []);
  const { chosen, nearest } = found;
  if (shift !== undefined) return verdict.shifted(shift, chosen ?? nearest, await policies.judge(chosen ?? nearest));
  if (chosen === undefined) {
    const [onChoose] = await policies.compareOnChoose([nearest], 'confirm');
    return verdict.infeasible(nearest, onChoose!, await outsideOf(world, policies, nearest, objectives, blocks, lowest(onChoose!.chosen.attainment)));
  }
  const isToday = chosen.join() === space.today.join();
  const judgement = await policies.judge(chosen);
  if (isToday) return verdict.kept(judgement, 'no policy that holds the SLO is cheaper');
  const holdsAll = await policies.holdsAlternatives(chosen, blocks.judge);
  const changes = space.changes(chosen);
  const alone = await policies.compareOnChoose(changes.map(({ index }) => space.with(space.today, index, chosen[index])), 'screen');
  const effects = changes.flatMap((change, i): SingleEffect[] => {
    const effect = alone[i];
    return effect ? [{ setting: settingsOf([change], world)[0], saving: effect.saving, attainment: lowest(effect.chosen.attainment) }] : [];
  });
  return verdict.judged(chosen, judgement, holdsAll, effects);
}

/** Returns the change between the search days and the evaluation days as a sentence. */
function shiftBetween(world: World, { fit, choose, judge }: Blocks, events: readonly TuneEvent[]): string | undefined {
  const event = events.find(({ atSeconds }) => atSeconds >= choose[0].from && atSeconds < judge[judge.length - 1].to);
  if (event) return event.text;
  const requests = ({ number, from, to }: Day): { number: number; requests: number } => ({
    number,
    requests: world.flows.reduce((sum, { traffic }) => sum + perMinute(cut(traffic, from, to), to - from).reduce((rates, rate) => rates + rate * 60, 0), 0),
  });
  const shift = levelShift([...fit, ...choose].map(requests), judge.map(requests));
  return shift && `the judged days have ${Number(shift.ratio.toPrecision(2))} times the requests of the same weekdays before them`;
}

/** Returns the changes outside the policy with which the nearest policy attains the SLO better, best first. */
async function outsideOf(
  world: World, policies: PolicySearch, nearest: readonly number[], objectives: readonly number[], { choose }: Blocks, nearestShare: number,
): Promise<OutsideChange[]> {
  const changes: OutsideChange[] = [];
  for (const variation of outsideVariations(world)) {
    const [effect] = await policies.compareOnChoose([nearest], 'confirm', variation);
    if (!effect) continue;
    const { attainment, cost } = effect.chosen;
    changes.push({
      text: variation.name, attainment: lowest(attainment), costPerDay: cost / choose.length,
      holds: attainment.every(({ lower }, flow) => lower >= objectives[flow]),
    });
  }
  return changes.filter(({ attainment, holds }) => holds || attainment > nearestShare).sort((a, b) => b.attainment - a.attainment).slice(0, 3);
}

/** Resources that a device plug-in counts in whole devices: nvidia.com/gpu, amd.com/gpu, gpu.intel.com/i915. */
const ACCELERATOR = /(?:^|[./])gpu(?:$|[./])/i;

/** Returns the number of accelerators that a pod of a workload requests. */
function gpusPerPod(input: WorldInput, workload: string): number {
  const index = new ManifestIndex(input.manifests);
  const manifest = findCandidates(index, input.scenario, input.autoscaler).find(({ id }) => id === workload)?.manifest;
  const template = manifest && index.podTemplateOf(manifest);
  if (!template) return 0;
  return [...podDemandOf(template)].reduce((sum, [resource, amount]) => (ACCELERATOR.test(resource) ? sum + amount.toNumber() : sum), 0);
}

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

/** Options of a search for a better policy. */
export interface TuneOptions {
  /** SLO that a policy has to hold, end to end. @default - the scenario's, of each flow */
  readonly slo?: TuneSlo;
  /** Bounds that no policy may leave; each takes precedence over that of the scenario's `tune`. @default - none */
  readonly guardRails?: GuardRails;
  /** Prices beside those of the scenario's node pools and workloads. @default - those of the scenario's `tune` */
  readonly prices?: Prices;
  /**
   * Days to choose on and to judge on; the others are searched on. @default - a quarter and half of the days, in whole
   * weeks from four weeks on
   */
  readonly blocks?: { readonly choose?: number; readonly judge?: number };
  /**
   * Times at which image, code or machine of a workload changed, in seconds of the run, each with a sentence. @default
   * - none
   */
  readonly events?: readonly TuneEvent[];
  /** Other draws of requests, policies and days. @default - the scenario's */
  readonly seed?: number;
  /**
   * Parts of the policy that may change. @default - those of the scenario's `tune`, else all that the guard-rails allow
   */
  readonly settings?: readonly KnobKind[];
  /** Length of a day in seconds. @default 86400 */
  readonly daySeconds?: number;
  /** Threads at once. @default - one a core */
  readonly threads?: number;
  /** Told before the search, in a sentence, of what weakens its answer. */
  readonly onWarning?: (sentence: string) => void;
  /** Told which share is done, as far as it can be estimated, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Ends the search; the best so far is judged. */
  readonly signal?: AbortSignal;
}

/** Change of what is scaled, such as a deployment. */
export interface TuneEvent {
  /** Time in seconds from the start of the traffic. */
  readonly atSeconds: number;
  /** Sentence about the event. */
  readonly text: string;
}

/**
 * Searches for the cheapest policy that holds an SLO, and proves it on days that it has not seen.
 *
 * Policies are edits of the manifests' autoscalers. They are searched on the first days of the traffic, one is chosen
 * on the days after these, and judged once, beside today's policy, on the last ones.
 *
 * @throws UserError if the input contradicts itself, has fewer than three days, or nothing that scales.
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

/** Policies that may be tried, and what they are tried with. */
interface Trials {
  readonly world: World;
  readonly blocks: Blocks;
  readonly space: SearchSpace;
  readonly evaluator: Evaluator;
  readonly costs: CostModel;
}

/** Searches, chooses and judges. */
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

/** Change between the days that a policy was found on and those that it is judged on, in a sentence. */
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

/** Changes outside the policy that let the nearest one hold the SLO for more; the best first. */
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

/** Resources that a node plug-in counts by whole devices: nvidia.com/gpu, amd.com/gpu, gpu.intel.com/i915. */
const ACCELERATOR = /(?:^|[./])gpu(?:$|[./])/i;

/** Accelerators that a pod of a workload requests. */
function gpusPerPod(input: WorldInput, workload: string): number {
  const index = new ManifestIndex(input.manifests);
  const manifest = findCandidates(index, input.scenario, input.autoscaler).find(({ id }) => id === workload)?.manifest;
  const template = manifest && index.podTemplateOf(manifest);
  if (!template) return 0;
  return [...podDemandOf(template)].reduce((sum, [resource, amount]) => (ACCELERATOR.test(resource) ? sum + amount.toNumber() : sum), 0);
}

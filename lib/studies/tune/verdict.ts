import { formatShare } from '../../results/format';
import { type World } from '../../simulator/world/world';
import { type CalibratedEvidence } from './calibrated-evidence';
import { type CostModel } from './cost';
import { type Blocks } from './days';
import { DEFAULT_WORTH, type GuardRails } from './guard-rails';
import { type Judgement, type PolicyFigures } from './judge';
import { type Found } from './policy-search';
import { type FrontierPoint, type OutsideChange, type SingleEffect, type TuneConfidence, type TunedSetting, type TuneResult } from './result';
import { paretoFront } from './score';
import { type Point, type SearchSpace } from './search-space';
import { assumedServices, changeSentence, daysText, lowest, savingText, settingsText, toBeKnown } from './sentences';
import { describeSlo, type TuneSlo } from './slo';
import { stagesOf } from './stages';

export interface VerdictContext {
  readonly world: World;
  readonly space: SearchSpace;
  readonly blocks: Blocks;
  readonly slo?: TuneSlo;
  readonly objectives: readonly number[];
  readonly costs: CostModel;
  readonly guardRails: GuardRails;
  readonly evidence: CalibratedEvidence;
  readonly found: Found;
  readonly simulated: () => number;
}

/** Minimum number of evaluation days for a verdict that is not provisional. */
const PROVEN_DAYS = 14;

/** Converts the search and its evaluation to a result. */
export class Verdict {
  public constructor(private readonly context: VerdictContext) {}

  /**
   * Returns the result for evaluation days that are not comparable: the best previous policy is proposed without a
   * claim.
   */
  public shifted(why: string, chosen: Point, judgement: Judgement): TuneResult {
    const { space, world, blocks, costs } = this.context;
    const settings = settingsOf(space.changes(chosen), world);
    const before = settings.length === 0 ? "what was best before it is today's policy"
      : `what was best before it, not proven: ${this.settingsText(settings)}; ${changeSentence(judgement, blocks.judge.length, costs.basis)}`;
    return this.result({
      decision: 'shifted', judgement, settings, edits: space.edits(chosen), sentence: `no verdict: ${why}; tune on days after the change; ${before}`,
    });
  }

  /** Returns the result without a worthwhile change. */
  public kept(judgement: Judgement, why: string): TuneResult {
    const assumed = assumedServices(this.context.world);
    if (assumed.length > 0) {
      return this.result({ decision: 'unknown-service', judgement, sentence: `unknown service, no verdict on the SLO: ${why}; ${toBeKnown(assumed)}` });
    }
    return this.result({ decision: 'keep', judgement, sentence: `keep what you have: ${why}; it holds the SLO for ${formatShare(lowest(judgement.today.attainment))}` });
  }

  /** Returns the result if no policy meets the SLO on the selection days. */
  public infeasible(nearest: Point, onChoose: Judgement, outside: readonly OutsideChange[]): TuneResult {
    const { objectives, space, world, slo, blocks } = this.context;
    const { obstacle } = this.context.found;
    const attainment = lowest(onChoose.chosen.attainment);
    const missingShare = Math.max(...onChoose.chosen.attainment.map(({ value }, flow) => objectives[flow] - value));
    const nearestMiss = { settings: settingsOf(space.changes(nearest), world), edits: space.edits(nearest), attainment, missingShare };
    const assumed = assumedServices(this.context.world);
    if (assumed.length > 0) {
      return this.result({
        decision: 'unknown-service', outside, nearest: nearestMiss,
        sentence: `unknown service, no verdict on the SLO: no policy was found that holds it with the service that is assumed; ${toBeKnown(assumed)}`,
      });
    }
    const helping = outside.filter(({ holds }) => holds).length;
    const costPerDay = Number((onChoose.chosen.cost / blocks.choose.length).toPrecision(3));
    const but = obstacle === 'budget' ? ` and costs ${costPerDay} a day` : obstacle === 'alternatives' ? ' with the service model that fits best' : ', without 95 % confidence';
    const sentence = `no policy holds ${slo ? describeSlo(slo) : 'the SLO'}${this.condition()}: the nearest holds it for ${formatShare(attainment)}${
      missingShare > 0 ? `, ${Number((missingShare * 100).toPrecision(3))} percentage points too few` : but}; ${
      helping === 0 ? 'none of the changes outside the policy that were tried is enough alone' : `${helping} of the changes outside the policy would do`}`;
    return this.result({
      decision: 'infeasible', sentence, outside,
      nearest: nearestMiss,
    });
  }

  /** Returns the condition that a policy fails although it meets the SLO. */
  private condition(): string {
    switch (this.context.found.obstacle) {
      case 'budget': return ` within the budget of ${this.context.guardRails.budgetPerDay} a day`;
      case 'alternatives': return this.alternatives();
      default: return '';
    }
  }

  /** Returns the alternative service models with which a policy must meet the SLO. */
  private alternatives(): string {
    const { evidence, guardRails: { slower } } = this.context;
    const fitting = ' with every service model that fits the recording';
    if (slower === undefined) return fitting;
    const slowed = ` with requests that take ${formatShare(slower)} longer`;
    return evidence.alternatives.length === 0 ? slowed : `${fitting} and${slowed}`;
  }

  /** Returns the result of an evaluated policy. */
  public judged(chosen: Point, judgement: Judgement, holdsAlternatives: boolean, alone: readonly SingleEffect[]): TuneResult {
    const { blocks, costs, space, world, guardRails, objectives } = this.context;
    const { notWorse, saving, today, chosen: figures } = judgement;
    const settings = settingsOf(space.changes(chosen), world);
    const isHeldBy = ({ attainment }: PolicyFigures): boolean => attainment.every(({ value }, flow) => value >= objectives[flow]);
    const [todayHolds, chosenHolds] = [isHeldBy(today), isHeldBy(figures)];
    const { worth = DEFAULT_WORTH } = guardRails;
    if (!chosenHolds && !notWorse) return this.kept(judgement, `what was best on earlier days (${this.settingsText(settings)}) did not hold the SLO on the judged ones`);
    if (!holdsAlternatives) return this.kept(judgement, `what was best (${this.settingsText(settings)}) does not hold the SLO${this.alternatives()}`);
    if ((todayHolds || !chosenHolds) && saving.lower < worth) {
      return this.kept(judgement, `the best that was found (${this.settingsText(settings)}) saves ${savingText(saving)}, less than the ${formatShare(worth)} that a change is worth`);
    }
    const sentence = changeSentence(judgement, blocks.judge.length, costs.basis);
    const assumed = assumedServices(this.context.world);
    if (assumed.length > 0) {
      return this.result({ decision: 'unknown-service', judgement, settings, edits: space.edits(chosen), alone, sentence: `unknown service, relative figures only: ${
        saving.value >= 0 ? `${formatShare(saving.value)} less` : `${formatShare(-saving.value)} more`} than today's policy for ${this.settingsText(settings)}; ${toBeKnown(assumed)}` });
    }
    const confidence = this.confidence(judgement);
    const edits = space.edits(chosen);
    const evidence = this.evidence(chosen, judgement);
    return this.result({
      decision: 'change', confidence, judgement, settings, edits, alone, evidence, sentence: `${confidence}: ${this.settingsText(settings)}; ${sentence}`,
      change: { edits, stages: stagesOf(space, chosen, guardRails.mostChange), summary: sentence, evidence, ...this.alertSlo() },
    });
  }

  private settingsText(settings: readonly TunedSetting[]): string {
    return settingsText(settings, this.context.world.workloads.length > 1);
  }

  private confidence(judgement: Judgement): TuneConfidence {
    const { blocks, world } = this.context;
    if (this.hotter(judgement).length > 0) return 'load-test';
    return !(judgement.met || judgement.notWorse) || blocks.judge.length < PROVEN_DAYS || world.workloads.some(({ serviceState }) => serviceState !== 'calibrated') ? 'provisional' : 'proven';
  }

  /** Returns sentences on workloads whose pod load exceeds the recorded maximum. */
  private hotter({ chosen }: Judgement): string[] {
    const { world, evidence } = this.context;
    return world.workloads.flatMap(({ name }, i) => {
      const [load, recorded] = [chosen.loadPerPod[i], evidence.highestLoad[i]];
      if (load <= recorded) return [];
      return [`${name}: its pods get up to ${Number(load.toPrecision(3))} requests per second, and the most that was recorded is ${Number(recorded.toPrecision(3))}: `
        + `load one pod with ${Number(load.toPrecision(3))} requests per second, or roll out to one replica first.`];
    });
  }

  private evidence(point: Point, judgement: Judgement): string[] {
    const { blocks, world, found, guardRails, costs } = this.context;
    const { saving, podSaving, gain, met, notWorse, chosen, today } = judgement;
    const stated = world.workloads.filter(({ serviceState }) => serviceState !== 'calibrated').map(({ name }) => name);
    const nodes = chosen.nodeHours !== null && today.nodeHours !== null ? [
      `Node-hours: ${Math.round(chosen.nodeHours)} instead of ${Math.round(today.nodeHours)}; saved pod-hours on the same nodes save nothing.`,
    ] : [`Nodes are unknown: pod-hours${costs.basis === 'pod-hours' ? '' : `, ${savingText(podSaving)} less,`} become money where a node goes with them.`];
    return [
      `Saving over ${blocks.judge.length} judged ${blocks.judge.length === 1 ? 'day' : 'days'}: ${savingText(saving)}${costs.basis === 'pod-hours' ? ', in pod-hours, since no price was given' : ''}.`,
      `SLO: ${met ? 'held, with 95 % confidence' : notWorse ? "no worse than today's, with 95 % confidence" : 'held, without 95 % confidence'}; ${gain.map(({ value, lower, upper }, flow) => `${shownPoints(chosen.attainment[flow].value, today.attainment[flow].value) ?? points(value)} percentage points (${points(lower)} to ${points(upper)})${
        gain.length > 1 ? ` for ${world.flows[flow].name}` : ''}`).join(', ')} to today's policy.`,
      `Chosen from ${found.scored.length} ${found.scored.length === 1 ? 'policy' : 'policies'}, each tried on all of the ${daysText(blocks.fit.length + blocks.choose.length - found.leftOut.length)} of the search; the judged days were looked at once.`,
      `Judged request by request: ${judgement.daysByRequest} of ${daysText(blocks.judge.length)}${
        judgement.daysByRequest < blocks.judge.length ? ', the hardest; the others as flows' : ''}.`,
      ...(found.leftOut.length > 0 ? [`Left out of the search, since no policy holds the SLO on them: ${found.leftOut.length === 1 ? 'day' : 'days'} ${found.leftOut.map((number) => number + 1).join(', ')}.`] : []),
      ...nodes,
      ...this.hotter(judgement),
      ...this.single(point),
      ...(stated.length > 0 ? [`${stated.join(', ')}: the service model is stated, not calibrated against a recording.`] : []),
      ...(chosen.badDays.length > 0 ? [`Days that miss the SLO alone: ${chosen.badDays.length} of ${blocks.judge.length}; today's policy: ${today.badDays.length}.`] : []),
      ...(guardRails.freeze ?? []).map((freeze) => `Not to be rolled out: ${freeze}.`),
    ];
  }

  /** Returns sentences on workloads with one replica under the policy. */
  private single(point: Point): string[] {
    const { space: { knobs }, world } = this.context;
    return knobs.flatMap(({ label, values, workload }, i) => {
      if (label !== 'minReplicas' || values[point[i]].size !== 1) return [];
      const name = world.workloads.find(({ id }) => id === workload)?.name ?? workload;
      return [`${name}: minReplicas is 1, so that one pod that is evicted or ends leaves none; a minimum of 2 (--min-replicas 2) keeps one.`];
    });
  }

  private alertSlo(): { slo?: { latencySeconds: number; objective: number } } {
    const { slo, world } = this.context;
    if (slo) return { slo: { latencySeconds: slo.latencySeconds, objective: slo.intervals?.share ?? slo.objective } };
    return world.flows.length === 1 ? { slo: world.flows[0].slo } : {};
  }

  private frontier(chosen?: Point): FrontierPoint[] {
    const { found, space, world, blocks } = this.context;
    const searched = blocks.fit.length + blocks.choose.length - found.leftOut.length;
    const named = found.scored.filter(({ point }) => [space.today.join(), chosen?.join()].includes(point.join()));
    const points = [...new Set([...paretoFront(found.scored, ({ score }) => score), ...named])];
    return points.sort((a, b) => a.score.cost - b.score.cost).map(({ point, score }) => ({
      settings: settingsOf(space.changes(point), world),
      costPerDay: score.cost / searched,
      attainment: Math.min(...score.attainment),
      holds: score.shortfall === 0,
      ...(point.join() === space.today.join() ? { is: 'today' as const } : point.join() === chosen?.join() ? { is: 'chosen' as const } : {}),
    }));
  }

  private result(given: Partial<TuneResult> & Pick<TuneResult, 'decision' | 'sentence'>): TuneResult {
    const { blocks, slo, objectives, costs, found, space, world, simulated } = this.context;
    const { fit, choose, judge } = blocks;
    const { chosen } = found;
    return {
      schemaVersion: 1,
      confidence: null, judgement: null, settings: [], edits: [], change: null, alone: [], nearest: null, outside: [], evidence: [],
      slo: { text: slo ? describeSlo(slo) : 'the SLO of each flow', objectives, given: slo ?? null },
      days: { fit: fit.length, choose: choose.length, judge: judge.length },
      costBasis: costs.basis,
      frontier: this.frontier(found.chosen),
      remarks: world.assumptions,
      effort: { policies: found.scored.length, days: simulated() },
      stopped: found.stopped,
      ...(chosen && { candidate: { settings: settingsOf(space.changes(chosen), world), edits: space.edits(chosen) } }),
      ...given,
    };
  }
}

/** Returns the changed settings as text. */
export function settingsOf(changes: ReturnType<SearchSpace['changes']>, { workloads }: World): TunedSetting[] {
  const nameOf = (workload: string): string => workloads.find(({ id }) => id === workload)?.name ?? workload;
  return changes.map(({ knob: { workload, label }, from, to }) => ({ workload: nameOf(workload), setting: label, from, to }));
}

/** Change of the scenario that leads to a verdict. */
function points(share: number): string {
  return `${share >= 0 ? '+' : '−'}${Number(Math.abs(share * 100).toPrecision(2))}`;
}

/**
 * Formats the difference of two shares as displayed, so that 99.19 % and 99.48 % differ by −0.29; undefined if they
 * look alike.
 */
function shownPoints(after: number, before: number): string | undefined {
  const [one, other] = [formatShare(after), formatShare(before)].map((text) => Number(text.replace(/ %$/, '')));
  return one === other ? undefined : points(Number((one - other).toFixed(6)) / 100);
}

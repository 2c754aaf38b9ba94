import { type DayFigures } from '../../results/day-figures';
import { UserError } from '../../values/user-error';
import { type CostModel } from './cost';
import { type Blocks, type Day } from './days';
import { type Evaluator, type Fidelity, SearchStopped, type Variation } from './evaluator';
import { DEFAULT_WORTH, type GuardRails } from './guard-rails';
import { figuresOf, judge, type Judgement, type PolicyFigures } from './judge';
import { Resampler } from './resample';
import { readsResourcesAlone } from './resource-metrics';
import { resourcesBefore, withResourcesAlone } from './resources-first';
import { attainmentOf, byRank, type Score, type Scored, Scorer } from './score';
import { type ScorePoints, search } from './search';
import { type Point, type SearchSpace } from './search-space';
import { dearestPoint } from './shape';
import { hardestFirst, missedAlone, sampleOf } from './training-days';

export interface PolicySearchOptions {
  /** Objective per flow, as a share. */
  readonly objectives: readonly number[];
  readonly costs: CostModel;
  readonly guardRails: GuardRails;
  readonly seed: number;
  /** Variants in which a policy must meet the SLO as well. */
  readonly alternatives: readonly Variation[];
  /** Stops the search; the best policy so far is used. */
  readonly signal?: AbortSignal;
}

/** Searched policies with the selected one. */
export interface Found {
  /** Policies with their score on all search days, best first. */
  readonly scored: readonly Scored[];
  /** Cheapest policy that meets the SLO on these days; undefined if none does. */
  readonly chosen?: Point;
  /** Policy with the smallest excess over the error budgets on these days. */
  readonly nearest: Point;
  /** Numbers of the excluded days on which no policy meets the SLO. */
  readonly leftOut: readonly number[];
  /** Reason that no policy is selected although some meet the SLO. */
  readonly obstacle?: 'budget' | 'alternatives';
  /** True if the search was stopped before its end. */
  readonly stopped: boolean;
}

interface FiguresOptions {
  readonly variation?: Variation;
  readonly signal?: AbortSignal;
}

/** Number of hardest days simulated request by request before the selection. */
const HARD_DAYS = 2;
/** Number of evaluation requests up to which all are simulated individually. */
const FEW_REQUESTS = 20_000_000;
/** Share of the evaluation days, hardest first, simulated request by request if there are more. */
const JUDGED_BY_REQUEST = 0.25;
const EXACT = 1e-9;
/** Number of policies whose probabilities to miss the SLO on other days are compared. */
const MOST_NEAR = 16;
/** Maximum number of policies confirmed request by request before the search ends without a result. */
const MOST_CONFIRMED = 6;
/**
 * Share of resampled sets of days on which the SLO must be met. A policy at the edge of the SLO misses it in every
 * other later block.
 */
const SURE = 0.8;
/** Maximum additional cost for that, relative to the cheapest policy that meets the SLO. */
const WORTH_BEING_SURE = 0.1;
/** Number of policies at the edge of the SLO to confirm, if none with more margin is worth its cost. */
const MOST_UNSURE = 2;

/**
 * Searches policies on the search and selection days, selects one on the same days, and evaluates it on the last days.
 */
export class PolicySearch {
  private best: readonly Scored[] = [];
  private leftOut: readonly Day[] = [];

  public constructor(
    private readonly space: SearchSpace, private readonly blocks: Blocks, private readonly evaluator: Evaluator, private readonly options: PolicySearchOptions,
  ) {}

  /**
   * Runs search and selection. If policies meet the SLO, but not with another service model that fits the recording,
   * the search is repeated with that model.
   */
  public async find(): Promise<Found> {
    const first = await this.findWith();
    const tried = new Set<Variation>();
    for (let found = first; !found.stopped && found.failed && !tried.has(found.failed);) {
      tried.add(found.failed);
      found = await this.findWith(found.failed);
      if (found.chosen) return found;
    }
    return first;
  }

  private async findWith(service?: Variation): Promise<Found & { readonly failed?: Variation }> {
    const { space } = this;
    let stopped = false;
    try {
      await this.searchOn(service);
    } catch (error) {
      if (!(error instanceof SearchStopped) || this.best.length === 0) throw error;
      stopped = true;
    }
    const days = this.trainingDays();
    const scorer = this.scorer();
    const confirmed: Scored[] = [];
    const held: Scored[] = [];
    const unsure: (Scored & { readonly chance: number })[] = [];
    let isOverBudget = false;
    let failed: Variation | undefined;
    for (const point of await this.finalists(days)) {
      // Simulating every request takes long, so policies that cost more than one that meets the SLO are skipped.
      if ((held.length > 0 || unsure.length >= MOST_UNSURE) && !this.options.guardRails.resourcesFirst) break;
      const [figures] = await this.confirmedOnHardest([point], days, HARD_DAYS);
      if (!figures) continue;
      const score = scorer.score(figures);
      confirmed.push({ point, score });
      if (score.shortfall > 0) continue;
      if (this.isOverBudget(score, days)) {
        isOverBudget = true;
        continue;
      }
      const missed = await this.missedAlternative(point, days);
      const chance = this.chanceOfMiss(figures, days);
      if (missed) failed = missed;
      else if (chance <= 1 - SURE) held.push({ point, score });
      else unsure.push({ point, score, chance });
    }
    if (held.length === 0 && unsure.length > 0) held.push(unsure.reduce((best, each) => (each.chance < best.chance ? each : best)));
    const nearest = confirmed.sort((a, b) => byRank(a.score, b.score))[0]?.point ?? space.today;
    const found = { scored: this.best, nearest, stopped, leftOut: this.leftOut.map(({ number }) => number) };
    if (held.length > 0) return { ...found, chosen: this.preferred(held).point };
    const obstacle = failed ? 'alternatives' : isOverBudget ? 'budget' : undefined;
    return { ...found, ...(obstacle && { obstacle }), ...(failed && { failed }) };
  }

  /** Returns true if the SLO is met over given days, by their positions. */
  private isHeld(figures: readonly DayFigures[], drawn: ArrayLike<number>): boolean {
    return this.options.objectives.every((objective, flow) => attainmentOf(figures, flow)(drawn) >= objective - EXACT);
  }

  /** Returns the probability to miss the SLO over similar days, by resampling whole days. */
  private chanceOfMiss(figures: readonly DayFigures[], days: readonly Day[]): number {
    return this.resampler(days).chance((drawn) => !this.isHeld(figures, drawn));
  }

  /**
   * Returns the policies to confirm, by cost: those that meet the SLO over most resampled sets of days, then the others
   * that meet it, then the nearest misses.
   */
  private async finalists(days: readonly Day[]): Promise<Point[]> {
    const { resourcesFirst = false } = this.options.guardRails;
    const near = this.best.slice(0, MOST_NEAR);
    const screened = await this.figures(near.map(({ point }) => point), days, 'screen');
    const mostCost = (near[0]?.score.cost ?? 0) * (1 + WORTH_BEING_SURE);
    const sure = near.filter(({ score }, i) => score.shortfall === 0 && score.cost <= mostCost && this.chanceOfMiss(screened[i]!, days) <= 1 - SURE);
    const first = [...sure, ...near.filter((each) => !sure.includes(each))].slice(0, MOST_CONFIRMED);
    const alone = resourcesFirst ? this.best.filter(({ point }) => this.readsResourcesAlone(point)).slice(0, 1) : [];
    return [...new Set([...first, ...alone, ...this.best.filter(({ point }) => point === this.space.today)])].map(({ point }) => point);
  }

  /** Returns the search and selection days, except those on which no policy meets the SLO. */
  private trainingDays(): Day[] {
    return [...this.blocks.fit, ...this.blocks.choose].filter((day) => !this.leftOut.includes(day));
  }

  /** Returns the cheapest policy; at similar cost one without a metrics pipeline, if the user prefers that. */
  private preferred(held: readonly Scored[]): Scored {
    const { resourcesFirst = false, worth = DEFAULT_WORTH } = this.options.guardRails;
    return resourcesBefore(held, ({ point }) => resourcesFirst && this.readsResourcesAlone(point), worth);
  }

  private readsResourcesAlone(point: Point): boolean {
    return this.space.autoscalers(point).every(readsResourcesAlone);
  }

  /**
   * Simulates days of policies: request by request on the hardest days for the current policy or one of these, as flows
   * on the others.
   */
  private async confirmedOnHardest(points: readonly Point[], days: readonly Day[], most: number): Promise<(readonly DayFigures[] | undefined)[]> {
    const screened = await this.figures(points, days, 'screen');
    const [today] = await this.figures([this.space.today], days, 'screen');
    const hard = hardestFirst(days, [today!, ...screened.flatMap((each) => (each ? [each] : []))]).slice(0, most).sort((a, b) => a.number - b.number);
    const confirmed = await this.figures(points, hard, 'confirm');
    return screened.map((figures, i) => figures?.map((figure, day) => (hard.includes(days[day]) ? confirmed[i]![hard.indexOf(days[day])] : figure)));
  }

  /**
   * Compares a policy with the current one on the evaluation days, once: request by request on the hardest days, and on
   * all if they have few requests.
   */
  public async judge(chosen: Point): Promise<Judgement> {
    const { judge: days } = this.blocks;
    const points = [this.space.today, chosen];
    const isAll = this.evaluator.requestsOf(days) <= FEW_REQUESTS;
    const most = isAll ? days.length : Math.min(days.length, Math.max(HARD_DAYS, Math.ceil(days.length * JUDGED_BY_REQUEST)));
    const [today, other] = isAll ? await this.figures(points, days, 'confirm') : await this.confirmedOnHardest(points, days, most);
    return judge(today!, other!, { ...this.judgeOptions(days), daysByRequest: most });
  }

  /** Returns the figures of the current policy on the evaluation days. */
  public async judgeToday(): Promise<PolicyFigures> {
    const [today] = await this.figures([this.space.today], this.blocks.judge, 'confirm');
    return figuresOf(today!, this.judgeOptions(this.blocks.judge));
  }

  /** Compares policies with the current one on the selection days; undefined for a policy that the cluster rejects. */
  public async compareOnChoose(points: readonly Point[], fidelity: Fidelity, variation?: Variation): Promise<(Judgement | undefined)[]> {
    const { choose } = this.blocks;
    const [[today], others] = [await this.figures([this.space.today], choose, fidelity), await this.figures(points, choose, fidelity, { variation })];
    return others.map((days) => days && judge(today!, days, this.judgeOptions(choose)));
  }

  /** Returns true if a policy meets the SLO with each other service model that fits the recording. */
  public async holdsAlternatives(point: Point, days: readonly Day[]): Promise<boolean> {
    return await this.missedAlternative(point, days) === undefined;
  }

  private async missedAlternative(point: Point, days: readonly Day[]): Promise<Variation | undefined> {
    for (const variation of this.options.alternatives) {
      const [figures] = await this.figures([point], days, 'screen', { variation });
      if (!figures || this.scorer().score(figures).shortfall > 0) return variation;
    }
    return undefined;
  }

  private async searchOn(variation?: Variation): Promise<void> {
    const { space, options: { signal, guardRails } } = this;
    this.leftOut = [];
    const [today, dearest] = await this.figures([space.today, dearestPoint(space)], this.trainingDays(), 'screen', { variation });
    if (dearest && this.scorer().score(dearest).shortfall > 0) this.leftOut = missedAlone(this.trainingDays(), dearest, this.options.objectives);
    const days = this.trainingDays();
    const sample = sampleOf(days, today!.filter((_, i) => !this.leftOut.includes([...this.blocks.fit, ...this.blocks.choose][i])));
    const scorer = this.scorer();
    const score: ScorePoints = async (points, which) => {
      const figures = await this.figures(points, which === 'sample' ? sample.days : days, 'screen', { variation, signal });
      return figures.map((each) => each && scorer.score(each, which === 'sample' ? sample.weights : undefined));
    };
    const { scored } = await search(space, score, {
      ...(guardRails.resourcesFirst && { preferred: (point: Point) => withResourcesAlone(space, point) }),
      onBest: (all) => {
        this.best = all;
      },
    });
    this.best = scored;
  }

  private async figures(
    points: readonly Point[], days: readonly Day[], fidelity: Fidelity, { variation, signal }: FiguresOptions = {},
  ): Promise<(readonly DayFigures[] | undefined)[]> {
    const trials = points.map((point) => ({ edits: this.space.edits(point), days, ...(variation && { variation }) }));
    return (await this.evaluator.run(trials, fidelity, signal)).map((each) => (each instanceof UserError ? undefined : each));
  }

  private isOverBudget({ cost }: Score, days: readonly Day[]): boolean {
    const { budgetPerDay = Infinity } = this.options.guardRails;
    return cost / days.length > budgetPerDay;
  }

  private scorer(): Scorer {
    return new Scorer(this.options.objectives, this.options.costs);
  }

  private judgeOptions(days: readonly Day[]): Parameters<typeof judge>[2] {
    const { objectives, costs } = this.options;
    return { objectives, costs, resampler: this.resampler(days), numbers: days.map(({ number }) => number) };
  }

  private resampler(days: readonly Day[]): Resampler {
    return new Resampler(days.length, this.options.seed);
  }
}

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
  /** Share that has to hold, by flow. */
  readonly objectives: readonly number[];
  readonly costs: CostModel;
  readonly guardRails: GuardRails;
  readonly seed: number;
  /** Worlds that a policy has to hold the SLO in as well. */
  readonly alternatives: readonly Variation[];
  /** Ends the search; the best so far goes on. */
  readonly signal?: AbortSignal;
}

/** Policies that were searched, and the one that was chosen. */
export interface Found {
  /** On all days that were searched on, the best first. */
  readonly scored: readonly Scored[];
  /** Policy that holds the SLO on these days at the least cost; undefined where none does. */
  readonly chosen?: Point;
  /** Policy with the smallest excess over the error budgets on these days. */
  readonly nearest: Point;
  /** Numbers of the days that no policy holds, and that are left out. */
  readonly leftOut: readonly number[];
  /** Reason that no policy is chosen although some hold the SLO. */
  readonly obstacle?: 'budget' | 'alternatives';
  /** True where the search was stopped before its end. */
  readonly stopped: boolean;
}

interface FiguresOptions {
  readonly variation?: Variation;
  readonly signal?: AbortSignal;
}

/** Hardest days of which every request is played before a policy is chosen. */
const HARD_DAYS = 2;
/** Requests of the judged days up to which all of them are played. */
const FEW_REQUESTS = 20_000_000;
/** Share of the judged days, the hardest ones, whose requests are played where there are more. */
const JUDGED_BY_REQUEST = 0.25;
const EXACT = 1e-9;
/** Policies whose chances to miss the SLO on other days are compared. */
const MOST_NEAR = 16;
/** Most policies whose hardest days are played by request before the search ends without a result. */
const MOST_CONFIRMED = 6;
/** Share of sets of days on which the SLO has to hold: at its edge, a policy misses it in every other later block. */
const SURE = 0.8;
/** Share of the cost that this may take beyond the cheapest policy that holds the SLO. */
const WORTH_BEING_SURE = 0.1;
/** Policies at the edge of the SLO that are confirmed where none further inside is worth it. */
const MOST_UNSURE = 2;

/** Searches policies on the days to fit and to choose, chooses one on the same days, and judges it on the last. */
export class PolicySearch {
  private best: readonly Scored[] = [];
  private leftOut: readonly Day[] = [];

  public constructor(
    private readonly space: SearchSpace, private readonly blocks: Blocks, private readonly evaluator: Evaluator, private readonly options: PolicySearchOptions,
  ) {}

  /**
   * Searches and chooses. Where the policies that are found hold the SLO, but not with another service model that fits
   * the recording, the search is repeated with that model.
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
      // Playing every request takes long: policies that cost more than one that holds the SLO are left out.
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

  /** Tells if the SLO is held over some of the days, given by their positions. */
  private isHeld(figures: readonly DayFigures[], drawn: ArrayLike<number>): boolean {
    return this.options.objectives.every((objective, flow) => attainmentOf(figures, flow)(drawn) >= objective - EXACT);
  }

  /** Chance that the SLO is missed over other days like these, by drawing whole days. */
  private chanceOfMiss(figures: readonly DayFigures[], days: readonly Day[]): number {
    return this.resampler(days).chance((drawn) => !this.isHeld(figures, drawn));
  }

  /**
   * Policies to confirm, by their cost: those that hold the SLO in the search over most drawn sets of days, the others
   * that hold it, then the nearest misses.
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

  /** Days to fit and to choose, without those that no policy holds. */
  private trainingDays(): Day[] {
    return [...this.blocks.fit, ...this.blocks.choose].filter((day) => !this.leftOut.includes(day));
  }

  /** Cheapest policy; of like cost one without a metrics pipeline, where the user wants that. */
  private preferred(held: readonly Scored[]): Scored {
    const { resourcesFirst = false, worth = DEFAULT_WORTH } = this.options.guardRails;
    return resourcesBefore(held, ({ point }) => resourcesFirst && this.readsResourcesAlone(point), worth);
  }

  private readsResourcesAlone(point: Point): boolean {
    return this.space.autoscalers(point).every(readsResourcesAlone);
  }

  /**
   * Days of policies: every request of those that are hardest for today's policy or one of these, and flows of the
   * others.
   */
  private async confirmedOnHardest(points: readonly Point[], days: readonly Day[], most: number): Promise<(readonly DayFigures[] | undefined)[]> {
    const screened = await this.figures(points, days, 'screen');
    const [today] = await this.figures([this.space.today], days, 'screen');
    const hard = hardestFirst(days, [today!, ...screened.flatMap((each) => (each ? [each] : []))]).slice(0, most).sort((a, b) => a.number - b.number);
    const confirmed = await this.figures(points, hard, 'confirm');
    return screened.map((figures, i) => figures?.map((figure, day) => (hard.includes(days[day]) ? confirmed[i]![hard.indexOf(days[day])] : figure)));
  }

  /**
   * Compares a policy with today's on the days to judge, once: every request of the hardest ones, and of all where
   * these are few.
   */
  public async judge(chosen: Point): Promise<Judgement> {
    const { judge: days } = this.blocks;
    const points = [this.space.today, chosen];
    const isAll = this.evaluator.requestsOf(days) <= FEW_REQUESTS;
    const most = isAll ? days.length : Math.min(days.length, Math.max(HARD_DAYS, Math.ceil(days.length * JUDGED_BY_REQUEST)));
    const [today, other] = isAll ? await this.figures(points, days, 'confirm') : await this.confirmedOnHardest(points, days, most);
    return judge(today!, other!, { ...this.judgeOptions(days), daysByRequest: most });
  }

  /** Figures of today's policy on the days to judge. */
  public async judgeToday(): Promise<PolicyFigures> {
    const [today] = await this.figures([this.space.today], this.blocks.judge, 'confirm');
    return figuresOf(today!, this.judgeOptions(this.blocks.judge));
  }

  /** Figures of policies on the days to choose on, beside today's; undefined for one that the cluster refuses. */
  public async compareOnChoose(points: readonly Point[], fidelity: Fidelity, variation?: Variation): Promise<(Judgement | undefined)[]> {
    const { choose } = this.blocks;
    const [[today], others] = [await this.figures([this.space.today], choose, fidelity), await this.figures(points, choose, fidelity, { variation })];
    return others.map((days) => days && judge(today!, days, this.judgeOptions(choose)));
  }

  /** Tells if a policy holds the SLO with each other service model that fits the recording. */
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

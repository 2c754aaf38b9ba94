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
import { Scorer, type Score } from './score';
import { search, type Scored } from './search';
import { type Point, type SearchSpace } from './search-space';

export interface PolicySearchOptions {
  /** Share that has to hold, by flow. */
  readonly objectives: readonly number[];
  readonly costs: CostModel;
  readonly guardRails: GuardRails;
  readonly seed: number;
  /** Worlds that a policy has to hold the SLO in as well. */
  readonly alternatives: readonly Variation[];
  readonly random?: number;
  /** Ends the search; the best so far goes on. */
  readonly signal?: AbortSignal;
}

/** Policies that were searched, and the one that was chosen. */
export interface Found {
  /** On the days that were searched on, the best first. */
  readonly scored: readonly Scored[];
  /** Policy that holds the SLO on the days to choose on at the least cost; undefined where none does. */
  readonly chosen?: Point;
  /** Policy with the fewest missing error budgets on the days to choose on. */
  readonly nearest: Point;
  /** Where none is chosen although some hold the SLO: what these fail at. */
  readonly obstacle?: 'budget' | 'alternatives';
  /** True where the search was stopped before its end. */
  readonly stopped: boolean;
}

interface FiguresOptions {
  readonly variation?: Variation;
  readonly signal?: AbortSignal;
}

/** Days on which coarse policies are told apart. */
const HARD_DAYS = 2;
/** Requests of the judged days up to which all of them are played. */
const FEW_REQUESTS = 20_000_000;
/** Share of the judged days, the hardest ones, whose requests are played where there are more. */
const JUDGED_BY_REQUEST = 0.25;
/** Parts of the error budget for which the cheapest policy goes on to the days to choose on: some with a reserve. */
const BUDGETS = [1, 0.5, 0.25, 0.1];

/** Searches policies on the first days, chooses on others, and judges on the last. */
export class PolicySearch {
  private best: readonly Scored[] = [];

  public constructor(
    private readonly space: SearchSpace, private readonly blocks: Blocks, private readonly evaluator: Evaluator, private readonly options: PolicySearchOptions,
  ) {}

  /**
   * Searches on the days to fit, and chooses on those to choose. Where the policies that are found hold the SLO, but not with
   * another service model that fits the recording, the search is repeated with that model.
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
    const { space, blocks } = this;
    let stopped = false;
    try {
      await this.searchOn(blocks.fit, service);
    } catch (error) {
      if (!(error instanceof SearchStopped) || this.best.length === 0) throw error;
      stopped = true;
    }
    const finalists = await this.cheapestFirst(await this.finalists(blocks.fit, service), blocks.choose);
    const scorer = this.scorer(blocks.choose);
    const scores: (Score | undefined)[] = [];
    const held: Scored[] = [];
    let isOverBudget = false;
    let failed: Variation | undefined;
    for (const [i, point] of finalists.entries()) {
      // Playing every request takes long: policies that are dearer than one that holds the SLO are left out.
      if (held.length > 0 && !this.options.guardRails.resourcesFirst) break;
      const [figures] = await this.confirmedOnHardest([point], blocks.choose, HARD_DAYS);
      const score = figures && scorer.score(figures);
      scores[i] = score;
      if (!score || score.shortfall > 0) continue;
      if (this.isOverBudget(score, blocks.choose)) {
        isOverBudget = true;
        continue;
      }
      const missed = await this.missedAlternative(point, blocks.choose);
      if (missed) failed = missed;
      else held.push({ point, score });
    }
    const order = (points: readonly Scored[]): Scored[] => [...points].sort((a, b) => a.score.shortfall - b.score.shortfall || a.score.cost - b.score.cost);
    const all = finalists.flatMap((point, i): Scored[] => (scores[i] ? [{ point, score: scores[i] }] : []));
    const nearest = order(all)[0]?.point ?? space.today;
    if (held.length > 0) return { scored: this.best, nearest, stopped, chosen: this.preferred(held).point };
    const obstacle = failed ? 'alternatives' : isOverBudget ? 'budget' : undefined;
    return { scored: this.best, nearest, stopped, ...(obstacle && { obstacle }), ...(failed && { failed }) };
  }

  /** Cheapest policy; of like cost one without a metrics pipeline, where the user wants that. */
  private preferred(held: readonly Scored[]): Scored {
    const { resourcesFirst = false, worth = DEFAULT_WORTH } = this.options.guardRails;
    return resourcesBefore(held, ({ point }) => resourcesFirst && this.readsResourcesAlone(point), worth);
  }

  private readsResourcesAlone(point: Point): boolean {
    return this.space.autoscalers(point).every(readsResourcesAlone);
  }

  private async cheapestFirst(points: readonly Point[], days: readonly Day[]): Promise<Point[]> {
    const scores = await this.scores(points, days, 1, {});
    const costs = new Map(points.map((point, i) => [point, scores[i]?.cost ?? Infinity]));
    return [...points].sort((a, b) => costs.get(a)! - costs.get(b)!);
  }

  /** Days of policies: every request of those that are hardest for today's policy or one of these, and flows of the others. */
  private async confirmedOnHardest(points: readonly Point[], days: readonly Day[], most: number): Promise<(readonly DayFigures[] | undefined)[]> {
    const hard = await this.hardest(days, undefined, most, points);
    const [screened, confirmed] = [await this.figures(points, days, 'screen'), await this.figures(points, hard, 'confirm')];
    return screened.map((figures, i) => figures?.map((figure, day) => (hard.includes(days[day]) ? confirmed[i]![hard.indexOf(days[day])] : figure)));
  }

  /** Compares a policy with today's on the days to judge, once: every request of the hardest ones, and of all where these are few. */
  public async judge(chosen: Point): Promise<Judgement> {
    const { judge: days } = this.blocks;
    const points = [this.space.today, chosen];
    const [today, other] = this.evaluator.requestsOf(days) <= FEW_REQUESTS
      ? await this.figures(points, days, 'confirm')
      : await this.confirmedOnHardest(points, days, Math.max(HARD_DAYS, Math.ceil(days.length * JUDGED_BY_REQUEST)));
    return judge(today!, other!, this.judgeOptions(days));
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
      if (!figures || this.scorer(days).score(figures).shortfall > 0) return variation;
    }
    return undefined;
  }

  private async searchOn(days: readonly Day[], variation?: Variation): Promise<void> {
    const { space, options } = this;
    const hard = await this.hardest(days, variation);
    const { signal } = options;
    const { best, scored } = await search(space, (points, which) => this.scores(points, which === 'hard' ? hard : days, 1, { variation, signal }), {
      seed: options.seed,
      ...(options.guardRails.resourcesFirst && { preferred: (point: Point) => withResourcesAlone(space, point) }),
      ...(options.random !== undefined && { random: options.random }),
      onBest: (all) => {
        this.best = all;
      },
    });
    this.best = [best, ...scored.filter(({ point }) => point.join() !== best.point.join())];
  }

  /** Days with the most misses under today's policy; where it misses little, those with the most requests. */
  private async hardest(days: readonly Day[], variation?: Variation, most = HARD_DAYS, points: readonly Point[] = []): Promise<Day[]> {
    const [today, ...others] = await this.figures([this.space.today, ...points], days, 'screen', { variation });
    const missesOf = ({ slo }: DayFigures): number => slo.reduce((sum, { good, total }) => sum + (total > 0 ? 1 - good / total : 0), 0);
    const ranked = days.map((day, i) => {
      const misses = [today, ...others].reduce((sum, figures) => sum + (figures ? missesOf(figures[i]) : 0), 0);
      return { day, misses, arrived: today![i].arrived };
    });
    const byMisses = [...ranked].sort((a, b) => b.misses - a.misses || b.arrived - a.arrived);
    const worst = byMisses.slice(0, Math.ceil(most / 2));
    const busiest = ranked.filter((each) => !worst.includes(each)).sort((a, b) => b.arrived - a.arrived);
    return [...worst, ...busiest].slice(0, most).map(({ day }) => day).sort((a, b) => a.number - b.number);
  }

  /** Today's policy, the best one, and the cheapest that leave parts of the error budget as a reserve. */
  private async finalists(days: readonly Day[], variation?: Variation): Promise<Point[]> {
    const points = this.best.map(({ point }) => point);
    const chosen = [this.space.today, points[0]];
    const { resourcesFirst = false } = this.options.guardRails;
    for (const budget of BUDGETS) {
      const scores = await this.scores(points, days, budget, { variation });
      const holding = points.flatMap((point, i) => (scores[i] && scores[i].shortfall === 0 ? [{ point, cost: scores[i].cost }] : []));
      const alone = resourcesFirst ? holding.filter(({ point }) => this.readsResourcesAlone(point)) : [];
      for (const some of [holding, alone]) {
        if (some.length > 0) chosen.push(some.reduce((a, b) => (b.cost < a.cost ? b : a)).point);
      }
      if (holding.length > 0) continue;
      chosen.push(points.reduce((a, b, i) => (scores[i]!.shortfall < scores[points.indexOf(a)]!.shortfall ? b : a)));
    }
    return [...new Map(chosen.map((point) => [point.join(), point])).values()];
  }

  private async scores(
    points: readonly Point[], days: readonly Day[], budget: number, options: FiguresOptions,
  ): Promise<(Score | undefined)[]> {
    const scorer = this.scorer(days);
    return (await this.figures(points, days, 'screen', options)).map((figures) => figures && scorer.score(figures, budget));
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

  private scorer(days: readonly Day[]): Scorer {
    return new Scorer(this.resampler(days), this.options.objectives, this.options.costs);
  }

  private judgeOptions(days: readonly Day[]): Parameters<typeof judge>[2] {
    const { objectives, costs } = this.options;
    return { objectives, costs, resampler: this.resampler(days), numbers: days.map(({ number }) => number) };
  }

  private resampler(days: readonly Day[]): Resampler {
    return new Resampler(days.length, this.options.seed);
  }
}

import { byRank, type Score, type Scored } from './score';
import { type Point, type SearchSpace } from './search-space';
import { coarseMoves, fineMoves, saferMoves, scheduleMoves } from './moves';
import { Shape } from './shape';

export interface SearchResult {
  /** Cheapest policy that meets the SLO; if none does, the nearest miss. */
  readonly best: Scored;
  /** All policies scored on all days, best first. */
  readonly scored: readonly Scored[];
}

/** Days for scoring policies: a representative sample, or all. */
export type SearchDays = 'sample' | 'all';

/** Scores policies; undefined for a policy that the cluster rejects. */
export type ScorePoints = (points: readonly Point[], days: SearchDays) => Promise<(Score | undefined)[]>;

export interface SearchOptions {
  /**
   * Returns the variant of a policy that is preferred at the same cost; the best of these is always scored on all days.
   * @default - none
   */
  readonly preferred?: (point: Point) => Point;
  /** Callback with the policies scored on all days, best first. */
  readonly onBest?: (scored: readonly Scored[]) => void;
}

const MOST_ROUNDS = 6;
/** Maximum number of moves per round whose targets are optimized. */
const MOST_FOLLOWED = 3;
const MOST_REVERTED = 3;
/** Number of further shapes whose targets are optimized on all days. */
const OTHER_FINALS = 1;
/** Minimum relative saving of a change; a smaller one is reverted, and not followed. */
const WORTH_A_CHANGE = 0.004;
/**
 * Minimum relative saving of a schedule. It is higher because schedules reproduce the weeks they were derived from,
 * while metrics follow the load.
 */
const WORTH_A_SCHEDULE = 0.03;

/**
 * Searches for the cheapest policies that meet the SLO. Policies are compared at the highest targets that meet the SLO:
 * on a few days while settings move, and on all days at the end.
 */
export async function search(space: SearchSpace, scorePoints: ScorePoints, options: SearchOptions = {}): Promise<SearchResult> {
  const trials = new Trials(space, scorePoints);
  const all = new Map<string, Scored>();
  const ranked = (): Scored[] => [...all.values()].sort(byScore);
  const keep = (scored: readonly Scored[]): void => {
    for (const each of scored) all.set(each.point.join(), each);
    options.onBest?.(ranked());
  };
  keep(await trials.scored([space.today], 'all'));

  const [best, ...others] = await climb(space, trials);
  if (best) {
    const simple = await simplified(space, best, trials);
    const { preferred } = options;
    keep(await trials.highestHolding([simple.point], { days: 'all', told: keep }));
    // More expensive shapes are dropped before their targets are optimized.
    await trials.highestHolding(others.slice(0, OTHER_FINALS).map(({ point }) => point), { days: 'all', limit: ranked()[0], told: keep });
    // The best policy is at the edge of the SLO: its neighbors with more spare pods have more margin.
    if (ranked()[0].score.shortfall === 0) keep(await trials.scored(saferMoves(space, ranked()[0].point), 'all'));
    if (preferred) await trials.highestHolding([preferred(simple.point)], { days: 'all', told: keep });
  }
  return { best: ranked()[0], scored: ranked() };
}

function byScore(a: Scored, b: Scored): number {
  return byRank(a.score, b.score);
}

/** Scores policies, each at most once, and finds their highest targets that meet the SLO. */
class Trials {
  private readonly known = new Map<string, Scored | undefined>();

  public constructor(private readonly space: SearchSpace, private readonly scorePoints: ScorePoints) {}

  public async scored(points: readonly Point[], days: SearchDays): Promise<Scored[]> {
    const keys = points.map((point) => `${days} ${point.join()}`);
    const fresh = points.filter((_, i) => !this.known.has(keys[i]) && keys.indexOf(keys[i]) === i);
    const scores = await this.scorePoints(fresh, days);
    fresh.forEach((point, i) => this.known.set(`${days} ${point.join()}`, scores[i] && { point, score: scores[i] }));
    return keys.flatMap((key) => this.known.get(key) ?? []);
  }

  /**
   * Returns the variant of each policy with the highest targets that meet the SLO, or the nearest miss; the cheapest
   * first. All targets move together in steps.
   * @param limit policies that cost more are dropped before their targets are optimized.
   * @param told callback for each scored variant.
   */
  public async highestHolding(
    points: readonly Point[], { days = 'sample', limit, told = () => undefined }: {
      readonly days?: SearchDays; readonly limit?: Scored; readonly told?: (scored: readonly Scored[]) => void;
    } = {},
  ): Promise<Scored[]> {
    const shapes = points.map((point) => new Shape(this.space, point));
    for (let open = shapes; open.length > 0; open = open.filter(({ next }) => next)) {
      const found = await this.scored(open.map(({ next }) => next!), days);
      told(found);
      for (const shape of open) shape.add(found.find(({ point }) => point.join() === shape.next!.join()), limit?.score);
    }
    return shapes.flatMap(({ best }) => best ?? []).sort(byScore);
  }
}

/**
 * Moves settings from the policy of the manifests as long as the score improves: in large steps, then in small ones.
 * Returns the best policies first.
 */
async function climb(space: SearchSpace, trials: Trials): Promise<Scored[]> {
  const found = new Map<string, Scored>();
  const add = (scored: readonly Scored[]): void => scored.forEach((each) => found.set(each.point.join(), each));
  const ranked = (): Scored[] => [...found.values()].sort(byScore);
  add(await trials.highestHolding([space.today]));
  const follow = async (best: Scored, moves: readonly Point[], worth: number): Promise<void> => {
    const moved = await trials.scored(moves, 'sample');
    const elasticity = await costOfMisses(space, best, trials);
    const estimate = ({ score }: Scored): number => estimatedCost(score, best.score, elasticity);
    const isPromising = (each: Scored): boolean => estimate(each) < best.score.cost * (1 - worth) || each.score.shortfall < best.score.shortfall;
    const points = moved.filter(isPromising)
      .sort((a, b) => estimate(a) - estimate(b)).slice(0, MOST_FOLLOWED).map(({ point }) => point);
    add((await trials.highestHolding([...joinedMoves(best.point, points), ...points], { limit: best }))
      .filter(({ score }) => byRank(score, { ...best.score, cost: best.score.cost * (1 - worth) }) < 0));
  };
  let isFine = false;
  for (let round = 0; found.size > 0 && round < MOST_ROUNDS; round++) {
    const [best] = ranked();
    await follow(best, (isFine ? fineMoves : coarseMoves)(space, best.point), WORTH_A_CHANGE);
    const [next] = ranked();
    if (byScore(next, best) < 0) continue;
    if (isFine) break;
    isFine = true;
  }
  const [best] = ranked();
  if (best) await follow(best, scheduleMoves(space, best.point), best.score.shortfall > 0 ? 0 : WORTH_A_SCHEDULE);
  return ranked();
}

/** Default elasticity of cost to misses, if the targets show none. */
const USUAL_ELASTICITY = 0.15;
const ELASTICITIES = [0.05, 0.5] as const;

/** Estimates the relative cost of reducing misses by lower targets, from the variants around a policy. */
async function costOfMisses(space: SearchSpace, { point, score }: Scored, trials: Trials): Promise<number> {
  const [lower] = await trials.scored([Shape.shifted(space, point, -1)], 'sample');
  if (!lower || lower.score.used <= 0 || score.used <= lower.score.used) return USUAL_ELASTICITY;
  const elasticity = Math.log(lower.score.cost / score.cost) / Math.log(score.used / lower.score.used);
  return Math.min(ELASTICITIES[1], Math.max(ELASTICITIES[0], elasticity));
}

const FEWEST_MISSES = 0.02;

/** Estimates the cost of a policy at targets with as many misses as another one. */
function estimatedCost({ cost, used }: Score, other: Score, elasticity: number): number {
  return cost * (Math.max(FEWEST_MISSES, used) / Math.max(FEWEST_MISSES, other.used)) ** elasticity;
}

/** Combines moves: the first two, the first three, and so on; of one setting only the first is used. */
function joinedMoves(from: Point, moves: readonly Point[]): Point[] {
  const joined: Point[] = [];
  let [point] = moves;
  for (const move of moves.slice(1)) {
    const next = point.map((value, i) => (value === from[i] ? move[i] : value));
    if (next.join() === point.join()) continue;
    point = next;
    joined.push(point);
  }
  return joined;
}

/** Reverts changes of negligible effect one by one: the result is as good, and easier to review. */
async function simplified(space: SearchSpace, start: Scored, trials: Trials): Promise<Scored> {
  let best = start;
  for (let round = 0; round < MOST_REVERTED; round++) {
    const reverted = space.changes(best.point).map(({ index, knob }) => space.with(best.point, index, knob.current));
    const least = (await trials.scored(reverted, 'sample'))
      .filter(({ score }) => score.shortfall <= start.score.shortfall && score.cost <= start.score.cost * (1 + WORTH_A_CHANGE))
      .sort(byScore)[0];
    if (!least) break;
    best = least;
  }
  return best;
}

import { byRank, paretoFront, type Score } from './score';
import { coarsePoints } from './coarse-points';
import { type Point, type SearchSpace } from './search-space';

/** Policy with its score. */
export interface Scored {
  readonly point: Point;
  readonly score: Score;
}

export interface SearchResult {
  /** Cheapest policy that holds the SLO, with no change that brings next to nothing; where none holds it, the nearest miss. */
  readonly best: Scored;
  /** All policies that were scored on all days, the best first. */
  readonly scored: readonly Scored[];
}

/** Scores policies; undefined for one that the cluster refuses. */
export type ScorePoints = (points: readonly Point[], days: 'hard' | 'all') => Promise<(Score | undefined)[]>;

export interface SearchOptions {
  readonly seed: number;
  /** Random policies beside the grid, for each workload. @default 16 */
  readonly random?: number;
  /** Most rounds of refinement. @default 3 */
  readonly rounds?: number;
  /** Policy like a given one of a kind that is preferred at the same cost; some of these are always scored on all days. @default - none */
  readonly preferred?: (point: Point) => Point;
  /** Told of policies as they are scored on all days, the best first. */
  readonly onBest?: (scored: readonly Scored[]) => void;
}

/** Part of the coarse policies that is scored on all days. */
const KEPT = 1 / 3;
const FEWEST_KEPT = 8;
/** Moves of a round that are scored on all days. */
const MOST_MOVES = 5;
const MOST_REVERTED = 3;
/** A change that saves less than this share of the cost is taken back. */
const WORTH_A_CHANGE = 0.004;

/**
 * Searches for policies that hold the SLO at the least cost: a coarse grid on the hardest days, the better part of it on all
 * days, and refinement one setting at a time.
 */
export async function search(space: SearchSpace, scorePoints: ScorePoints, options: SearchOptions): Promise<SearchResult> {
  const known = new Map<string, Scored>();
  const ranked = (): Scored[] => [...known.values()].sort((a, b) => byRank(a.score, b.score));
  const scoreAll = async (points: readonly Point[]): Promise<void> => {
    const fresh = points.filter((point) => !known.has(point.join()));
    const scores = await scorePoints(fresh, 'all');
    fresh.forEach((point, i) => {
      const score = scores[i];
      if (score) known.set(point.join(), { point, score });
    });
    options.onBest?.(ranked());
  };

  await scoreAll([space.today]);
  await scoreAll(await halved(space, scorePoints, options));
  await refine(space, ranked()[0], known, { scoreAll, scorePoints, rounds: options.rounds ?? 3 });
  const best = await simplified(space, ranked()[0], known, scoreAll);
  return { best, scored: ranked() };
}

/** Coarse policies that do best on the hardest days, at any cost that may be right. */
async function halved(space: SearchSpace, scorePoints: ScorePoints, { seed, random = 16, preferred }: SearchOptions): Promise<Point[]> {
  const coarse = coarsePoints(space, seed, random);
  const like = preferred ? coarse.map(preferred) : [];
  const points = [...new Map([...coarse, ...like].map((point) => [point.join(), point])).values()];
  const scores = await scorePoints(points, 'hard');
  const scored = points.flatMap((point, i): Scored[] => (scores[i] ? [{ point, score: scores[i] }] : []));
  const ranked = [...scored].sort((a, b) => byRank(a.score, b.score));
  const best = ranked.slice(0, Math.max(FEWEST_KEPT, Math.ceil(coarse.length * KEPT)));
  const kinds = new Set(like.map((point) => point.join()));
  const bestLike = ranked.filter(({ point }) => kinds.has(point.join())).slice(0, FEWEST_KEPT);
  // A policy that misses a little on the hardest days may hold the SLO over all.
  return [...new Set([...paretoFront(scored, ({ score }) => score), ...best, ...bestLike])].map(({ point }) => point);
}

/** Moves one setting at a time to a neighbouring value, and those that help together, as long as that is better: on the hardest days, then on all. */
async function refine(
  space: SearchSpace, start: Scored, known: ReadonlyMap<string, Scored>,
  { scoreAll, scorePoints, rounds }: { scoreAll: (points: readonly Point[]) => Promise<void>; scorePoints: ScorePoints; rounds: number },
): Promise<void> {
  let best = start;
  for (let round = 0; round < rounds; round++) {
    const moves = space.knobs.flatMap(({ values }, i) => (round === 0 ? [-2, -1, 1, 2] : [-1, 1]).flatMap((step): Point[] => {
      const value = best.point[i] + step;
      return value >= 0 && value < values.length ? [space.with(best.point, i, value)] : [];
    }));
    const [own, ...scores] = await scorePoints([best.point, ...moves], 'hard');
    const promising = moves.flatMap((point, i): Scored[] => (scores[i] && own && byRank(scores[i], own) < 0 ? [{ point, score: scores[i] }] : []))
      .sort((a, b) => byRank(a.score, b.score)).slice(0, MOST_MOVES).map(({ point }) => point);
    await scoreAll(promising);
    const better = promising.flatMap((move) => known.get(move.join()) ?? []).filter(({ score }) => byRank(score, best.score) < 0)
      .sort((a, b) => byRank(a.score, b.score));
    if (better.length === 0) return;
    const joined = joinedMoves(best.point, better.map(({ point }) => point));
    await scoreAll(joined);
    best = [...better, ...joined.flatMap((point) => known.get(point.join()) ?? [])].sort((a, b) => byRank(a.score, b.score))[0];
  }
}

/** The better moves together: the first two, the first three, and so on; of one setting the first counts. */
function joinedMoves(from: Point, moves: readonly Point[]): Point[] {
  const joined: Point[] = [];
  let point = from;
  for (const move of moves) {
    const next = point.map((value, i) => (value === from[i] ? move[i] : value));
    if (next.join() === point.join()) continue;
    point = next;
    joined.push(point);
  }
  return joined.slice(1);
}

/** Takes back changes that bring next to nothing, one after the other: as good, and easier to review. */
async function simplified(
  space: SearchSpace, start: Scored, known: ReadonlyMap<string, Scored>, scoreAll: (points: readonly Point[]) => Promise<void>,
): Promise<Scored> {
  let best = start;
  for (let round = 0; round < MOST_REVERTED; round++) {
    const reverted = space.changes(best.point).map(({ index, knob }) => space.with(best.point, index, knob.current));
    await scoreAll(reverted);
    const least = reverted.flatMap((point) => known.get(point.join()) ?? [])
      .filter(({ score }) => score.shortfall <= start.score.shortfall && score.cost <= start.score.cost * (1 + WORTH_A_CHANGE))
      .sort((a, b) => byRank(a.score, b.score))[0];
    if (!least) break;
    best = least;
  }
  return best;
}

/** From a second on, so many replicas are asked for. */
export interface ReplicaChange {
  readonly seconds: number;
  readonly replicas: number;
}

/** Changes alone, of what was seen from second 0 on; the first of them is what there was then. */
export function changesOf(seen: readonly ReplicaChange[], initial: number): ReplicaChange[] {
  const changes: ReplicaChange[] = [{ seconds: 0, replicas: initial }];
  for (const change of seen) if (change.seconds >= 0 && change.replicas !== changes.at(-1)!.replicas) changes.push(change);
  return changes;
}

/** The seconds that are looked at, and how far around each. */
export interface LookedAt {
  readonly from: number;
  readonly until: number;
  readonly slack: number;
}

/** Changes that happened and were in none of the predictions, even if those are shifted by so many seconds. */
export function outside(
  happened: readonly ReplicaChange[], predictions: ReadonlyArray<readonly ReplicaChange[]>, { from, until, slack }: LookedAt,
): string[] {
  const problems: string[] = [];
  for (let second = from; second <= until; second++) {
    const expected = predictions.flatMap((prediction) => countsWithin(prediction, second - slack, second + slack));
    const [fewest, most] = [Math.min(...expected), Math.max(...expected)];
    const [replicas] = countsWithin(happened, second, second);
    if (replicas < fewest || replicas > most) problems.push(`${replicas} at ${second} s, predicted ${fewest === most ? fewest : `${fewest} to ${most}`}`);
  }
  return problems;
}

/** As in '2, 4 at 52 s, 6 at 55 s'. */
export function renderChanges(changes: readonly ReplicaChange[]): string {
  return changes.map(({ seconds, replicas }, i) => (i === 0 ? String(replicas) : `${replicas} at ${Math.round(seconds)} s`)).join(', ');
}

/** The counts that hold at the begin of a span, and those that come in it. */
function countsWithin(changes: readonly ReplicaChange[], from: number, until: number): number[] {
  const before = changes.filter(({ seconds }) => seconds <= from).at(-1) ?? changes[0];
  return [before, ...changes.filter(({ seconds }) => seconds > from && seconds <= until)].map(({ replicas }) => replicas);
}

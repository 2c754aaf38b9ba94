import { type CanaryRouting } from '../../world/progression';

/** Pods of one revision: those that are not being deleted, and those of them that are Ready. */
export interface RevisionPods {
  readonly pods: number;
  readonly ready: number;
}

/** Pods of a workload by revision: the new one, the stable one, and abandoned ones between the two. */
export interface Revisions {
  readonly fresh: RevisionPods;
  readonly stable: RevisionPods;
  readonly others: RevisionPods;
}

/** Wanted pods of each revision. */
export interface RevisionCounts {
  readonly fresh: number;
  readonly stable: number;
  readonly others: number;
}

/** Bounds of a rollout in pods. */
export interface Bounds {
  readonly replicas: number;
  readonly surge: number;
  readonly unavailable: number;
}

/**
 * Returns the next counts of a canary without a traffic router, within its bounds.
 *
 * Source: argo-rollouts utils/replicaset/canary.go, CalculateReplicaCountsForBasicCanary.
 */
export function basicCanaryCounts({ fresh, stable, others }: Revisions, percent: number, { replicas, surge, unavailable }: Bounds): RevisionCounts {
  const desired = nearestCounts(replicas, percent, surge > 0);
  const spare = Math.max(0, replicas + surge - fresh.pods - stable.pods - others.pods);
  const addedStable = Math.min(Math.max(0, desired.stable - stable.pods), spare);
  const addedFresh = Math.min(Math.max(0, desired.fresh - fresh.pods), spare - addedStable);
  const grown = { fresh: fresh.pods + addedFresh, stable: stable.pods + addedStable };
  const needed = replicas - unavailable;
  if (others.pods > 0) return { ...grown, others: Math.max(0, others.ready - Math.max(0, fresh.ready + stable.ready + others.ready - needed)) };
  const isIncreasing = desired.fresh >= fresh.pods;
  const available = isIncreasing ? Math.min(fresh.pods, fresh.ready) + stable.pods : fresh.pods + Math.min(stable.pods, stable.ready);
  const surplus = available - needed;
  if (surplus <= 0) return { ...grown, others: 0 };
  const limits = { most: replicas + surge, needed };
  if (isIncreasing) {
    const left = stable.pods > desired.stable ? Math.max(desired.stable, stable.pods - surplus) : grown.stable;
    const counts = withinLimits({ count: left, ready: stable.ready }, { count: grown.fresh, ready: fresh.ready }, limits);
    return { stable: counts.drained, fresh: counts.kept, others: 0 };
  }
  const left = Math.max(desired.fresh, fresh.pods - surplus);
  const counts = withinLimits({ count: left, ready: fresh.ready }, { count: grown.stable, ready: stable.ready }, limits);
  return { fresh: counts.drained, stable: counts.kept, others: 0 };
}

interface Counted {
  readonly count: number;
  readonly ready: number;
}

/** Takes what exceeds the surge from the revision that is kept, unless too few pods would be left. */
function withinLimits(
  drained: Counted, kept: Counted, { most, needed }: { readonly most: number; readonly needed: number },
): { readonly drained: number; readonly kept: number } {
  const over = (count: number): number => Math.max(0, count + drained.count - most);
  const cut = kept.count - over(kept.count);
  const missing = Math.max(0, needed - Math.min(drained.ready, drained.count) - Math.min(kept.ready, cut));
  const count = cut + Math.min(Math.max(0, kept.ready - cut), missing);
  return { drained: drained.count - over(count), kept: count };
}

/**
 * Returns the counts nearest to a percentage, one pod above the replicas where that is nearer; neither revision is left
 * without a pod from 1 to 99 %.
 */
function nearestCounts(replicas: number, percent: number, maySurge: boolean): { readonly fresh: number; readonly stable: number } {
  if (replicas === 0) return { fresh: 0, stable: 0 };
  const exact = (replicas * percent) / 100;
  const [up, down] = [Math.ceil(exact), Math.floor(exact)];
  const mayBeNone = percent === 100 || percent === 0 || (replicas === 1 && !maySurge);
  const isTied = (total: number): boolean => (total * percent) / 100 % 1 === 0.5;
  const options: { readonly fresh: number; readonly total: number }[] = [];
  const offer = (total: number, hasUp: boolean): void => {
    if (hasUp) options.push({ fresh: up, total });
    if (!isTied(total) && (down !== 0 || mayBeNone)) options.push({ fresh: down, total });
  };
  offer(replicas, up < replicas || mayBeNone);
  if (maySurge) offer(replicas + 1, true);
  const distance = ({ fresh, total }: { readonly fresh: number; readonly total: number }): number => Math.abs((fresh * 100) / total - percent);
  const [first, ...rest] = options;
  if (!first) return { fresh: 0, stable: replicas };
  const best = rest.reduce((one, other) => (distance(other) < distance(one) ? other : one), first);
  return { fresh: best.fresh, stable: best.total - best.fresh };
}

/**
 * Returns the counts of a canary beside a traffic router.
 *
 * Source: argo-rollouts utils/replicaset/canary.go, CalculateReplicaCountsForTrafficRoutedCanary.
 *
 * @param canary wanted pods of the canary, or the percentage of the replicas
 * @param percents percentage of the traffic that the canary should have, and has now
 */
export function routedCanaryCounts(
  replicas: number, canary: { readonly replicas?: number; readonly percent?: number }, percents: { readonly wanted: number; readonly now: number },
  { dynamicStableScale, minPods }: CanaryRouting,
): Omit<RevisionCounts, 'others'> {
  const share = (percent: number): number => Math.ceil((percent * replicas) / 100);
  const atLeast = (count: number): number => (count === 0 ? 0 : Math.max(count, minPods));
  const fresh = canary.replicas ?? atLeast(share(canary.percent ?? percents.wanted));
  if (!dynamicStableScale) return { fresh, stable: replicas };
  return { fresh: atLeast(fresh), stable: atLeast(share(100 - Math.min(percents.wanted, percents.now))) };
}

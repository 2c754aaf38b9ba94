import { type OptimumProblem } from '../../../lib/results/optimum';

/**
 * Replica-seconds of the cheapest plan, found by trying all of them; its replicas may share any request between them,
 * second by second. A replica that is given up is paid for, and serves, for the grace that follows.
 */
export function cheapestPlan(problem: OptimumProblem): number | undefined {
  const { phaseSeconds, periodSeconds, durationSeconds, graceSeconds } = problem.grid;
  const periods = Math.ceil((durationSeconds - phaseSeconds) / periodSeconds) + (phaseSeconds > 0 ? 1 : 0);
  const periodOf = (second: number): number => phaseSeconds > 0 ? Math.floor((second - phaseSeconds) / periodSeconds) + 1 : Math.floor(second / periodSeconds);
  let best: number | undefined;
  const plan: number[] = [];
  const extend = (): void => {
    if (plan.length < periods) {
      for (let replicas = problem.minReplicas; replicas <= problem.maxReplicas; replicas++) {
        plan.push(replicas);
        extend();
        plan.pop();
      }
      return;
    }
    const active = Array.from({ length: durationSeconds }, (_, second) => plan[periodOf(second)]);
    const ready = active.map((_, second) => Math.min(...active.slice(Math.max(0, second - problem.startUpSeconds), second + 1)));
    const cost = sum(withTerminating(active, graceSeconds));
    if (best !== undefined && cost >= best) return;
    if (canServe(problem, withTerminating(ready, graceSeconds))) best = cost;
  };
  extend();
  return best;
}

/** Replicas of each second, with those that were given up in the seconds of grace before it. */
function withTerminating(replicas: readonly number[], graceSeconds: number): number[] {
  return replicas.map((count, second) => {
    const drops = Array.from({ length: Math.min(graceSeconds, second) }, (_, ago) => Math.max(0, replicas[second - ago - 1] - replicas[second - ago]));
    return count + sum(drops);
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

/** True where some choice of misses lets all others be answered in time, earliest deadline first. */
function canServe({ demand, allowedMisses }: OptimumProblem, ready: readonly number[]): boolean {
  const requests = Array.from({ length: demand.at.length }, (_, i) => ({
    at: demand.at[i],
    left: demand.replicaSeconds[i],
    due: demand.at[i] + (demand.deadlineSeconds as number[])[i],
  }));
  for (let chosen = 0; chosen < 2 ** requests.length; chosen++) {
    const kept = requests.filter((_, i) => chosen & (1 << i)).map((request) => ({ ...request }));
    if (requests.length - kept.length <= allowedMisses && meetsAll(kept, ready)) return true;
  }
  return false;
}

function meetsAll(requests: { at: number; left: number; due: number }[], ready: readonly number[]): boolean {
  const byDue = [...requests].sort((a, b) => a.due - b.due);
  for (let second = 0; second < ready.length; second++) {
    let capacity = ready[second];
    for (const request of byDue) {
      if (request.at > second || request.left <= 0) continue;
      if (request.due <= second) return false;
      const done = Math.min(capacity, request.left);
      request.left -= done;
      capacity -= done;
    }
  }
  return byDue.every((request) => request.left <= 1e-9);
}

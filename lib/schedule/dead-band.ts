/**
 * Relative margin within which a floating-point comparison can go either way, as at 11 of 10 with 10 %, where
 * versions of the HPA controller differ.
 */
const DOUBT = 1e-9;

/**
 * Returns the metric value, at a target of 1 per pod, that scales a workload to at least this number of replicas from
 * any replica count.
 *
 * The HPA controller ignores a metric within the tolerance of its target, so that the value 20 does not scale 19
 * replicas. The smallest integer above the tolerance at one replica below the goal does: 21.
 *
 * @param replicas a whole number above 0
 * @param tolerance a ratio, 0.1 for 10 %
 */
export function valueThatReaches(replicas: number, tolerance: number): number {
  return Math.max(replicas, Math.floor((replicas - 1) * (1 + tolerance) * (1 + DOUBT)) + 1);
}

/** Returns the maximum number of replicas that such a value keeps after a higher replica count. */
export function mostKeptBy(value: number, tolerance: number): number {
  return tolerance >= 1 ? Infinity : Math.max(value, Math.floor(value / (1 - tolerance) * (1 + DOUBT)));
}

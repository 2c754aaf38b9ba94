/** By how much a metric may miss its target before the HPA controller acts, where neither its flags nor the policy say otherwise. */
export const DEFAULT_TOLERANCE = 0.1;

/** Share in which a comparison of floating-point numbers may go either way, as at 11 of 10 with 10 %, where the versions of the controller differ. */
const DOUBT = 1e-9;

/**
 * The value of a metric of which each pod is to have 1 that brings a workload to at least so many replicas, from whatever it has.
 *
 * The controller lets a metric be that misses its target by no more than the tolerance, so that at 19 replicas the value 20 moves nothing. The least whole
 * value beyond the tolerance of one replica too few does: 21.
 *
 * @param replicas a whole number above 0
 * @param tolerance a share, 0.1 for 10 %
 */
export function valueThatReaches(replicas: number, tolerance = DEFAULT_TOLERANCE): number {
  return Math.max(replicas, Math.floor((replicas - 1) * (1 + tolerance) * (1 + DOUBT)) + 1);
}

/** The most replicas that such a value leaves in place where there were more. */
export function mostKeptBy(value: number, tolerance = DEFAULT_TOLERANCE): number {
  return tolerance >= 1 ? Infinity : Math.max(value, Math.floor(value / (1 - tolerance) * (1 + DOUBT)));
}

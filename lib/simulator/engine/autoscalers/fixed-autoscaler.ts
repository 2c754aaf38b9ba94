import { type Workload } from '../../world/world';

/** The same workload without an autoscaler, at a fixed count: the baseline that costs most and answers fastest, or the reverse. */
export function withFixedReplicas(workload: Workload, replicas: number): Workload {
  return { ...workload, replicas, autoscaler: { kind: 'fixed', replicas } };
}

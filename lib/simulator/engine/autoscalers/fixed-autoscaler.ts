import { type Workload } from '../../world/world';

/** Returns the workload without an autoscaler, at a fixed replica count: a baseline for comparisons. */
export function withFixedReplicas(workload: Workload, replicas: number): Workload {
  return { ...workload, replicas, autoscaler: { kind: 'fixed', replicas } };
}

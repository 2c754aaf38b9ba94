import { type WarmUp, type Workload } from '../../world/world';
import { meanOf, variationOf } from '../random/sampler';
import { coresPerSlot, loadLimitCores } from '../requests/cpu-limit';
import { LatencyShapes } from './latency-shapes';

/** Service of a workload as far as flows need it. */
export interface FlowService {
  readonly shapes: LatencyShapes;
  /** Seconds of a request in the mean. */
  readonly seconds: number;
  /** Squared coefficient of variation of these seconds. */
  readonly variability: number;
  /** Requests that a pod serves at full speed at the same time: its slots, or as many as its CPU limit feeds. */
  readonly slots: number;
  readonly timeout: number;
  readonly queueLimit: number;
}

/** Returns the service of a workload; undefined for a service model that flows do not know. */
export function flowService(workload: Workload): FlowService | undefined {
  const { service } = workload;
  if (service.kind !== 'slots') return undefined;
  const cores = coresPerSlot(workload);
  return {
    shapes: LatencyShapes.of(service.time),
    seconds: meanOf(service.time),
    variability: variationOf(service.time) ** 2,
    slots: cores > 0 ? Math.min(service.concurrency, loadLimitCores(workload) / cores) : service.concurrency,
    timeout: service.timeoutSeconds,
    queueLimit: service.queueLimit,
  };
}

/** Returns the factor on the service time of a pod that has been open for so many seconds. */
export function warmthAt(warmUp: WarmUp | undefined, age: number): number {
  return warmUp && age < warmUp.seconds ? 1 + (warmUp.factor - 1) * (1 - age / warmUp.seconds) : 1;
}

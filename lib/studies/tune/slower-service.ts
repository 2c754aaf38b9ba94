import { formatShare } from '../../results/format';
import { type Distribution, type Workload } from '../../simulator/world/world';
import { type Variation } from './evaluator';

/** Returns a variant in which requests take longer and use more CPU by a share; model servers are unchanged. */
export function slowerService(share: number): Variation {
  return {
    name: `requests that take ${formatShare(share)} longer`,
    change: (world) => ({ ...world, workloads: world.workloads.map((workload) => servingSlower(workload, 1 + share)) }),
  };
}

function servingSlower(workload: Workload, factor: number): Workload {
  const { service } = workload;
  if (service.kind !== 'slots') return workload;
  return { ...workload, service: { ...service, time: stretched(service.time, factor), cpuSecondsPerRequest: service.cpuSecondsPerRequest * factor } };
}

/** Multiplies all values of a distribution by a factor. */
export function stretched(distribution: Distribution, factor: number): Distribution {
  switch (distribution.kind) {
    case 'deterministic': return { ...distribution, value: distribution.value * factor };
    case 'empirical': return { ...distribution, samples: distribution.samples.map((sample) => sample * factor) };
    default: return { ...distribution, mean: distribution.mean * factor };
  }
}

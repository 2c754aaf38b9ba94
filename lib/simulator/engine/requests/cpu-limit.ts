import { type Workload } from '../../world/world';
import { meanOf } from '../random/sampler';

/** CFS bandwidth control: length of a period (cpu.cfs_period_us, 100 ms by the kubelet's default). */
export const QUOTA_PERIOD_SECONDS = 0.1;

/** Cores that one request of a slot service uses while it is served at full speed. */
export function coresPerSlot({ service }: Pick<Workload, 'service'>): number {
  if (service.kind !== 'slots') return 0;
  const seconds = meanOf(service.time);
  return seconds > 0 ? service.cpuSecondsPerRequest / seconds : 0;
}

/**
 * Cores that the requests and the start-up of a pod may use: the tightest of the containers' limits, each less the
 * container's idle usage and divided by its share of the load, and of the limit of the pod as a whole. Infinity without
 * a limit.
 */
export function loadLimitCores({ containers, podLevelCpuLimitMilli }: Pick<Workload, 'containers' | 'podLevelCpuLimitMilli'>): number {
  const running = containers.filter(({ kind }) => kind !== 'init');
  const idle = running.reduce((sum, { idleCpuMilli }) => sum + idleCpuMilli, 0);
  const limits = running.filter(({ loadShare }) => loadShare > 0)
    .map(({ cpuLimitMilli = Infinity, idleCpuMilli, loadShare }) => (cpuLimitMilli - idleCpuMilli) / loadShare);
  return Math.max(0.001, Math.min(...limits, (podLevelCpuLimitMilli ?? Infinity) - idle) / 1000);
}

/** Cores that a starting pod uses under its CPU limit. */
export function startUpCores(workload: Pick<Workload, 'startUp' | 'containers' | 'podLevelCpuLimitMilli'>): number {
  return Math.min(workload.startUp.cpuCores, loadLimitCores(workload));
}

/**
 * Factor by which work that uses `cores` at full speed takes longer under the CPU limit of its pod, as the kernel stops
 * the containers for the rest of each period; 1 where the limit leaves enough.
 */
export function throttleFactor(workload: Pick<Workload, 'containers' | 'podLevelCpuLimitMilli'>, cores: number): number {
  return Math.max(1, cores / loadLimitCores(workload));
}

/** True where the requests of a pod can want more CPU than its limit, or than its node has. */
export function canSlowDown(workload: Workload): boolean {
  if (workload.service.kind !== 'slots') return false;
  const wanted = workload.service.concurrency * coresPerSlot(workload);
  return wanted > loadLimitCores(workload) || (workload.nodePool !== undefined && wanted > 0);
}

import { replicaBounds } from '../../simulator/world/replica-bounds';
import { type Run } from '../../simulator/run/run';
import { type Distribution } from '../../simulator/world/service';
import { type Workload, type World } from '../../simulator/world/world';
import { offlineOptimum, type Optimum } from './offline-optimum';
import { workloadDemand } from './workload-demand';

/**
 * Computes the offline optimum of one workload of a run, with the same requests, bounds, sync period and start-up. For
 * a fixed count, plans have up to that count of replicas.
 */
export function optimumOf(run: Run, index: number): Optimum {
  const { world } = run;
  const workload = world.workloads[index];
  const { syncPeriodSeconds } = world.controller;
  const firstPass = run.workloads[index].passes?.seconds[0] ?? 0;
  const { minReplicas, maxReplicas } = replicaBounds(workload);
  return offlineOptimum({
    ...workloadDemand(run, workload),
    grid: {
      phaseSeconds: firstPass % syncPeriodSeconds,
      periodSeconds: syncPeriodSeconds,
      durationSeconds: world.durationSeconds,
      graceSeconds: Math.min(syncPeriodSeconds, graceSeconds(workload)),
    },
    minReplicas: workload.autoscaler.kind === 'fixed' ? Math.min(1, minReplicas) : minReplicas,
    maxReplicas,
    startUpSeconds: shortestStartUp(world, workload),
  });
}

/**
 * Returns the seconds for which a terminating replica still receives requests: with a shared queue until SIGTERM, with
 * a load balancer until the endpoint is removed.
 */
function graceSeconds({ balancer, drain }: Workload): number {
  return balancer.kind === 'shared-queue' || balancer.kind === 'partitions' ? drain.preStopSeconds : Math.min(drain.preStopSeconds, drain.endpointRemovalSeconds);
}

/** Returns the minimum time from a pod's creation to Ready that its start-up model allows. */
function shortestStartUp({ faults }: World, { id, startUp, nodePool }: Workload): number {
  const pull = nodePool === undefined ? least(startUp.warmPull) : Math.min(least(startUp.warmPull), least(startUp.coldPull));
  const quickest = Math.min(1, ...faults.flatMap((fault) => (fault.kind === 'slow-start' && fault.workload === id ? [fault.factor] : [])));
  const boot = Math.max(quickest * least(startUp.boot), startUp.readiness.initialDelaySeconds);
  return quickest * (least(startUp.schedule) + pull + least(startUp.init)) + boot;
}

function least(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'deterministic': return distribution.value;
    case 'empirical': return distribution.samples.reduce((least, sample) => Math.min(least, sample), Infinity);
    default: return 0;
  }
}

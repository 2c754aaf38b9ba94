import { type Agenda } from './events/event-queue';
import { type NodePoolModel } from './cluster/node-pool';
import { type Fault } from '../world/faults';
import { type WorkloadSimulation } from './workload-simulation';

/** Puts every fault into the agenda. Distortions of metrics are no events: the readers of metrics look at the time themselves. */
export function injectFaults(
  faults: readonly Fault[], agenda: Agenda, workloads: ReadonlyMap<string, WorkloadSimulation>, nodePools: ReadonlyMap<string, NodePoolModel>,
): void {
  for (const fault of faults) inject(fault, agenda, workloads, nodePools);
}

function inject(fault: Fault, agenda: Agenda, workloads: ReadonlyMap<string, WorkloadSimulation>, nodePools: ReadonlyMap<string, NodePoolModel>): void {
  const span = (from: number, until: number, enter: () => void, leave: () => void) => {
    agenda.at(from, enter);
    agenda.at(until, leave);
  };
  switch (fault.kind) {
    case 'metric':
    case 'prometheus-outage': return;
    case 'controller-restart':
      return agenda.at(fault.at, () => {
        for (const { hpa } of workloads.values()) hpa?.restart(fault.downSeconds);
      });
    case 'node-loss':
      return agenda.at(fault.at, () => {
        const lost = new Set(nodePools.get(fault.nodePool)!.lose(fault.nodes));
        for (const { controller, lifecycle } of workloads.values()) {
          const pods = controller.pods.filter((pod) => lost.has(pod));
          pods.forEach((pod) => lifecycle.nodeLost(pod));
          agenda.after(fault.detectionSeconds, () => pods.forEach((pod) => lifecycle.markUnreachable(pod)));
          agenda.after(fault.detectionSeconds + fault.evictionSeconds, () => controller.lose(pods.filter(({ gone }) => !gone)));
        }
      });
    case 'no-nodes': {
      const pool = nodePools.get(fault.nodePool)!;
      return span(fault.from, fault.until, () => { pool.delivering = false; }, () => { pool.delivering = true; });
    }
    default: {
      const workload = workloads.get(fault.workload)!;
      switch (fault.kind) {
        case 'pod-crash':
          return agenda.at(fault.at, () => {
            for (const pod of workload.readyPods(fault.pods)) workload.lifecycle.crash(pod, fault.backoffSeconds);
          });
        case 'rollout': return agenda.at(fault.at, () => workload.controller.rollOut());
        case 'scale': return agenda.at(fault.at, () => workload.controller.scale(fault.replicas, 'manual', 'scaled by hand'));
        case 'slow-service': {
          const { station } = workload;
          return span(fault.from, fault.until, () => { station.slowness *= fault.factor; }, () => { station.slowness /= fault.factor; });
        }
        case 'slow-start': {
          const { lifecycle } = workload;
          return span(fault.from, fault.until, () => { lifecycle.slowness *= fault.factor; }, () => { lifecycle.slowness /= fault.factor; });
        }
      }
    }
  }
}

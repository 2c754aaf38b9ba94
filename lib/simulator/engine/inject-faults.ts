import { type Fault } from '../world/faults';
import { type EventQueue } from './events/event-queue';
import { type NodePoolModel } from './cluster/node-pool';
import { type WorkloadSimulation } from './workload-simulation';

/** Schedules the events of all faults. Metric faults need no events: metric readers check the time themselves. */
export function injectFaults(
  faults: readonly Fault[], eventQueue: EventQueue, workloads: ReadonlyMap<string, WorkloadSimulation>, nodePools: ReadonlyMap<string, NodePoolModel>,
): void {
  for (const fault of faults) inject(fault, eventQueue, workloads, nodePools);
}

function inject(fault: Fault, eventQueue: EventQueue, workloads: ReadonlyMap<string, WorkloadSimulation>, nodePools: ReadonlyMap<string, NodePoolModel>): void {
  const span = (from: number, until: number, enter: () => void, leave: () => void) => {
    eventQueue.at(from, enter);
    eventQueue.at(until, leave);
  };
  switch (fault.kind) {
    case 'metric':
    case 'prometheus-outage': return;
    case 'controller-restart':
      return eventQueue.at(fault.at, () => {
        for (const { hpa } of workloads.values()) hpa?.restart(fault.downSeconds);
      });
    case 'node-loss':
      return eventQueue.at(fault.at, () => {
        const lost = new Set(nodePools.get(fault.nodePool)!.lose(fault.nodes));
        for (const { controller, lifecycle } of workloads.values()) {
          const pods = controller.pods.filter((pod) => lost.has(pod));
          pods.forEach((pod) => lifecycle.nodeLost(pod));
          eventQueue.after(fault.detectionSeconds, () => pods.forEach((pod) => lifecycle.markUnreachable(pod)));
          eventQueue.after(fault.detectionSeconds + fault.evictionSeconds, () => controller.lose(pods.filter(({ gone }) => !gone)));
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
          return eventQueue.at(fault.at, () => {
            for (const pod of workload.readyPods(fault.pods)) workload.lifecycle.crash(pod, fault.backoffSeconds);
          });
        case 'rollout': return eventQueue.at(fault.at, () => workload.controller.rollOut(fault.promoteSeconds));
        case 'scale': return eventQueue.at(fault.at, () => workload.controller.scale(fault.replicas, 'manual', 'scaled by hand'));
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

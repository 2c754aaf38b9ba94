import { type CustomPipeline } from '../../world/cluster';
import { type Pod } from '../cluster/pod';

/** Whether a running pod is among the targets of Prometheus; each takes its own time to get there. */
export function isDiscovered(pod: Pod, { discoverySeconds }: CustomPipeline, now: number): boolean {
  return pod.answers && now >= pod.runningSince + pod.lot * discoverySeconds;
}

import { type CustomPipeline } from '../../world/cluster';
import { type Pod } from '../cluster/pod';

/** True where Prometheus has discovered a running pod; each pod takes its own time. */
export function isDiscovered(pod: Pod, { discoverySeconds }: CustomPipeline, now: number): boolean {
  return pod.answers && now >= pod.runningSince + pod.lot * discoverySeconds;
}

import { type Run } from '../../simulator/run/run';
import { WorkloadTimeline } from './timeline';

const WINDOW_SECONDS = 60;

/** Pods that the busiest minute of a workload keeps fully busy; 0 where no pod was ever ready. */
export function loadInPods(run: Run, workload: number): number {
  const timeline = new WorkloadTimeline(run, workload);
  if (timeline.perReplica === 0) return 0;
  const blocks = Math.max(1, Math.round(WINDOW_SECONDS / timeline.blockSeconds));
  let [sum, most] = [0, 0];
  for (let block = 0; block < timeline.blocks; block++) {
    sum += timeline.demand(block) - (block >= blocks ? timeline.demand(block - blocks) : 0);
    most = Math.max(most, sum / Math.min(blocks, block + 1));
  }
  return most / timeline.perReplica;
}

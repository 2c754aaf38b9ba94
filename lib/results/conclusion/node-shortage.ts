import { type Run } from '../../simulator/run/run';
import { type NodePool } from '../../simulator/world/cluster';
import { type Workload } from '../../simulator/world/world';
import { type WorkloadTimeline } from './timeline';

/** Compares the nodes that the pods of a pool's workloads need with the existing nodes. */
export class NodeShortage {
  private readonly pool: NodePool | undefined;
  private readonly nodes: Float32Array;
  private readonly shares: ReadonlyArray<{ readonly timeline: WorkloadTimeline; readonly share: number }>;

  public constructor(private readonly run: Run, private readonly timeline: WorkloadTimeline, timelines: readonly WorkloadTimeline[]) {
    const name = timeline.workload.nodePool;
    const index = run.world.nodePools.findIndex((pool) => pool.name === name);
    this.pool = run.world.nodePools[index];
    this.nodes = run.nodePools[index]?.nodes ?? new Float32Array(0);
    const { pool } = this;
    const sharing = timelines.filter(({ workload }) => workload.nodePool === name);
    this.shares = pool ? sharing.map((each) => ({ timeline: each, share: 1 / podsOfNode(each.workload, pool) })) : [];
  }

  /** Returns the unschedulable pods of the workload, and whether the pool has reached its maximum number of nodes. */
  public pending(block: number): { readonly pods: number; readonly isFull: boolean } {
    if (!this.pool) return { pods: 0, isFull: false };
    const nodes = this.nodes[Math.min(this.nodes.length - 1, Math.floor(block * this.timeline.blockSeconds / this.run.seriesStepSeconds))];
    const needed = this.shares.reduce((sum, { timeline, share }) => sum + timeline.asked(block) * share, 0);
    const short = needed > nodes ? (needed - nodes) / needed : 0;
    return { pods: this.timeline.asked(block) * short, isFull: nodes >= this.pool.maxNodes };
  }
}

function podsOfNode({ containers, podLevelRequests }: Workload, { cpuMilli, memoryBytes, podsPerNode }: NodePool): number {
  const running = containers.filter(({ kind }) => kind !== 'init');
  const cpu = podLevelRequests?.cpuMilli ?? running.reduce((sum, { cpuRequestMilli = 0 }) => sum + cpuRequestMilli, 0);
  const memory = podLevelRequests?.memoryBytes ?? running.reduce((sum, { memoryRequestBytes = 0 }) => sum + memoryRequestBytes, 0);
  const fits = Math.min(podsPerNode, cpu > 0 ? Math.floor(cpuMilli / cpu) : Infinity, memory > 0 ? Math.floor(memoryBytes / memory) : Infinity);
  return Math.max(1, fits);
}

import { type Workload } from '../../world/world';
import { type EventQueue } from '../events/event-queue';
import { startUpCores } from '../requests/cpu-limit';
import { type PodWork } from '../traffic/workload-station';
import { type Node, type Pod } from './pod';

/** Share of a node's CPU that a pod without a request has: the kubelet gives it the smallest weight. */
const LEAST_REQUEST_MILLI = 2;

/** Pods of one workload on nodes of a pool. */
export interface Contender {
  readonly workload: Workload;
  readonly executor: PodWork;
  readonly pods: () => readonly Pod[];
}

/** Demand of one pod on its node. */
export interface CpuDemand {
  /** CPU demand in millicores. */
  readonly wanted: number;
  /** Milli-cores that it requests: its weight. */
  readonly request: number;
}

interface PodDemand extends CpuDemand {
  readonly pod: Pod;
  readonly executor: PodWork;
  /** Milli-cores that it uses beside its requests. */
  readonly idle: number;
}

/**
 * Nodes whose pods want more CPU than there is: once a second, each node's CPU is divided in proportion to the requests
 * of its pods.
 */
export class CpuContention {
  private readonly slowed = new Set<Pod>();

  public constructor(
    private readonly contenders: readonly Contender[], private readonly cpuMilliOf: (workload: Workload) => number, private readonly eventQueue: EventQueue,
  ) {
    if (contenders.some(({ executor }) => executor.setSpeed)) eventQueue.every(1, 1, () => this.divide());
  }

  private divide(): void {
    const nodes = new Map<Node, { capacity: number; demands: PodDemand[] }>();
    for (const { workload, executor, pods } of this.contenders) {
      const { request, idle, startUp } = podCpu(workload);
      for (const pod of pods()) {
        if (!pod.node || pod.server < 0 || pod.gone) continue;
        const starting = Number.isNaN(pod.startingSince) ? 0 : startUp;
        const wanted = idle + starting + 1000 * (executor.wantedCores?.(pod.server) ?? 0);
        const node = nodes.get(pod.node) ?? { capacity: this.cpuMilliOf(workload), demands: [] };
        node.demands.push({ pod, executor, wanted, request, idle: idle + starting });
        nodes.set(pod.node, node);
      }
    }
    for (const { capacity, demands } of nodes.values()) this.slowDown(capacity, demands);
  }

  private slowDown(capacity: number, demands: readonly PodDemand[]): void {
    const shares = divideCpu(capacity, demands);
    for (const [position, { pod, executor, wanted, idle }] of demands.entries()) {
      const share = shares[position];
      const isShort = share < wanted - 1e-9 && wanted > idle;
      if (!isShort && !this.slowed.has(pod)) continue;
      executor.setSpeed?.(pod.server, isShort ? Math.max(0.01, (share - idle) / (wanted - idle)) : 1, this.eventQueue.now);
      if (isShort) this.slowed.add(pod);
      else this.slowed.delete(pod);
    }
  }
}

/**
 * Milli-cores of each pod: what it wants, or its part of the node by requests where all together want more than there
 * is.
 */
export function divideCpu(capacity: number, demands: readonly CpuDemand[]): number[] {
  const shares = demands.map(({ wanted }) => wanted);
  if (shares.reduce((sum, wanted) => sum + wanted, 0) <= capacity) return shares;
  let open = demands.map((_, position) => position);
  let left = capacity;
  for (;;) {
    const weight = open.reduce((sum, position) => sum + demands[position].request, 0);
    const satisfied = open.filter((position) => demands[position].wanted <= left * demands[position].request / weight);
    if (satisfied.length === 0) {
      for (const position of open) shares[position] = left * demands[position].request / weight;
      return shares;
    }
    left -= satisfied.reduce((sum, position) => sum + demands[position].wanted, 0);
    open = open.filter((position) => !satisfied.includes(position));
  }
}

/** Milli-cores of each pod of a workload: what it requests, and what it uses idle and, beside that, while it starts. */
function podCpu(workload: Workload): { request: number; idle: number; startUp: number } {
  const { containers, podLevelRequests } = workload;
  const running = containers.filter(({ kind }) => kind !== 'init');
  const request = podLevelRequests?.cpuMilli ?? running.reduce((sum, { cpuRequestMilli = 0 }) => sum + cpuRequestMilli, 0);
  const idle = running.reduce((sum, { idleCpuMilli }) => sum + idleCpuMilli, 0);
  return { request: Math.max(LEAST_REQUEST_MILLI, request), idle, startUp: startUpCores(workload) * 1000 };
}

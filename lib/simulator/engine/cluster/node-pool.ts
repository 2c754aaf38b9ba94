import { type NodePool } from '../../world/cluster';
import { type EventQueue } from '../events/event-queue';
import { RandomStream } from '../random/random-stream';
import { sampler, type Sampler } from '../random/sampler';
import { Level } from './level';
import { type Node, type Pod } from './pod';

/** Requests of a pod on a node. */
export interface PodSize {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

interface Request {
  readonly pod: Pod;
  readonly size: PodSize;
  readonly bound: (node: Node) => void;
}

/** Node pool: a scheduler that binds pods, and a cluster autoscaler that adds nodes and removes empty ones. */
export class NodePoolModel {
  public readonly count = new Level();
  /** True while the cloud provider delivers nodes. */
  public delivering = true;
  private readonly nodes = new Set<Node>();
  private waiting: Request[] = [];
  private ordered = 0;
  private scanning = false;
  private readonly provisioning: Sampler;

  public constructor(private readonly pool: NodePool, private readonly eventQueue: EventQueue, seed: number) {
    this.provisioning = sampler(pool.provisioning, new RandomStream(seed, pool.name, 'provisioning'));
    for (let node = 0; node < pool.initialNodes; node++) this.emptied(this.join());
  }

  /** Binds the pod to a node, now or as soon as one has capacity. */
  public schedule(pod: Pod, size: PodSize, bound: (node: Node) => void): void {
    const request = { pod, size, bound };
    if (this.place(request)) return;
    this.waiting.push(request);
    this.scan();
  }

  /** Binds a pod that was running before the simulation; adds a node if none has capacity. */
  public adopt(pod: Pod, size: PodSize, bound: (node: Node) => void): void {
    const request = { pod, size, bound };
    if (this.place(request)) return;
    this.join();
    this.place(request);
  }

  /** Releases the requests of a removed pod. */
  public release(pod: Pod, size: PodSize): void {
    const { node } = pod;
    if (!node?.pods.delete(pod)) return;
    node.cpuFree += size.cpuMilli;
    node.memoryFree += size.memoryBytes;
    node.placesFree++;
    if (!this.nodes.has(node)) return;
    this.placeWaiting();
    if (node.pods.size === 0) this.emptied(node);
  }

  /** Removes nodes, the fullest first; returns the pods on them. */
  public lose(count: number): Pod[] {
    const lost = [...this.nodes].sort((one, other) => other.pods.size - one.pods.size).slice(0, count);
    for (const node of lost) this.leave(node);
    return lost.flatMap((node) => [...node.pods]);
  }

  private place(request: Request): boolean {
    const { size } = request;
    let best: Node | undefined;
    for (const node of this.nodes) {
      if (node.placesFree < 1 || node.cpuFree < size.cpuMilli || node.memoryFree < size.memoryBytes) continue;
      if (!best || node.cpuFree > best.cpuFree) best = node;
    }
    if (!best) return false;
    best.cpuFree -= size.cpuMilli;
    best.memoryFree -= size.memoryBytes;
    best.placesFree--;
    best.pods.add(request.pod);
    request.pod.node = best;
    request.bound(best);
    return true;
  }

  private placeWaiting(): void {
    this.waiting = this.waiting.filter((request) => request.pod.active && !this.place(request));
  }

  /** Scans for unschedulable pods at the autoscaler's next scan, and again until there are none. */
  private scan(): void {
    const { scanSeconds } = this.pool;
    if (this.scanning || scanSeconds === Infinity) return;
    this.scanning = true;
    const turn = (Math.floor(this.eventQueue.now / scanSeconds) + 1) * scanSeconds;
    this.eventQueue.at(turn, () => {
      this.scanning = false;
      this.waiting = this.waiting.filter((request) => request.pod.active);
      if (this.delivering) this.order(this.nodesNeeded() - this.ordered);
      if (this.waiting.length > 0) this.scan();
    });
  }

  private order(wanted: number): void {
    const possible = Math.min(wanted, this.pool.maxNodes - this.nodes.size - this.ordered);
    for (let node = 0; node < possible; node++) {
      this.ordered++;
      this.eventQueue.after(this.provisioning(), () => {
        this.ordered--;
        const joined = this.join();
        this.placeWaiting();
        if (joined.pods.size === 0) this.emptied(joined);
      });
    }
  }

  /** Returns the number of empty nodes that the pending pods fill, packed in their order. */
  private nodesNeeded(): number {
    const { cpuMilli, memoryBytes, podsPerNode } = this.pool;
    const bins: Array<{ cpu: number; memory: number; places: number }> = [];
    for (const { size } of this.waiting) {
      if (size.cpuMilli > cpuMilli || size.memoryBytes > memoryBytes || podsPerNode < 1) continue;
      let bin = bins.find(({ cpu, memory, places }) => places >= 1 && cpu >= size.cpuMilli && memory >= size.memoryBytes);
      if (!bin) bins.push(bin = { cpu: cpuMilli, memory: memoryBytes, places: podsPerNode });
      bin.cpu -= size.cpuMilli;
      bin.memory -= size.memoryBytes;
      bin.places--;
    }
    return bins.length;
  }

  private join(): Node {
    const { cpuMilli, memoryBytes, podsPerNode } = this.pool;
    const node: Node = { cpuFree: cpuMilli, memoryFree: memoryBytes, placesFree: podsPerNode, pods: new Set(), images: new Set(), timesEmptied: 0 };
    this.nodes.add(node);
    this.count.change(1, this.eventQueue.now);
    return node;
  }

  private leave(node: Node): void {
    this.nodes.delete(node);
    this.count.change(-1, this.eventQueue.now);
  }

  private emptied(node: Node): void {
    const time = ++node.timesEmptied;
    this.eventQueue.after(this.pool.removeEmptyAfterSeconds, () => {
      const idle = node.pods.size === 0 && node.timesEmptied === time;
      if (idle && this.nodes.has(node) && this.nodes.size > this.pool.minNodes) this.leave(node);
    });
  }
}

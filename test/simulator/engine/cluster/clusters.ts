import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';
import { Lifecycle } from '../../../../lib/simulator/engine/cluster/lifecycle';
import { type NodePoolModel } from '../../../../lib/simulator/engine/cluster/node-pool';
import { type Pod } from '../../../../lib/simulator/engine/cluster/pod';
import { ReplicaController } from '../../../../lib/simulator/engine/cluster/replica-controller';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import { type Traffic, type Workload } from '../../../../lib/simulator/world/world';
import { workload } from '../../worlds';
import { Bench } from '../requests/stations';

/** A workload with pods that come and go, and requests if there is traffic. */
export class Cluster {
  public readonly bench: Bench;
  public readonly lifecycle: Lifecycle;
  public readonly controller: ReplicaController;

  public constructor(
    overrides: Partial<Workload> = {}, public readonly eventQueue = new EventQueue(), nodes?: NodePoolModel, traffic: Traffic = { kind: 'requests', at: new Float64Array() },
  ) {
    const deployed = workload('served', overrides);
    this.bench = new Bench(overrides, traffic);
    this.lifecycle = new Lifecycle(deployed, eventQueue, this.bench.station, nodes, new RandomStream(1, 'start-up'));
    this.controller = new ReplicaController(deployed, eventQueue, this.lifecycle, new RandomStream(1, 'pods'), new RandomStream(1, 'uids'));
  }

  public runUntil(time: number): this {
    while (this.eventQueue.nextTime <= time) {
      const { nextTime } = this.eventQueue;
      this.bench.advance(nextTime);
      this.eventQueue.runUntil(nextTime);
    }
    this.bench.advance(time);
    this.eventQueue.runUntil(time);
    return this;
  }

  /** Pods that are not being deleted, by what they are. */
  public get states(): string[] {
    return this.controller.pods.filter((pod) => pod.active).map(stateOf);
  }

  public get ready(): number {
    return this.lifecycle.ready.value;
  }
}

function stateOf(pod: Pod): string {
  if (pod.ready) return 'ready';
  if (pod.phase === 'Running') return 'running';
  return pod.startTime === undefined ? 'unscheduled' : 'pending';
}

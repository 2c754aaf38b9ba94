import { type Balancer } from '../../world/service';
import { type RandomStream } from '../random/random-stream';
import { type ServerTable } from './server-table';

/** Chooses the pod of a request where each pod has a queue of its own. */
export interface PodChoice {
  /** A pod, or -1 where there is none to go to. */
  pick(now: number): number;
}

/** The pods that balancers know as ready: the endpoints of the Service. */
export class Endpoints {
  public readonly pods: number[] = [];

  public add(pod: number): void {
    if (!this.pods.includes(pod)) this.pods.push(pod);
  }

  public remove(pod: number): void {
    const index = this.pods.indexOf(pod);
    if (index >= 0) this.pods.splice(index, 1);
  }
}

/** A balancer that chooses the pod of a request at its arrival. */
export type PodBalancer = Exclude<Balancer, { kind: 'shared-queue' | 'partitions' }>;

/** Choice of a balancer that sends each request to a pod at its arrival. */
export function podChoice(balancer: PodBalancer, endpoints: Endpoints, servers: ServerTable, random: RandomStream, batchSize: number): PodChoice {
  const single = singleChoice(balancer, endpoints, servers, random);
  return batchSize > 1 ? new BatchChoice(single, servers, batchSize) : single;
}

function singleChoice(balancer: PodBalancer, endpoints: Endpoints, servers: ServerTable, random: RandomStream): PodChoice {
  switch (balancer.kind) {
    case 'random': return { pick: () => randomPod(endpoints, random) };
    case 'round-robin': return new RoundRobin(endpoints);
    case 'least-requests': return { pick: () => lessLoaded(servers, randomPod(endpoints, random), randomPod(endpoints, random)) };
    case 'connections': return new Connections(balancer.connections, balancer.lifetimeSeconds, endpoints, servers, random);
  }
}

function randomPod(endpoints: Endpoints, random: RandomStream): number {
  const { pods } = endpoints;
  return pods.length === 0 ? -1 : pods[random.below(pods.length)];
}

function lessLoaded(servers: ServerTable, one: number, other: number): number {
  return one < 0 || servers.busy[one] + servers.waiting[one] <= servers.busy[other] + servers.waiting[other] ? one : other;
}

class RoundRobin implements PodChoice {
  private turn = 0;

  public constructor(private readonly endpoints: Endpoints) {}

  public pick(): number {
    const { pods } = this.endpoints;
    if (pods.length === 0) return -1;
    if (this.turn >= pods.length) this.turn = 0;
    return pods[this.turn++];
  }
}

/** A connection is opened anew, to any endpoint, when its pod has stopped taking requests or its lifetime is over. */
class Connections implements PodChoice {
  private readonly pods: Int32Array;
  private readonly incarnations: Int32Array;
  private readonly expiries: Float64Array;

  public constructor(
    connections: number, private readonly lifetimeSeconds: number,
    private readonly endpoints: Endpoints, private readonly servers: ServerTable, private readonly random: RandomStream,
  ) {
    this.pods = new Int32Array(connections).fill(-1);
    this.incarnations = new Int32Array(connections);
    this.expiries = new Float64Array(connections);
  }

  public pick(now: number): number {
    const connection = this.random.below(this.pods.length);
    const pod = this.pods[connection];
    const alive = pod >= 0 && this.servers.accepting[pod] === 1 && this.servers.incarnation[pod] === this.incarnations[connection];
    return alive && now < this.expiries[connection] ? pod : this.open(connection, now);
  }

  private open(connection: number, now: number): number {
    const pod = randomPod(this.endpoints, this.random);
    this.pods[connection] = pod;
    if (pod >= 0) {
      this.incarnations[connection] = this.servers.incarnation[pod];
      this.expiries[connection] = now + this.lifetimeSeconds * this.random.exponential();
    }
    return pod;
  }
}

/**
 * Each request of a batch chooses for itself, and the batch goes to the pod that is owed most: over time a pod gets
 * what its requests chose, with the variation of single requests rather than of whole batches.
 */
class BatchChoice implements PodChoice {
  private readonly owed = new Map<number, number>();

  public constructor(private readonly single: PodChoice, private readonly servers: ServerTable, private readonly batchSize: number) {}

  public pick(now: number): number {
    const { owed, servers } = this;
    for (let request = 0; request < this.batchSize; request++) {
      const pod = this.single.pick(now);
      if (pod < 0) return -1;
      owed.set(pod, (owed.get(pod) ?? 0) + 1 / this.batchSize);
    }
    let best = -1;
    for (const [pod, share] of owed) {
      if (best < 0 || share > owed.get(best)!) best = pod;
      if (servers.accepting[pod] === 0) owed.delete(pod);
    }
    if (owed.has(best)) owed.set(best, owed.get(best)! - 1);
    return best;
  }
}

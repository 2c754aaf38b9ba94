import { type Balancer } from '../../world/service';
import { erlangC } from './erlang';
import { leastRequestsWaiting } from './least-requests';

const { exp, max, min } = Math;

/** Load above which the formulas of a queue in steady state give way to the backlog. */
const HIGHEST_LOAD = 0.97;

/** Way in which requests reach the pods. */
export interface QueueKind {
  /** Pods that a balancer compares two of, by their requests; undefined for any other way. */
  readonly compared?: number;
  /** Squared coefficient of variation of the times between arrivals at a queue. */
  readonly arrivals: number;
  /** Squared coefficient of variation of the service time. */
  readonly service: number;
}

/**
 * Returns the way in which a balancer brings requests to so many pods.
 *
 * @param arrivals squared coefficient of variation of the times between arrivals at the workload. @param service the
 * same of the service time.
 */
export function queueKind({ kind }: Balancer, pods: number, arrivals: number, service: number): QueueKind {
  switch (kind) {
    case 'round-robin': return { arrivals: arrivals / max(1, pods), service };
    case 'least-requests': return { arrivals, service, compared: pods };
    case 'shared-queue': return { arrivals, service };
    case 'random':
    case 'connections':
    case 'partitions': return { arrivals: 1 - (1 - arrivals) / max(1, pods), service };
  }
}

/** True where all pods work off one backlog; false where each has its own. */
export function sharesBacklog({ kind }: Balancer): boolean {
  switch (kind) {
    case 'shared-queue':
    case 'least-requests':
    case 'partitions': return true;
    case 'random':
    case 'round-robin':
    case 'connections': return false;
  }
}

/** Waits at a queue. */
export interface Waits {
  /** Chance to wait. */
  chance: number;
  /** Mean seconds of those that wait. */
  wait: number;
}

/**
 * Writes the waits at a queue from its mean backlog: Erlang's chance to wait and Allen and Cunneen's mean, with the
 * correction of Krämer and
 * Langenbach-Belz where arrivals are more even than random ones.
 *
 * @param servers of the queue. @param used share of them in service. @param backlog seconds of work of one server that
 * wait in the mean.
 */
export function waitsAt(kind: QueueKind, servers: number, slots: number, used: number, backlog: number, serviceSeconds: number, waits: Waits): void {
  if (servers === 0) {
    waits.chance = 1;
    waits.wait = 0;
    return;
  }
  const load = min(1, max(0, used));
  let chance = erlangC(servers, load);
  let wait = load > 0 ? backlog / (servers * load) : 0;
  if (kind.compared !== undefined && kind.compared > 1) {
    const bounded = min(HIGHEST_LOAD, load);
    const compared = leastRequestsWaiting(slots, kind.compared, bounded);
    const spread = (kind.arrivals + kind.service) / 2;
    const pooled = serviceSeconds * spread / (servers * (1 - bounded));
    chance = load > HIGHEST_LOAD ? max(compared.chance, chance) : compared.chance;
    wait += max(0, compared.wait * serviceSeconds * spread - pooled);
  }
  if (kind.arrivals < 1 && load > 0 && load < 1) {
    const { arrivals, service } = kind;
    const shape = (1 + arrivals + load * service) / (1 + load * (service - 1) + load * load * (4 * arrivals + service));
    const likelier = max(0.01, 1 + (arrivals - 1) * (1 - load) * shape);
    const longer = arrivals + service > 0 ? exp(-2 * (1 - load) * (1 - arrivals) ** 2 / (3 * load * (arrivals + service))) : 0;
    chance *= likelier;
    wait *= longer / likelier;
  }
  waits.chance = chance;
  waits.wait = wait;
}

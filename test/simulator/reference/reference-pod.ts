import { type Call } from './reference-clients';
import { type ReferenceContainer, type Waiting } from './reference-container';

export interface ProbeRequest extends Waiting {
  readonly kind: 'probe';
  answered(): void;
}

export interface Sample {
  readonly time: number;
  readonly value: number;
}

export interface ReferencePod {
  readonly created: number;
  /** Start of the running container, and how many there were before it. */
  started: number;
  restarts: number;
  isReady: boolean;
  /** Last change of the condition Ready. */
  readyChanged: number;
  /** Until then balancers send requests to the pod. */
  listedUntil: number;
  deletedAt: number;
  hasEnded: boolean;
  /** The process, once it serves. */
  container?: ReferenceContainer<Call | ProbeRequest>;
  /** CPU of containers before this one. */
  earlierCpu: number;
  /** Readings of the counters of core-seconds and of answered requests; a new container begins with none. */
  cpuSamples: Sample[];
  answeredSamples: Sample[];
}

export function newPod(now: number): ReferencePod {
  return {
    created: now, started: now, restarts: 0, isReady: false, readyChanged: now, listedUntil: -Infinity, deletedAt: Infinity, hasEnded: false,
    earlierCpu: 0, cpuSamples: [], answeredSamples: [],
  };
}

/**
 * Order in which a ReplicaSet deletes: pods that are not Ready, then the shortest time Ready, by powers of two; last by
 * chance.
 */
export function inDeletionOrder(pods: readonly ReferencePod[], now: number, random: () => number): ReferencePod[] {
  const power = (seconds: number): number => Math.floor(Math.log2(Math.max(1, seconds)));
  const keyed = pods.map((pod) => [
    Number(pod.isReady), power(now - pod.readyChanged), -pod.restarts, power(now - pod.created), random(),
  ].concat(pods.indexOf(pod)));
  keyed.sort((one, other) => one.reduce((order, value, index) => order || value - other[index], 0));
  return keyed.map((keys) => pods[keys[keys.length - 1]]);
}

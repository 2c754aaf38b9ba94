import { type ContainerRequests, type Milli, type Milliseconds, type PodGroup, type PodPhase, type PodRequests, ZERO_TIME } from '../../lib/hpa';

/** A moment in a vector file: seconds, or Go's zero time. */
export type Seconds = number | 'zero';

export function milliseconds(seconds: Seconds): Milliseconds {
  return seconds === 'zero' ? ZERO_TIME : Math.round(seconds * 1000);
}

/** A pod of the tables that were transcribed from upstream's tests. */
export interface TablePod {
  readonly name: string;
  readonly phase: PodPhase;
  readonly ready?: 'True' | 'False';
  readonly startTime?: Seconds | null;
  readonly readyTransitionTime?: Seconds | null;
  readonly deleting: boolean;
  readonly requestsMilli: Readonly<Record<string, Milli>>;
}

/** The pods of upstream's tests have two containers, and none of them a request where the table names none. */
export function tablePods(pods: readonly TablePod[]): PodGroup[] {
  return pods.map(({ phase, deleting, ready, startTime, readyTransitionTime, requestsMilli }) => ({
    count: 1,
    phase,
    deleting,
    ready: readyTransitionTime === undefined || readyTransitionTime === null ? undefined : ready,
    readyTransitionTime: readyTransitionTime === undefined || readyTransitionTime === null ? undefined : milliseconds(readyTransitionTime),
    startTime: startTime === undefined || startTime === null ? undefined : milliseconds(startTime),
    requests: podRequests(Object.keys(requestsMilli).length === 0 ? { container1: -1, container2: -1 } : requestsMilli),
  }));
}

/** -1 stands for no request; what is requested is requested of cpu and of memory. */
export function podRequests(requestsMilli: Readonly<Record<string, Milli>>): PodRequests {
  const containers = Object.entries(requestsMilli).map(([name, milli]): ContainerRequests => ({
    name,
    requestsMilli: milli === -1 ? {} : { cpu: milli, memory: milli },
  }));
  return { containers };
}

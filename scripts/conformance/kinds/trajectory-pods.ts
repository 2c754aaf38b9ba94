import { type Milli, type PodGroup, type PodPhase, type PodRequests, type PodsReading, ZERO_TIME } from '../../../lib/hpa';
import { add } from '../../../lib/hpa/integers';
import { milliseconds, podRequests } from '../pods';
import type { TrajectoryReading } from './controller-trajectory';

export interface TrajectoryPod {
  readonly name: string;
  readonly phase?: PodPhase;
  readonly ready?: 'True' | 'False' | 'Unknown' | 'None';
  readonly startTime?: number | null;
  readonly readyTransitionTime?: number | null;
  readonly deleting?: boolean;
  /** By container, of cpu and of memory alike; -1 where it requests none. */
  readonly requestsMilli?: Readonly<Record<string, Milli>> | null;
  /** Instead of these: containers of every kind, by resource, and what the pod as a whole requests. */
  readonly requests?: PodRequests;
}

interface GroupedPods {
  readonly groups: readonly PodGroup[];
  /** The reading of a metric of pods, by its index. */
  samplesOf(metric: number): PodsReading;
}

interface MutableSample { totalMilli: Milli; readonly timestamp: number; readonly window: number }

const ONE_CORE = { main: 1000 };

/**
 * Puts pods that the controller cannot tell apart into one group, so that the replay also proves that groups and single
 * pods come to the same.
 */
export function groupEqualPods(pods: readonly TrajectoryPod[], readings: readonly TrajectoryReading[]): GroupedPods {
  const byPod = readings.map((reading) => new Map((reading.pods ?? []).map((row) => [row[0], row])));
  const indexOf = new Map<string, number>();
  const groups: PodGroup[] = [];
  const samples = readings.map((): Array<MutableSample | undefined> => []);
  for (const pod of pods) {
    const rows = byPod.map((rowOf) => rowOf.get(pod.name));
    const key = `${keyOf(pod)}|${rows.map((row) => (row ? `${row[2]},${row[3]}` : '')).join('|')}`;
    let index = indexOf.get(key);
    if (index === undefined) {
      index = groups.length;
      indexOf.set(key, index);
      groups.push(groupOf(pod));
      rows.forEach((row, metric) => samples[metric].push(row && { totalMilli: 0, timestamp: milliseconds(row[2]), window: milliseconds(row[3]) }));
    } else {
      groups[index] = { ...groups[index], count: groups[index].count + 1 };
    }
    rows.forEach((row, metric) => {
      if (row) addTo(samples[metric][index]!, row[1]);
    });
  }
  const names = new Set(pods.map(({ name }) => name));
  return { groups, samplesOf: (metric) => ({ samples: samples[metric], strays: straysOf([...byPod[metric].values()].filter(([name]) => !names.has(name))) }) };
}

function keyOf({ phase, ready, startTime, readyTransitionTime, deleting, requestsMilli, requests }: TrajectoryPod): string {
  const byContainer = requestsMilli ? Object.entries(requestsMilli).map(([name, milli]) => `${name}=${milli}`).join() : '';
  return `${phase}|${ready}|${startTime}|${readyTransitionTime}|${deleting}|${byContainer}|${requests ? JSON.stringify(requests) : ''}`;
}

function groupOf({ phase = 'Running', ready = 'True', startTime, readyTransitionTime, deleting, requestsMilli, requests }: TrajectoryPod): PodGroup {
  return {
    count: 1,
    phase,
    deleting,
    ready: ready === 'None' ? undefined : ready,
    readyTransitionTime: readyTransitionTime === undefined || readyTransitionTime === null ? ZERO_TIME : milliseconds(readyTransitionTime),
    startTime: startTime === undefined || startTime === null ? (phase === 'Pending' ? undefined : ZERO_TIME) : milliseconds(startTime),
    requests: requests ?? podRequests(requestsMilli ?? ONE_CORE),
  };
}

function straysOf(rows: ReadonlyArray<readonly [string, Milli, number, number]>): PodsReading['strays'] {
  const total: MutableSample = { totalMilli: 0, timestamp: 0, window: 0 };
  for (const row of rows) addTo(total, row[1]);
  return { count: rows.length, totalMilli: total.totalMilli };
}

function addTo(sample: MutableSample, milli: Milli): void {
  sample.totalMilli = add(sample.totalMilli, milli);
}

import type { CalculationError } from './calculation-error';
import type { ControllerParameters } from './parameters';
import { type Milliseconds, type PodGroup, type PodGroupSample, type PodsReading, ZERO_TIME } from './types';

/** Class of a pod in one metric: counted, not yet ready, without a sample, or ignored. */
export type PodClass = 'ready' | 'unready' | 'missing' | 'ignored';

export interface PodGrouping {
  readonly readyPodCount: number;
  readonly unreadyPodCount: number;
  readonly missingPodCount: number;
  readonly ignoredPodCount: number;
  /** Class by index of the group. */
  readonly classes: readonly PodClass[];
}

/** Groups pods by the use of their samples. Readiness matters only for the cpu resource. */
export function groupPods(
  pods: readonly PodGroup[],
  samples: ReadonlyArray<PodGroupSample | undefined>,
  resource: string | undefined,
  now: Milliseconds,
  parameters: ControllerParameters,
): PodGrouping {
  const classes = new Array<PodClass>(pods.length);
  let readyPodCount = 0;
  let unreadyPodCount = 0;
  let missingPodCount = 0;
  let ignoredPodCount = 0;
  for (let i = 0; i < pods.length; i++) {
    const podClass = classOf(pods[i], samples[i], resource, now, parameters);
    classes[i] = podClass;
    if (podClass === 'ready') readyPodCount += pods[i].count;
    else if (podClass === 'unready') unreadyPodCount += pods[i].count;
    else if (podClass === 'missing') missingPodCount += pods[i].count;
    else ignoredPodCount += pods[i].count;
  }
  return { readyPodCount, unreadyPodCount, missingPodCount, ignoredPodCount, classes };
}

/** Pod groups, and the number of samples without those of ignored and unready pods. */
export interface ReportedPods {
  readonly grouping: PodGrouping;
  readonly reported: number;
}

/** Groups the pods of a reading. Returns an error without pods, or without a sample that counts. */
export function groupReportedPods(
  pods: readonly PodGroup[], reading: PodsReading, resource: string | undefined, now: Milliseconds, parameters: ControllerParameters,
): ReportedPods | CalculationError {
  if (pods.length === 0) return { error: 'no pods returned by selector while calculating replica count' };
  const grouping = groupPods(pods, reading.samples, resource, now, parameters);
  const reported = grouping.readyPodCount + (reading.strays?.count ?? 0);
  return reported === 0 ? { error: 'did not receive metrics for targeted pods (pods might be unready)' } : { grouping, reported };
}

function classOf(
  pod: PodGroup, sample: PodGroupSample | undefined, resource: string | undefined, now: Milliseconds, parameters: ControllerParameters,
): PodClass {
  if (pod.deleting || pod.phase === 'Failed') return 'ignored';
  if (pod.phase === 'Pending') return 'unready';
  if (!sample) return 'missing';
  return resource === 'cpu' && isUnreadyForCpu(pod, sample, now, parameters) ? 'unready' : 'ready';
}

function isUnreadyForCpu(pod: PodGroup, sample: PodGroupSample, now: Milliseconds, parameters: ControllerParameters): boolean {
  if (pod.ready === undefined || pod.startTime === undefined) return true;
  const transition = pod.readyTransitionTime ?? ZERO_TIME;
  if (pod.startTime + parameters.cpuInitializationPeriod > now) {
    return pod.ready === 'False' || sample.timestamp < transition + sample.window;
  }
  return pod.ready === 'False' && pod.startTime + parameters.initialReadinessDelay > transition;
}

import type { CalculationError } from './calculation-error';
import { add } from './integers';
import type { Milli, Milliseconds, PodGroupSample } from './types';

/** Resource usage of one pod, as the resource metrics API reports it. */
export interface PodMetrics {
  /** Time of the sample. */
  readonly timestamp: Milliseconds;
  /** Averaging window of the sample. */
  readonly window: Milliseconds;
  /** Usage of each container; undefined if the API reports none for the resource. */
  readonly containers: ReadonlyArray<{ readonly name: string; readonly usageMilli?: Milli }>;
}

/** Returns the sample of a Resource metric: the sum over containers; undefined if a container lacks the resource. */
export function getPodMetrics({ timestamp, window, containers }: PodMetrics): PodGroupSample | undefined {
  if (containers.length === 0) return undefined;
  let totalMilli: Milli = 0;
  for (const { usageMilli } of containers) {
    if (usageMilli === undefined) return undefined;
    totalMilli = add(totalMilli, usageMilli);
  }
  return { totalMilli, timestamp, window };
}

/**
 * Returns the sample of a ContainerResource metric. A pod that does not report the container fails the metric up to
 * 1.32, and is skipped from 1.33 on.
 */
export function getContainerMetrics(
  { timestamp, window, containers }: PodMetrics, container: string, kubernetesMinor: number,
): PodGroupSample | CalculationError | undefined {
  const found = containers.find(({ name }) => name === container);
  if (!found && kubernetesMinor < 33) return { error: `container ${container} not present in metrics` };
  return found?.usageMilli === undefined ? undefined : { totalMilli: found.usageMilli, timestamp, window };
}

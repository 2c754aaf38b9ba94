import { setDefaultsHorizontalPodAutoscaler } from '../hpa/defaults';
import { type Fault, type Workload } from '../simulator/world/world';
import { durationText } from './units';

/** Returns the names by which a fault selects a metric: resources, metrics, and triggers of KEDA. */
export function metricsRead({ autoscaler }: Workload): readonly string[] {
  if (autoscaler.kind === 'fixed') return [];
  const { spec } = autoscaler.kind === 'keda' ? autoscaler.hpa : autoscaler;
  const { metrics } = setDefaultsHorizontalPodAutoscaler(spec);
  const triggers = autoscaler.kind === 'keda' ? autoscaler.scaledObject.triggers : [];
  const names = [...metrics.map(({ resource, name }) => resource ?? name), ...triggers.flatMap(({ metric, name, type }) => [metric, name, type])];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Explains in a sentence why a fault has no effect in a run; undefined if it may have one. */
export function withoutEffect(fault: Fault, path: string, durationSeconds: number, workloads: readonly Workload[]): string | undefined {
  const begins = 'at' in fault ? fault.at : fault.from;
  if (begins >= durationSeconds) return `${path} begins after ${durationText(begins)}, when the run of ${durationText(durationSeconds)} has ended, so that it changes nothing.`;
  if (fault.kind !== 'metric' || fault.metric === '*') return undefined;
  const workload = workloads.find(({ id }) => id === fault.workload);
  return !workload || metricsRead(workload).includes(fault.metric) ? undefined
    : `${path} changes nothing: the autoscaler of ${workload.name} does not read ${fault.metric}.`;
}

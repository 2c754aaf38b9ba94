import { type Recording } from '../../recording/recording';
import { type Workload } from '../../simulator/world/world';

/**
 * Ready replicas of a recorded workload at seconds of a run; null where nothing is recorded, or for all where the
 * recording does not have the workload or the run has no start.
 */
export function recordedReplicas(
  recording: Recording, { id, name, namespace }: Pick<Workload, 'id' | 'name' | 'namespace'>, startEpochSeconds: number | undefined, seconds: readonly number[],
): Array<number | null> | null {
  const workload = recording.workloads.find((each) => [id, `${namespace}/${name}`, name].includes(each.name));
  const series = workload?.series.find((each) => each.name === 'replicas-ready') ?? workload?.series.find((each) => each.name === 'replicas-spec');
  if (!series || startEpochSeconds === undefined) return null;
  return seconds.map((second) => {
    const value = series.values[Math.floor((startEpochSeconds + second - recording.startEpochSeconds) / recording.stepSeconds)];
    return Number.isFinite(value) ? value : null;
  });
}

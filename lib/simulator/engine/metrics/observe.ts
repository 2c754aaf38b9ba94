import { type MetricReading, type PodGroup, type PodGroupSample, type PodRequests } from '../../../hpa/types';
import { areSettled, isSettled, type Pod } from '../cluster/pod';
import { settle, type MetricReader, type PodMetricReader, type PodSample, type ValueReader } from './metric-reader';

interface Group {
  readonly first: Pod;
  readonly settled: boolean;
  count: number;
  readonly samples: Array<PodSample | undefined>;
}

/** Pods and metrics as the controller sees them. */
export interface PodsAndMetrics {
  readonly pods: readonly PodGroup[];
  readonly metrics: readonly MetricReading[];
}

/** The one group of pods that are all settled: the same object from pass to pass, as long as it says the same. */
export class SettledPods {
  private groups: readonly PodGroup[] = [];

  /** Settled pods that the controller cannot tell apart. */
  public of(pods: readonly Pod[], requests: PodRequests): readonly PodGroup[] {
    const [first] = pods;
    const [known] = this.groups;
    const startTime = milliseconds(first.startTime!);
    if (known?.count === pods.length && known.startTime === startTime && known.requests === requests) return this.groups;
    return this.groups = [podGroup({ first, count: pods.length, settled: true, samples: [] }, requests)];
  }
}

/**
 * Puts pods that the controller cannot tell apart into one group: ready ones older than the CPU initialization period
 * that report the same metrics, pending ones, and those being deleted. The others stand alone.
 *
 * @param allSettled says whether all pods are Ready and older than the CPU initialization period.
 */
export function observePods(
  pods: readonly Pod[], readers: ReadonlyArray<MetricReader | undefined>, requests: PodRequests, cpuInitializationSeconds: number, now: number,
  allSettled = (): boolean => areSettled(pods, cpuInitializationSeconds, now), settled = new SettledPods(),
): PodsAndMetrics {
  const totals = totalsOf(pods, readers, allSettled, now);
  if (totals) {
    const count = pods.length;
    return {
      pods: settled.of(pods, requests),
      metrics: readers.map((reader, index) => (reader?.kind === 'pods' ? totalReading(reader, totals[index]!, count, now) : valueReading(reader, now))),
    };
  }
  const groups = groupPods(pods, readers, cpuInitializationSeconds, now);
  return {
    pods: groups.map((group) => podGroup(group, requests)),
    metrics: readers.map((reader, index) => (reader?.kind === 'pods' ? podsReading(reader, index, groups, now) : valueReading(reader, now))),
  };
}

/** The totals of pods that are all settled and all report; undefined where some are not, or do not. */
function totalsOf(
  pods: readonly Pod[], readers: ReadonlyArray<MetricReader | undefined>, allSettled: () => boolean, now: number,
): ReadonlyArray<PodSample | undefined> | undefined {
  if (pods.length === 0) return undefined;
  for (const reader of readers) if (missingShare(reader, now) > 0) return undefined;
  if (!allSettled()) return undefined;
  const totals = new Array<PodSample | undefined>(readers.length);
  for (let index = 0; index < readers.length; index++) {
    const reader = readers[index];
    if (reader?.kind !== 'pods') continue;
    const total = reader.total?.(pods, now);
    if (!total) return undefined;
    totals[index] = total;
  }
  return totals;
}

function missingShare(reader: MetricReader | undefined, now: number): number {
  return reader?.kind === 'pods' ? reader.distorter.missingShare(now) : 0;
}

function groupPods(pods: readonly Pod[], readers: ReadonlyArray<MetricReader | undefined>, cpuInitializationSeconds: number, now: number): Group[] {
  const shares = readers.map((reader) => missingShare(reader, now));
  const groups: Group[] = [];
  const shared = new Map<string, Group>();
  for (const pod of pods) {
    const samples: Group['samples'] = [];
    let reported = '';
    if (pod.active && pod.phase === 'Running') {
      for (let index = 0; index < readers.length; index++) {
        samples[index] = sampleOf(readers[index], shares[index], pod, now);
        reported += samples[index] ? '+' : '-';
      }
    }
    const settled = isSettled(pod, cpuInitializationSeconds, now);
    const key = !pod.active ? 'deleting' : pod.phase === 'Pending' ? 'pending' : settled ? reported : undefined;
    const group = key === undefined ? undefined : shared.get(key);
    if (group) {
      group.count++;
      for (let index = 0; index < samples.length; index++) if (samples[index]) group.samples[index]!.milli += samples[index]!.milli;
      continue;
    }
    const alone = { first: pod, settled, count: 1, samples };
    groups.push(alone);
    if (key !== undefined) shared.set(key, alone);
  }
  return groups;
}

/** The group adds to the sample of its first pod: each is made for this pass alone. */
function sampleOf(reader: MetricReader | undefined, missingShare: number, pod: Pod, now: number): PodSample | undefined {
  return reader?.kind === 'pods' && pod.lot >= missingShare ? reader.sample(pod, now) : undefined;
}

function podGroup({ first, count, settled }: Group, requests: PodRequests): PodGroup {
  const started = first.startTime !== undefined;
  return {
    count,
    phase: first.phase,
    deleting: !first.active,
    ready: started ? (first.ready ? 'True' : 'False') : undefined,
    readyTransitionTime: first.readyTransition === undefined ? undefined : milliseconds(settled ? first.startTime! : first.readyTransition),
    startTime: started ? milliseconds(first.startTime!) : undefined,
    requests,
  };
}

function valueReading(reader: ValueReader | undefined, now: number): MetricReading {
  if (!reader) return { error: 'the scenario does not say what this metric measures' };
  const milli = reader.read(now);
  if (milli === undefined) return { error: reader.missing };
  return reader.isExternal ? { samplesMilli: [milli] } : { valueMilli: milli };
}

/**
 * A distortion acts on the mean of the pods that report; each pod's value changes by the same factor, so that groups
 * keep their proportions.
 */
function podsReading(reader: PodMetricReader, index: number, groups: readonly Group[], now: number): MetricReading {
  let total = 0;
  let count = 0;
  for (const group of groups) {
    const sample = group.samples[index];
    if (!sample) continue;
    total += sample.milli;
    count += group.count;
  }
  const mean = count === 0 ? undefined : total / count;
  const shown = settleMean(reader, mean, now);
  if (mean === undefined || shown === undefined) return { error: reader.missing };
  return { samples: groups.map((group) => groupSample(group.samples[index], group.count, mean, shown)) };
}

/** The reading of one group of all pods. */
function totalReading(reader: PodMetricReader, total: PodSample, count: number, now: number): MetricReading {
  const mean = total.milli / count;
  const shown = settleMean(reader, mean, now);
  return shown === undefined ? { error: reader.missing } : { samples: [groupSample(total, count, mean, shown)] };
}

function groupSample(sample: PodSample | undefined, count: number, mean: number, shown: number): PodGroupSample | undefined {
  if (!sample) return undefined;
  const milli = shown === mean ? sample.milli : mean === 0 ? shown * count : sample.milli * (shown / mean);
  return { totalMilli: Math.round(milli), timestamp: milliseconds(sample.timestamp), window: milliseconds(sample.window) };
}

function settleMean(reader: PodMetricReader, mean: number | undefined, now: number): number | undefined {
  const shown = reader.distorter.show(mean, now);
  return shown === mean ? mean : settle(shown, reader.nanBecomes);
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

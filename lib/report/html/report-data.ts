import { type Run, type ScaleEvent } from '../../simulator/run/run';
import { replicaBounds } from '../../simulator/world/replica-bounds';
import { type Recording } from '../../recording/recording';
import { type Workload } from '../../simulator/world/world';
import { decimate } from './decimate';

/** Data for the script of the page. */
export interface ReportData {
  /** Start of the run in seconds since midnight UTC; 0 if the time of day is unknown. */
  readonly clockOffset: number;
  readonly durationSeconds: number;
  readonly workloads: readonly WorkloadData[];
  /** Charts of several lines over one axis, such as one line per policy. */
  readonly lines?: readonly LineData[];
}

/** Chart of several lines. */
export interface LineData {
  readonly seconds: readonly number[];
  readonly unit: 'number' | 'time';
  readonly sloSeconds: number | null;
  readonly rows: readonly { readonly label: string; readonly values: ReadonlyArray<number | null> }[];
}

export interface WorkloadData {
  readonly name: string;
  /** Seconds from the start of the run. */
  readonly seconds: readonly number[];
  readonly columns: Readonly<Record<SeriesName, ReadonlyArray<number | null>>>;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly sloSeconds: number | null;
  /** Recorded replicas at the same times; null without a value. */
  readonly recorded: ReadonlyArray<number | null> | null;
  /** Times of changes of the replica count in seconds. */
  readonly events: readonly number[];
}

export type SeriesName = 'demand' | 'capacity' | 'desired' | 'ready' | 'queue' | 'p50' | 'p95' | 'p99';

/** Maximum number of points of all charts of one kind together. */
const MOST_POINTS = 6000;
const MOST_POINTS_EACH = 2400;
const MOST_EVENTS = 2000;

export interface Thinned {
  readonly data: ReportData;
  /** Seconds per two points of a workload, if the series were downsampled. */
  readonly bucketSeconds?: number;
}

/** @param recorded recording whose replicas are drawn beside the simulated ones, if its times match the run. */
export function reportData(run: Run, recorded?: Recording): Thinned {
  const { world } = run;
  const points = Math.min(MOST_POINTS_EACH, Math.floor(MOST_POINTS / run.workloads.length));
  let bucketSeconds: number | undefined;
  const workloads = run.workloads.map(({ series, events }, i): WorkloadData => {
    const { demand, capacity, desired, ready, queue, p50, p95, p99 } = series;
    const thinned = decimate({ demand, capacity, desired, ready, queue, p50, p95, p99 }, run.seriesStepSeconds, points);
    ({ bucketSeconds } = thinned);
    const workload = world.workloads[i];
    return {
      name: workload.name,
      seconds: thinned.seconds,
      columns: thinned.columns as WorkloadData['columns'],
      ...replicaBounds(workload),
      sloSeconds: workload.slo?.latencySeconds ?? sloOfItsOnlyFlow(run, workload.id),
      recorded: recorded ? recordedReplicas(recorded, workload, world.startEpochSeconds, thinned.seconds) : null,
      events: shownEvents(events).map(({ seconds }) => Math.round(seconds)),
    };
  });
  return { data: { clockOffset: clockOffset(world.startEpochSeconds), durationSeconds: world.durationSeconds, workloads }, bucketSeconds };
}

/** Returns the first events, up to the maximum for a page. */
export function shownEvents(events: readonly ScaleEvent[]): readonly ScaleEvent[] {
  return events.slice(0, MOST_EVENTS);
}

function sloOfItsOnlyFlow({ world: { flows } }: Run, id: string): number | null {
  const [flow] = flows.filter(({ stages }) => stages.length === 1 && stages[0].workload === id);
  return flow ? flow.slo.latencySeconds : null;
}

/** Returns the start of a run in seconds since midnight UTC. */
export function clockOffset(startEpochSeconds: number | undefined): number {
  return startEpochSeconds === undefined ? 0 : ((startEpochSeconds % 86400) + 86400) % 86400;
}

/**
 * Returns the ready replicas of a recorded workload at times of a run. A value is null if none is recorded. The result
 * is null if the recording lacks the workload or the run has no start.
 */
function recordedReplicas(
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

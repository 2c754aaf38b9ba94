import { type MinuteSeries, type Run, type WorkloadSeries } from '../simulator/run/run';

/**
 * Series of a run as JSON: a value for each step of a workload, and for each minute of a flow. What was not measured is
 * null.
 */
export interface RunSeries {
  /** Seconds that a point stands for. */
  readonly stepSeconds: number;
  /** Series of each workload. */
  readonly workloads: readonly ({ readonly id: string } & Columns<WorkloadSeries>)[];
  /** By the minute. */
  readonly flows: readonly ({ readonly name: string } & Columns<MinuteSeries>)[];
}

type Columns<T> = { readonly [K in Exclude<keyof T, 'length'>]: ReadonlyArray<number | null> };

/** Turns the series of a run into plain lists. */
export function runSeries({ seriesStepSeconds, workloads, flows }: Run): RunSeries {
  return {
    stepSeconds: seriesStepSeconds,
    workloads: workloads.map(({ id, series }) => ({ id, ...columnsOf(series) })),
    flows: flows.map(({ name, minutes }) => ({ name, ...columnsOf(minutes) })),
  };
}

function columnsOf<T extends WorkloadSeries | MinuteSeries>(series: T): Columns<T> {
  const columns = Object.entries(series).filter((column): column is [string, Float32Array | Float64Array] => typeof column[1] !== 'number');
  return Object.fromEntries(columns.map(([name, values]) => [
    name, Array.from(values, (value) => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null)),
  ])) as unknown as Columns<T>;
}

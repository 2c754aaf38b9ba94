import { type MinuteSeries, type Run, type WorkloadSeries } from '../simulator/run/run';

/**
 * Time series of a run as JSON: one value per step for workloads, and per minute for flows. Values that were not
 * measured are null.
 */
export interface RunSeries {
  /** Step in seconds. */
  readonly stepSeconds: number;
  /** Series per workload. */
  readonly workloads: readonly ({ readonly id: string } & Columns<WorkloadSeries>)[];
  /** Series per flow, by minute. */
  readonly flows: readonly ({ readonly name: string } & Columns<MinuteSeries>)[];
}

type Columns<T> = { readonly [K in Exclude<keyof T, 'length'>]: ReadonlyArray<number | null> };

/** Converts the series of a run into plain lists. */
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

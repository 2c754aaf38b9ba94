import { readersWorth } from '../requests/partitioned-log';
import { type PartitionLags } from '../traffic/workload-station';

/** Requests of a station as messages of so many partitions, evenly spread. */
export function lagsOf(station: { readonly present: number; readonly outcomes: { readonly served: number } }, partitions: number): PartitionLags {
  const spread = (total: number): number[] => Array.from({ length: partitions }, (_, partition) => Math.floor((total + partition) / partitions));
  return {
    partitions, lags: () => spread(station.present), done: () => spread(station.outcomes.served), readersWorth: (readers) => readersWorth(partitions, readers),
  };
}

import { readersWorth } from '../requests/partitioned-log';
import { type PartitionLags, type WaitingCounts } from '../traffic/workload-station';

/** Numbers of waiting requests. */
export class FlowQueues implements WaitingCounts {
  public queued = 0;
  public peak = 0;
  private integral = 0;

  public constructor(private readonly beforeRead: () => void) {}

  public queuedSeconds(): number {
    this.beforeRead();
    return this.integral;
  }

  public change(queued: number, mean: number, seconds: number): void {
    this.queued = queued;
    this.integral += mean * seconds;
  }
}

/** Requests of a station as messages of so many partitions, evenly spread. */
export function lagsOf(station: { readonly present: number; readonly outcomes: { readonly served: number } }, partitions: number): PartitionLags {
  const spread = (total: number): number[] => Array.from({ length: partitions }, (_, partition) => Math.floor((total + partition) / partitions));
  return {
    partitions, lags: () => spread(station.present), done: () => spread(station.outcomes.served), readersWorth: (readers) => readersWorth(partitions, readers),
  };
}

import { type KafkaOptions } from '../../../world/scaled-object';

/** What KEDA makes of a consumer group's lag. */
export interface TotalLag {
  /** What the HPA is told. */
  readonly metric: number;
  /** What decides on activation: never capped. */
  readonly activity: number;
}

/**
 * The lag of all partitions, capped so that no consumer stands idle: at `partitions × lagThreshold`, but only where whole thresholds of it exceed the
 * partitions. So lags between the cap and one threshold more leak through, and the HPA asks for one replica too many.
 *
 * Source: getTotalLag in pkg/scalers/kafka_scaler.go of KEDA.
 *
 * @param lags of each partition, in whole messages.
 * @param stuck partitions whose committed offset has not moved since the last look, which excludePersistentLag leaves out.
 */
export function totalLag(lags: readonly number[], options: KafkaOptions, stuck: ReadonlySet<number> = new Set()): TotalLag {
  const activity = sum(lags);
  const counted = options.excludePersistentLag ? lags.map((lag, partition) => (stuck.has(partition) ? 0 : lag)) : lags;
  return { metric: capped(counted, options), activity };
}

function capped(lags: readonly number[], options: KafkaOptions): number {
  const { lagThreshold, allowIdleConsumers, limitToPartitionsWithLag, ensureEvenDistributionOfPartitions } = options;
  let lag = sum(lags);
  if (allowIdleConsumers && !limitToPartitionsWithLag && !ensureEvenDistributionOfPartitions) return lag;
  if (ensureEvenDistributionOfPartitions) lag = evenConsumers(lag, lags.length, lagThreshold) * lagThreshold;
  const upperBound = limitToPartitionsWithLag ? lags.filter((each) => each > 0).length : lags.length;
  return Math.floor(lag / lagThreshold) > upperBound ? upperBound * lagThreshold : lag;
}

/** The smallest divisor of the partitions that is enough consumers for the lag. */
function evenConsumers(lag: number, partitions: number, lagThreshold: number): number {
  for (let consumers = 1; consumers < partitions; consumers++) {
    if (partitions % consumers === 0 && consumers * lagThreshold >= lag) return consumers;
  }
  return partitions;
}

/** A lag of which only the sum is known, as evenly over the partitions as whole messages go. */
export function spreadEvenly(lag: number, partitions: number): number[] {
  const whole = Math.max(0, Math.round(lag));
  return Array.from({ length: partitions }, (_, partition) => Math.floor((whole + partition) / partitions));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

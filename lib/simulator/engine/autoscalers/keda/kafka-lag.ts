import { type KafkaOptions } from '../../../world/scaled-object';

/** Consumer-group lag as KEDA computes it. */
export interface TotalLag {
  /** Metric value for the HPA. */
  readonly metric: number;
  /** Value for activation, which is never capped. */
  readonly activity: number;
}

/**
 * Returns the lag of all partitions, capped at `partitions × lagThreshold` to avoid idle consumers, but only if the
 * whole thresholds of it exceed the partitions. A lag between the cap and one threshold more is not capped, and the HPA
 * proposes one replica too many.
 *
 * Source: getTotalLag in pkg/scalers/kafka_scaler.go of KEDA.
 *
 * @param lags of each partition, in whole messages.
 * @param stuck partitions whose committed offset has not changed since the last poll; excludePersistentLag omits them.
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

/** Returns the smallest divisor of the partitions that gives enough consumers for the lag. */
function evenConsumers(lag: number, partitions: number, lagThreshold: number): number {
  for (let consumers = 1; consumers < partitions; consumers++) {
    if (partitions % consumers === 0 && consumers * lagThreshold >= lag) return consumers;
  }
  return partitions;
}

/** Spreads a total lag over the partitions, as evenly as whole messages allow. */
export function spreadEvenly(lag: number, partitions: number): number[] {
  const whole = Math.max(0, Math.round(lag));
  return Array.from({ length: partitions }, (_, partition) => Math.floor((whole + partition) / partitions));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

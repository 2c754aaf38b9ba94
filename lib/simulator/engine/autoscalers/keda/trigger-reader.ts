import { KedaCron } from '../../../../keda/cron';
import { type KafkaOptions, type Trigger } from '../../../world/scaled-object';
import { spreadEvenly, totalLag } from './kafka-lag';

/** Result of a scaler. */
export type Reading = { readonly value: number; readonly isActive: boolean } | { readonly error: string };

/** Broker, database or Prometheus that a trigger queries. */
export interface TriggerBackend {
  /** Returns the current value; undefined without one. */
  measure(now: number): number | undefined;
  /** Lag and finished messages of each partition, if the workload consumes partitions. */
  readonly partitions?: { lags(): readonly number[]; done(): readonly number[] };
  /** Returns the error of a query to Prometheus; undefined without one. */
  problem(now: number): string | undefined;
  /** Unix time in seconds at simulated time 0. */
  readonly startEpochSeconds: number;
}

/** Reader of one trigger. */
export interface TriggerReader {
  readonly trigger: Trigger;
  read(now: number): Reading;
}

export function triggerReader(trigger: Trigger, backend: TriggerBackend): TriggerReader {
  const { source } = trigger;
  switch (source.kind) {
    case 'cron': {
      const cron = new KedaCron(source);
      return {
        trigger, read: (now) => {
          const value = cron.valueAt(backend.startEpochSeconds + now);
          return { value, isActive: value > 0 };
        },
      };
    }
    case 'kafka': return kafkaReader(trigger, source, backend);
    case 'prometheus': return { trigger, read: (now) => prometheusReading(trigger, source.ignoreNullValues, backend, now) };
    case 'value': return {
      trigger, read: (now) => {
        const value = backend.measure(now);
        return value === undefined || !Number.isFinite(value) ? { error: `error getting metric of ${trigger.type}: no value` } : toReading(trigger, value, value);
      },
    };
  }
}

/** Source: ExecutePromQuery in pkg/scalers/prometheus_scaler.go of KEDA. */
function prometheusReading(trigger: Trigger, ignoreNullValues: boolean, backend: TriggerBackend, now: number): Reading {
  const problem = backend.problem(now);
  if (problem !== undefined) return { error: `error executing prometheus query: ${problem}` };
  const value = backend.measure(now);
  if (value !== undefined && Number.isFinite(value)) return toReading(trigger, value, value);
  if (ignoreNullValues) return toReading(trigger, 0, 0);
  return { error: value === undefined ? "prometheus metrics 'prometheus' target may be lost, the result is empty" : `prometheus query returns ${value}` };
}

function kafkaReader(trigger: Trigger, options: KafkaOptions, backend: TriggerBackend): TriggerReader {
  let doneBefore: readonly number[] | undefined;
  return {
    trigger, read: (now) => {
      const measured = backend.measure(now);
      if (measured === undefined || !Number.isFinite(measured)) return { error: 'error getting lag: no answer from the brokers' };
      const { partitions } = backend;
      const done = partitions?.done();
      const stuck = new Set(done && doneBefore ? done.flatMap((count, partition) => (count === doneBefore![partition] ? [partition] : [])) : []);
      doneBefore = done && [...done];
      const lags = partitions?.lags();
      const isTrue = lags?.reduce((sum, lag) => sum + lag, 0) === measured;
      const { metric, activity } = totalLag(isTrue ? lags! : spreadEvenly(measured, options.partitions), options, stuck);
      return toReading(trigger, metric, activity);
    },
  };
}

function toReading({ activation }: Trigger, value: number, activity: number): Reading {
  return { value, isActive: activity > activation };
}

import { type TriggerBackend } from '../../../../../lib/simulator/engine/autoscalers/keda/trigger-reader';
import { type ScaledObjectSpec, type Trigger } from '../../../../../lib/simulator/world/world';

/** A trigger that reads a number and aims at ten of it a replica. */
export function trigger(overrides: Partial<Trigger> = {}): Trigger {
  return {
    type: 'redis', metric: 's0-redis-jobs', metricType: 'AverageValue', threshold: 10, activation: 0, useCachedMetrics: false, source: { kind: 'value' }, ...overrides,
  };
}

/** A ScaledObject that may rest, with KEDA's own defaults. */
export function scaledObject(overrides: Partial<ScaledObjectSpec> = {}): ScaledObjectSpec {
  return {
    pollingIntervalSeconds: 30, cooldownSeconds: 300, initialCooldownSeconds: 0, minReplicas: 0, triggers: [trigger()],
    scaleInPaused: false, scaleOutPaused: false, alwaysActive: false, ...overrides,
  };
}

/** Something to ask that answers the same at any time, unless it is told otherwise. */
export function backend(value: number | undefined, overrides: Partial<TriggerBackend> = {}): TriggerBackend {
  return { measure: () => value, problem: () => undefined, startEpochSeconds: 0, ...overrides };
}

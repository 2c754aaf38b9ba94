import { type ScaledObjectSpec, type Trigger } from '../../../world/scaled-object';

/** The replicas that a fallback may go by. */
export interface FallbackReplicas {
  readonly specReplicas: number;
  readonly readyPods: number;
}

/** Counts the failures of one trigger in a row, and says what stands in for its metric. */
export class FallbackCounter {
  private failures = 0;

  public constructor(private readonly spec: ScaledObjectSpec, private readonly trigger: Trigger) {}

  public succeed(): void {
    this.failures = 0;
  }

  public fail(): void {
    this.failures++;
  }

  /** Whether the formula sees no value of this trigger (fallback.behavior scalingModifiers). */
  public get isLeftOut(): boolean {
    const { fallback } = this.spec;
    return fallback?.behavior === 'scalingModifiers' && this.failures > fallback.failureThreshold;
  }

  /**
   * The value that makes the HPA ask for the fallback's replicas; undefined as long as the failure itself is passed on.
   *
   * A target of type Value is compared with the value itself, by a factor on the ready pods; without one there is no fallback.
   *
   * Source: doFallback in pkg/fallback/fallback.go of KEDA 2.21.
   */
  public value({ specReplicas, readyPods }: FallbackReplicas): number | undefined {
    const { fallback, modifiers } = this.spec;
    if (!fallback || fallback.behavior === 'scalingModifiers' || this.failures <= fallback.failureThreshold) return undefined;
    if (modifiers && !(Number.isInteger(modifiers.target) && modifiers.target > 0)) return undefined;
    const isValue = (modifiers ?? this.trigger).metricType === 'Value';
    if (isValue && readyPods === 0) return undefined;
    const replicas = fallbackReplicas(fallback, specReplicas) / (isValue ? readyPods : 1);
    return Math.trunc((modifiers?.target ?? this.trigger.threshold) * 1000 * replicas) / 1000;
  }
}

function fallbackReplicas({ behavior, replicas }: NonNullable<ScaledObjectSpec['fallback']>, current: number): number {
  switch (behavior) {
    case 'currentReplicas': return current;
    case 'currentReplicasIfHigher': return Math.max(current, replicas);
    case 'currentReplicasIfLower': return Math.min(current, replicas);
    default: return replicas;
  }
}

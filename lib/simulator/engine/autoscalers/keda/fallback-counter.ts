import { type ScaledObjectSpec, type Trigger } from '../../../world/scaled-object';

/** Replica counts that a fallback depends on. */
export interface FallbackReplicas {
  readonly specReplicas: number;
  readonly readyPods: number;
}

/** Counts consecutive failures of one trigger and returns the fallback value of its metric. */
export class FallbackCounter {
  private failures = 0;

  public constructor(private readonly spec: ScaledObjectSpec, private readonly trigger: Trigger) {}

  public succeed(): void {
    this.failures = 0;
  }

  public fail(): void {
    this.failures++;
  }

  /** True if the formula omits this trigger (fallback.behavior scalingModifiers). */
  public get isLeftOut(): boolean {
    const { fallback } = this.spec;
    return fallback?.behavior === 'scalingModifiers' && this.failures > fallback.failureThreshold;
  }

  /**
   * Returns the value that makes the HPA propose the fallback's replicas; undefined below the failure threshold.
   *
   * A target of type Value scales the ready pods by a factor; without ready pods there is no fallback.
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

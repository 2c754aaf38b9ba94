import { type ScaledObjectSpec } from '../../../world/scaled-object';

/** Activity found by a poll. */
export interface Activity {
  readonly isActive: boolean;
  /** True if any trigger failed. */
  readonly isError: boolean;
  /** Names of the active triggers. */
  readonly activeTriggers: readonly string[];
}

/** State of a ScaledObject between polls. */
export interface ScaledObjectState {
  readonly createdAt: number;
  readonly lastActiveAt?: number;
}

/** Scale decision of KEDA. */
export interface ScaleDecision {
  /** New spec.replicas; undefined if the HPA decides. */
  readonly replicas?: number;
  /** KEDA's condition Active or Ready, or its event, in KEDA's own words. */
  readonly reason: string;
  /** True if the poll restarts the cooldown period. */
  readonly isSignOfLife: boolean;
}

/**
 * Computes KEDA's scale decision after a poll: activation from idle or zero, or deactivation. The HPA decides between
 * these.
 *
 * Source: RequestScale in pkg/scaling/executor/scale_scaledobjects.go of KEDA.
 */
export function requestScale(spec: ScaledObjectSpec, state: ScaledObjectState, activity: Activity, current: number, now: number): ScaleDecision {
  if (activity.isActive || spec.alwaysActive) return onActive(spec, activity, current);
  const { idleReplicas, minReplicas, fallback } = spec;
  if (activity.isError && fallback && fallback.replicas !== 0) return stay('ScaleTarget will fallback to Fallback.Replicas after Fallback.FailureThreshold');
  if (activity.isError && !fallback) return stay('TriggerError: Triggers defined in ScaledObject are not working correctly');
  if ((idleReplicas !== undefined && current > idleReplicas) || (current > 0 && minReplicas === 0)) return deactivate(spec, state, current, now);
  if (idleReplicas === undefined && current < minReplicas) {
    return { replicas: minReplicas, reason: 'Successfully set ScaleTarget replicas count to ScaledObject minReplicaCount', isSignOfLife: false };
  }
  return stay('ScalerNotActive: Scaling is not performed because triggers are not active');
}

function onActive(spec: ScaledObjectSpec, { isError, activeTriggers }: Activity, current: number): ScaleDecision {
  const { idleReplicas, minReplicas, alwaysActive } = spec;
  if (current === 0 || (idleReplicas !== undefined && current < minReplicas)) {
    if (spec.scaleOutPaused) return stay('Pause Scale Out annotation set on ScaledObject, no scaling out on active trigger');
    const replicas = Math.max(1, minReplicas);
    const cause = alwaysActive ? 'caused by forced activation annotation' : `triggered by ${activeTriggers.join(';')}`;
    return { replicas, reason: `KEDAScaleTargetActivated: Scaled from ${current} to ${replicas}, ${cause}`, isSignOfLife: true };
  }
  if (isError) return stay('PartialTriggerError: Some triggers defined in ScaledObject are not working correctly');
  const reason = alwaysActive
    ? 'ScalerActive: Scaling is performed because activation is being forced by annotation'
    : 'ScalerActive: Scaling is performed because triggers are active';
  return { reason, isSignOfLife: true };
}

/** Scales from any count to idle or zero at once: the HPA's scaleDown behavior does not apply. */
function deactivate(spec: ScaledObjectSpec, { createdAt, lastActiveAt }: ScaledObjectState, current: number, now: number): ScaleDecision {
  if (spec.scaleInPaused) return stay('Pause Scale Down annotation set on ScaledObject, no scaling down on inactive trigger');
  const over = lastActiveAt === undefined ? createdAt + spec.initialCooldownSeconds : lastActiveAt + spec.cooldownSeconds;
  if (!(over < now)) return stay('ScalerCooldown: Scaler cooling down because triggers are not active');
  const replicas = spec.idleReplicas ?? spec.minReplicas;
  return { replicas, reason: `KEDAScaleTargetDeactivated: Deactivated from ${current} to ${replicas}`, isSignOfLife: false };
}

function stay(reason: string): ScaleDecision {
  return { reason, isSignOfLife: false };
}

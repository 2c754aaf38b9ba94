import { type RecommendationWindow } from './recommendation-window';
import { ScaleEventLog } from './scale-event-log';
import type { HorizontalPodAutoscalerStatus } from './types';

/** In-memory state of the controller for one autoscaler; a restart loses it. */
export interface ControllerMemory {
  /** Undefined until the first pass. */
  recommendations?: RecommendationWindow;
  /** Scale-ups within the longest period of a policy. */
  readonly scaleUpEvents: ScaleEventLog;
  /** Scale-downs within the longest period of a policy. */
  readonly scaleDownEvents: ScaleEventLog;
}

/** State from one pass to the next. `reconcileAutoscaler` replaces the status and updates the memory. */
export interface ControllerState {
  /** State inside the controller, which a restart loses. */
  memory: ControllerMemory;
  /** Status of the HPA, which a restart keeps. */
  status: HorizontalPodAutoscalerStatus;
}

/** The state of an autoscaler that was just created. */
export function newControllerState(): ControllerState {
  return { memory: newControllerMemory(), status: { currentReplicas: 0, desiredReplicas: 0, currentMetrics: null, conditions: [] } };
}

/** The memory of a controller that has just started. */
export function newControllerMemory(): ControllerMemory {
  return { scaleUpEvents: new ScaleEventLog(), scaleDownEvents: new ScaleEventLog() };
}

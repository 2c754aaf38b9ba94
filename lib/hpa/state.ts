import { type RecommendationWindow } from './recommendation-window';
import { ScaleEventLog } from './scale-event-log';
import type { HorizontalPodAutoscalerStatus } from './types';

/** What the controller keeps in its own memory for one autoscaler, and loses when it restarts. */
export interface ControllerMemory {
  /** Undefined until the first pass. */
  recommendations?: RecommendationWindow;
  readonly scaleUpEvents: ScaleEventLog;
  readonly scaleDownEvents: ScaleEventLog;
}

/** What passes from one pass to the next. `reconcileAutoscaler` replaces the status and writes into the memory. */
export interface ControllerState {
  memory: ControllerMemory;
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

import { type RecommendationWindow } from './recommendation-window';
import { ScaleEventLog } from './scale-event-log';
import type { HorizontalPodAutoscalerStatus } from './types';

/** In-memory state of the controller for one autoscaler; a restart loses it. */
export interface ControllerMemory {
  /** Recommendations; undefined until the first sync. */
  recommendations?: RecommendationWindow;
  /** Scale-up events within the longest policy period. */
  readonly scaleUpEvents: ScaleEventLog;
  /** Scale-down events within the longest policy period. */
  readonly scaleDownEvents: ScaleEventLog;
}

/** State between syncs. `reconcileAutoscaler` replaces the status and updates the memory. */
export interface ControllerState {
  /** In-memory state of the controller, lost on a restart. */
  memory: ControllerMemory;
  /** Status of the HPA, kept across restarts. */
  status: HorizontalPodAutoscalerStatus;
}

/** Returns the state of a new autoscaler. */
export function newControllerState(): ControllerState {
  return { memory: newControllerMemory(), status: { currentReplicas: 0, desiredReplicas: 0, currentMetrics: null, conditions: [] } };
}

/** Returns the memory of a controller after a start. */
export function newControllerMemory(): ControllerMemory {
  return { scaleUpEvents: new ScaleEventLog(), scaleDownEvents: new ScaleEventLog() };
}

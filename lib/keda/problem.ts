/** Stage at which KEDA refuses an object. */
export type Stage = 'resource' | 'admission' | 'scaler' | 'hpa';

/** Subject of an admission problem that more specific rules cover. */
export type Subject = 'bounds' | 'autoscalers' | 'requests' | 'zero' | 'target' | 'fields';

/** Reason for which KEDA refuses an object. */
export interface KedaProblem {
  /**
   * Stage that rejects the object: the API server on the custom resource, KEDA's admission webhook, the operator when
   * it builds the scaler of a trigger, or the API server on the HorizontalPodAutoscaler that the operator makes.
   */
  readonly stage: Stage;
  /** Field path, as in spec.triggers[0].metadata.threshold. */
  readonly field: string;
  /** Problem and remedy: lower case, no full stop. */
  readonly message: string;
  readonly subject?: Subject;
  /** Index of the trigger with the problem. */
  readonly trigger?: number;
}

/** Formats a problem as one line. */
export function describeProblem({ field, message }: KedaProblem): string {
  return `${field} ${message}`;
}

/** The part of KEDA that refuses an object. */
export type Stage = 'resource' | 'admission' | 'scaler' | 'hpa';

/** Subject of an admission problem that more specific rules cover. */
export type Subject = 'bounds' | 'autoscalers' | 'requests' | 'zero' | 'target' | 'fields';

/** One reason for which KEDA refuses an object. */
export interface KedaProblem {
  /**
   * Stage that rejects it: the API server on the custom resource, KEDA's admission webhook, the operator when it builds
   * the scaler of a trigger, or the API server on the HorizontalPodAutoscaler that the operator makes.
   */
  readonly stage: Stage;
  /** The field, as in spec.triggers[0].metadata.threshold. */
  readonly field: string;
  /** Problem and remedy: lower case, no full stop. */
  readonly message: string;
  readonly subject?: Subject;
  /** The position of the trigger that it is about. */
  readonly trigger?: number;
}

/** A problem in one line. */
export function describeProblem({ field, message }: KedaProblem): string {
  return `${field} ${message}`;
}

/** The part of KEDA that refuses an object. */
export type Stage = 'resource' | 'admission' | 'scaler' | 'autoscaler';

/** What an admission problem is about, where other rules know more about it. */
export type Subject = 'bounds' | 'autoscalers' | 'requests' | 'zero' | 'target' | 'fields';

/** One reason for which KEDA refuses an object. */
export interface KedaProblem {
  /**
   * Where it is refused: by the API server on the custom resource, by KEDA's admission webhook, by the operator when it builds the scaler of a trigger, or by
   * the API server on the HorizontalPodAutoscaler that KEDA makes.
   */
  readonly stage: Stage;
  /** The field, as in spec.triggers[0].metadata.threshold. */
  readonly field: string;
  /** What is wrong, and what to change: lower case, no full stop. */
  readonly message: string;
  readonly subject?: Subject;
  /** The position of the trigger that it is about. */
  readonly trigger?: number;
}

/** A problem in one line. */
export function describeProblem({ field, message }: KedaProblem): string {
  return `${field} ${message}`;
}

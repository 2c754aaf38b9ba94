/** Reason for which KEDA refuses a trigger. */
export interface TriggerProblem {
  /** Setting with the problem; undefined for a problem of the trigger as a whole. */
  readonly setting?: string;
  /** Problem and remedy: lower case, no full stop. */
  readonly message: string;
}

/** One reason for which KEDA refuses a trigger. */
export interface TriggerProblem {
  /** The setting that it is about; undefined if it is about the trigger as a whole. */
  readonly setting?: string;
  /** Problem and remedy: lower case, no full stop. */
  readonly message: string;
}

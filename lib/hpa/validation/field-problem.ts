/** Why the API server refuses an object. */
export interface FieldProblem {
  /** The path of the field, as in 'spec.metrics[0].type'; '' where the object could not be decoded at all. */
  readonly field: string;
  /** What it must be, and what it is. */
  readonly message: string;
}

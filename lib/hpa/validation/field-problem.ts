/** Problem for which the API server refuses an object. */
export interface FieldProblem {
  /** Path of the field: 'spec.metrics[0].type'; '' where the object cannot be decoded. */
  readonly field: string;
  /** Allowed value and received value. */
  readonly message: string;
}

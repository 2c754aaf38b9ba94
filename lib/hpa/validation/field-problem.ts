/** Validation problem for which the API server rejects an object. */
export interface FieldProblem {
  /** Path of the field: 'spec.metrics[0].type'; '' if the object cannot be decoded. */
  readonly field: string;
  /** Allowed value and received value. */
  readonly message: string;
}

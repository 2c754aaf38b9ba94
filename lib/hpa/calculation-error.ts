/** Error of a metric that yields no replica count. */
export interface CalculationError {
  readonly error: string;
}

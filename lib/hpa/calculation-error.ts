/** Error of a metric that yields no replica count. */
export interface CalculationError {
  /** Error as the controller reports it. */
  readonly error: string;
}

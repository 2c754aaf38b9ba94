/** Error of a metric that yields no replica count. */
export interface CalculationError {
  /** Error that the controller reports. */
  readonly error: string;
}

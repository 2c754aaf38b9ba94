/** Why a metric comes to no number of replicas. */
export interface CalculationError {
  readonly error: string;
}

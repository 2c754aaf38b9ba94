/** Minor versions of KEDA that have a scaler. */
export interface ScalerVersions {
  readonly since: number;
  readonly until?: number;
  /**
   * First version that declares the settings of the scaler. The code of earlier versions reads the same settings,
   * except where a validation differs.
   */
  readonly typedSince?: number;
}

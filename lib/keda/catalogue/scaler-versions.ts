/** The minor versions of KEDA that have a scaler. */
export interface ScalerVersions {
  readonly since: number;
  readonly until?: number;
  /**
   * The first version that declares its settings; the code of earlier versions reads the same ones, save where a
   * validation says otherwise.
   */
  readonly typedSince?: number;
}

/** Options of a guard: a metric that shows a violated service level, independent of the cause. */
export interface GuardOptions {
  /**
   * Maximum scale-up of one scaling decision, as a share of the current replicas: above 0.1, the tolerance of the
   * controller, and at most 1.
   *
   * @default 0.25
   */
  readonly step?: number;
}

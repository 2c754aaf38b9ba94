/** Options of a metric that says that something is wrong, whatever the reason. */
export interface GuardOptions {
  /**
   * Maximum scale-up of one decision, as a share of the current replicas: above 0.1, which the controller does not act
   * on, and at most 1.
   *
   * @default 0.25
   */
  readonly step?: number;
}

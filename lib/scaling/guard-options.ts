/** Options of a metric that says that something is wrong, whatever the reason. */
export interface GuardOptions {
  /**
   * How much more a decision may ask for, as a share of the replicas that there are: above 0.1, which the controller does not act on, and at most 1.
   *
   * @default 0.25
   */
  readonly step?: number;
}

import { type Duration } from 'cdk8s';
import { type ServedBy } from '../scaling/metric-options';

/** Metrics endpoint of a module's pods, in the Prometheus text format. */
export interface MetricsEndpoint {
  /**
   * HTTP path.
   *
   * @default '/metrics'
   */
  readonly path?: string;

  /**
   * Container port.
   *
   * @default - the port of the module
   */
  readonly port?: number;

  /**
   * Scrape interval, in whole seconds. An HPA reads its metrics every 15 s; a longer scrape interval delays it.
   *
   * @default Duration.seconds(15)
   */
  readonly interval?: Duration;

  /**
   * Server of the metrics for the autoscaler. If set, the module scales on the served metrics of its role.
   *
   * @default - none: the module scales on resource metrics
   */
  readonly servedBy?: ServedBy;
}

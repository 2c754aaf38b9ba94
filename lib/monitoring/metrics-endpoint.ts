import { type Duration } from 'cdk8s';
import { type ServedBy } from '../scaling/metric-options';

/** Metrics endpoint of a module's pods, in the format of Prometheus. */
export interface MetricsEndpoint {
  /**
   * The path.
   *
   * @default '/metrics'
   */
  readonly path?: string;

  /**
   * The port.
   *
   * @default - the module's own
   */
  readonly port?: number;

  /**
   * Scrape interval, in whole seconds. An HPA reads its metrics every 15 s; a longer interval delays it.
   *
   * @default Duration.seconds(15)
   */
  readonly interval?: Duration;

  /**
   * Server of the metrics to the autoscaler. With one, the module is scaled on the served metrics of its role.
   *
   * @default - none: the module is scaled on resource metrics
   */
  readonly servedBy?: ServedBy;
}

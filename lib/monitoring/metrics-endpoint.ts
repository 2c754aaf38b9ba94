import { type Duration } from 'cdk8s';
import { type ServedBy } from '../scaling/metric-options';

/** Where a module's pods show their metrics, in the format of Prometheus. */
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
   * How often they are read, in whole seconds. An HPA looks every 15 s; reading more seldom makes it late.
   *
   * @default Duration.seconds(15)
   */
  readonly interval?: Duration;

  /**
   * Who serves them to the autoscaler. As soon as somebody does, the module is scaled on the served metrics of its role.
   *
   * @default - nobody: the module is scaled on resource metrics
   */
  readonly servedBy?: ServedBy;
}

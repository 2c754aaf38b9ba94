import { type Duration } from 'cdk8s';
import { type Toleration } from '../../kube/toleration';

/** Options of the CronJobs that apply schedules. */
export interface ScheduleCronJobOptions {
  /**
   * An image with a POSIX shell and kubectl, by version or digest.
   *
   * @default - kubectl as the Kubernetes project publishes it, `registry.k8s.io/kubectl`
   */
  readonly image?: string;

  /**
   * Interval of additional runs besides those at which a level begins or ends: it bounds the time until a missed run is
   * corrected. Whole minutes that divide an hour.
   *
   * @default Duration.minutes(15)
   */
  readonly every?: Duration;

  /**
   * The ranges of addresses of the API server. A network policy cannot name it, and it is seldom a pod.
   *
   * @default - any address
   */
  readonly apiServerCidrs?: string[];

  /**
   * The TCP ports of the API server, as it listens and not as its Service does.
   *
   * @default [443, 6443]
   */
  readonly apiServerPorts?: number[];

  /**
   * The names of Secrets with credentials for the image's registry.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Labels of the nodes that it may run on.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Taints that it puts up with.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];
}

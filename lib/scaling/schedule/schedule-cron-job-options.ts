import { type Duration } from 'cdk8s';
import { type Toleration } from '../../kube/toleration';

/** Options of the CronJob that applies schedules. */
export interface ScheduleCronJobOptions {
  /**
   * Container image with a POSIX shell and kubectl, by version or digest.
   *
   * @default - kubectl of the Kubernetes project, `registry.k8s.io/kubectl`
   */
  readonly image?: string;

  /**
   * Interval of additional runs, besides the runs at the start and end of a window. It bounds the time until a missed
   * run is corrected. Whole minutes that divide an hour.
   *
   * @default Duration.minutes(15)
   */
  readonly every?: Duration;

  /**
   * CIDR ranges of the API server. A NetworkPolicy cannot name the API server, which is seldom a pod.
   *
   * @default - any address
   */
  readonly apiServerCidrs?: string[];

  /**
   * TCP ports on which the API server listens, which can differ from those of its Service.
   *
   * @default [443, 6443]
   */
  readonly apiServerPorts?: number[];

  /**
   * Names of Secrets with credentials of the image registry.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Node selector of the pod.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Tolerations of the pod.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];
}

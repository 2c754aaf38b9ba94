import { type Duration, type Size } from 'cdk8s';
import { type ContainerResources } from '../kube/container-resources';
import { type EnvSource, type EnvValue } from '../kube/env-value';
import { type ImagePullPolicy } from '../kube/extra-container';
import { type Mount } from '../kube/pod-volume';
import { type SecurityProfile } from '../kube/security-profile';
import { type ModelPreloadOptions } from '../preload/model-preload-options';
import { type MetricsSource } from '../scaling/metrics-source';
import { type ScalingMetric } from '../scaling/scaling-metric';
import { type ModuleNetwork } from './module-network';
import { type ModuleScheduling } from './scheduling';

/** Properties of a queue worker that takes one job from the queue, completes it and exits. */
export interface QueueWorkerJobProps {
  /** Container image, with a version or a digest. */
  readonly image: string;

  /** Queue metric: target value per Job. Read by KEDA. */
  readonly backlog: ScalingMetric;

  /**
   * Duration of the longest job, in whole seconds. A pod that runs longer is considered hung and terminated. Ten
   * minutes for the image pull and the duration of the preload are added. Time that a pod is pending does not count.
   * Each retry has the full duration.
   */
  readonly longestJob: Duration;

  /**
   * True if the backlog still counts jobs that are being processed. If true, KEDA starts a Job for each counted job
   * that no running Job covers (strategy `default`). If false, KEDA starts a Job for each counted job (strategy
   * `accurate`).
   *
   * @default - by queue type: true for a Kafka lag; false for a Redis list, a Redis stream and a RabbitMQ queue.
   * Required for all other metrics
   */
  readonly backlogCountsRunning?: boolean;

  /**
   * Name of the worker and of its objects.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Application that the worker is part of (app.kubernetes.io/part-of).
   *
   * @default 'kotaemon'
   */
  readonly partOf?: string;

  /**
   * Maximum number of concurrent Jobs.
   *
   * @default 10
   */
  readonly maxJobs?: number;

  /**
   * Retries of a failed job, within the same Job (`backoffLimit`).
   *
   * @default 2
   */
  readonly retries?: number;

  /**
   * Polling interval of KEDA, in whole seconds.
   *
   * @default - KEDA's own: 30 s
   */
  readonly pollingInterval?: Duration;

  /**
   * Prometheus server that KEDA queries if the backlog is a query.
   *
   * @default - none: a backlog that is a query is rejected
   */
  readonly metricsSource?: MetricsSource;

  /**
   * Command that replaces the image's entry point.
   *
   * @default - the image's
   */
  readonly command?: string[];

  /**
   * Arguments of the container.
   *
   * @default - the image's
   */
  readonly args?: string[];

  /**
   * Environment variables of the container.
   *
   * @default - those set by connections
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * ConfigMaps and Secrets whose keys become environment variables.
   *
   * @default - none
   */
  readonly envFrom?: EnvSource[];

  /**
   * Resource requests and limits of the container. Omitted fields keep their defaults.
   *
   * @default - cpu 1, memory 2Gi, as for the role input processing
   */
  readonly resources?: ContainerResources;

  /**
   * Security profile of the container.
   *
   * @default - that of the cluster (`Cluster.declare`), or SecurityProfile.restricted()
   */
  readonly security?: SecurityProfile;

  /**
   * Size of /tmp, the only writable directory of the container.
   *
   * @default Size.mebibytes(512)
   */
  readonly tmpSize?: Size;

  /**
   * Volume mounts of the container.
   *
   * @default - /tmp
   */
  readonly mounts?: Mount[];

  /**
   * Model that is on disk before the job starts. Each Job creates a new pod. A node cache or a PersistentVolumeClaim
   * avoids repeated downloads; an emptyDir does not.
   *
   * @default - none
   */
  readonly preload?: ModelPreloadOptions;

  /**
   * Placement of the pods.
   *
   * @default - any node
   */
  readonly scheduling?: ModuleScheduling;

  /**
   * Pull policy of the image.
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * Names of the Secrets with registry credentials.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Additional egress of the worker, besides its connections. The worker has no callers.
   *
   * @default - DNS
   */
  readonly network?: ModuleNetwork;
}

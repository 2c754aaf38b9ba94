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

/** A worker that takes one job off a queue, does it and ends. */
export interface QueueWorkerJobProps {
  /** The image, by version or digest. */
  readonly image: string;

  /** Metric of the queue, per Job. KEDA reads it. */
  readonly backlog: ScalingMetric;

  /**
   * The time that the longest job takes, in whole seconds. A pod that is still there then hangs, and is ended; ten
   * minutes for its image, and the time of the preload, come on top. How long a pod waits for a node does not count,
   * and each retry has the whole time.
   */
  readonly longestJob: Duration;

  /**
   * True if the backlog still counts jobs that were taken and are not done. KEDA starts a Job for each that does not
   * run yet (its strategy `default`) where it does, and for each that is counted (`accurate`) where it does not.
   *
   * @default - what is known of the queue: a Kafka lag does, a Redis list, a Redis stream and a queue of RabbitMQ do
   * not. Of anything else it has to be said
   */
  readonly backlogCountsRunning?: boolean;

  /**
   * The name of the worker and of its objects.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * The application that the worker is a part of.
   *
   * @default 'kotaemon'
   */
  readonly partOf?: string;

  /**
   * The most Jobs at a time.
   *
   * @default 10
   */
  readonly maxJobs?: number;

  /**
   * Retries of a failed job, in the same Job (`backoffLimit`).
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
   * The Prometheus that KEDA asks where the backlog is a query.
   *
   * @default - none: a backlog that is a query is refused
   */
  readonly metricsSource?: MetricsSource;

  /**
   * Command that replaces the image's entry point.
   *
   * @default - the image's
   */
  readonly command?: string[];

  /**
   * The arguments.
   *
   * @default - the image's
   */
  readonly args?: string[];

  /**
   * Environment variables.
   *
   * @default - those that connections bring
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * Objects each key of which becomes an environment variable.
   *
   * @default - none
   */
  readonly envFrom?: EnvSource[];

  /**
   * Resources of the container. Fields that are left out have their defaults.
   *
   * @default - cpu 1, memory 2Gi, as the role of input processing
   */
  readonly resources?: ContainerResources;

  /**
   * Security profile of the container.
   *
   * @default - that of the cluster (`Cluster.declare`), SecurityProfile.restricted() where it names none
   */
  readonly security?: SecurityProfile;

  /**
   * The size of /tmp, the one folder that the container can write to.
   *
   * @default Size.mebibytes(512)
   */
  readonly tmpSize?: Size;

  /**
   * The volumes that the container sees.
   *
   * @default - /tmp
   */
  readonly mounts?: Mount[];

  /**
   * The model that is on disk before the job starts. Every Job is a new pod: a cache of the node or a claim spares it
   * the download, which an emptyDir does not.
   *
   * @default - none
   */
  readonly preload?: ModelPreloadOptions;

  /**
   * Placement of the pods.
   *
   * @default - anywhere
   */
  readonly scheduling?: ModuleScheduling;

  /**
   * Pull policy of the image.
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * The names of the Secrets with the credentials of the registry.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Whom the worker may call, besides what it is connected to. It has no callers.
   *
   * @default - DNS
   */
  readonly network?: ModuleNetwork;
}

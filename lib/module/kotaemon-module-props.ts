import { type Duration, type Size } from 'cdk8s';
import { type ContainerResources } from '../kube/container-resources';
import { type EnvSource, type EnvValue } from '../kube/env-value';
import { type ExtraContainer, type ImagePullPolicy } from '../kube/extra-container';
import { type Mount } from '../kube/pod-volume';
import { type SecurityProfile } from '../kube/security-profile';
import { type MetricsEndpoint } from '../monitoring/metrics-endpoint';
import { type Monitoring } from '../monitoring/monitoring';
import { type ModelPreloadOptions } from '../preload/model-preload-options';
import { type DisruptionBudget } from './disruption-budget';
import { type Drain } from './drain';
import { type ModuleProbes } from './health-probe';
import { type ModuleNetwork } from './module-network';
import { type ModuleRole } from './module-role';
import { type ModuleRollout } from './module-rollout';
import { type ModuleScaling } from './module-scaling';
import { type ModuleServiceAccount } from './module-service-account';
import { type ModuleScheduling } from './scheduling';

/** Properties of a module. The role supplies defaults for all optional fields. */
export interface KotaemonModuleProps {
  /** Role of the module. Supplies the defaults. */
  readonly role: ModuleRole;

  /** Container image, with a version or a digest. */
  readonly image: string;

  /** TCP port that the container listens on. */
  readonly port: number;

  /**
   * Name of the module and of its objects.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Name of the Deployment, if it differs from the module's name. Also the value of app.kubernetes.io/instance.
   *
   * @default - the name
   */
  readonly deploymentName?: string;

  /**
   * Application that the module is part of (app.kubernetes.io/part-of).
   *
   * @default 'kotaemon'
   */
  readonly partOf?: string;

  /**
   * Additional labels of all objects and of the pods.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Annotations of the pods.
   *
   * @default - none
   */
  readonly podAnnotations?: Record<string, string>;

  /**
   * Scaling policy of the module.
   *
   * @default - the role's
   */
  readonly scaling?: ModuleScaling;

  /**
   * Fixed number of replicas, instead of a scaling policy.
   *
   * @default - set by the scaling policy
   */
  readonly replicas?: number;

  /**
   * Time from container start to readiness, in whole seconds, with the image already on the node. The start-up budget
   * and the simulator use it.
   *
   * @default - the role's
   */
  readonly startTime?: Duration;

  /**
   * Probes of the container.
   *
   * @default - the role's
   */
  readonly probes?: ModuleProbes;

  /**
   * preStop drain of a pod.
   *
   * @default - the role's
   */
  readonly drain?: Drain;

  /**
   * Termination grace period of a pod, including the drain.
   *
   * @default - the role's
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * PodDisruptionBudget: number of pods that a node drain may evict at a time.
   *
   * @default - the role's
   */
  readonly disruptionBudget?: DisruptionBudget;

  /**
   * Rollout strategy of a new version.
   *
   * @default - a rolling update by a quarter of the pods at a time, without loss of capacity
   */
  readonly rollout?: ModuleRollout;

  /**
   * Resource requests and limits of the container. Omitted fields take the role's values.
   *
   * @default - the role's
   */
  readonly resources?: ContainerResources;

  /**
   * Security profile of the containers.
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
   * Placement of the pods.
   *
   * @default - any node; spread over nodes and zones if they have room
   */
  readonly scheduling?: ModuleScheduling;

  /**
   * Pull policy of the images.
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
   * Flag that sets the listen address of the server, as in '--host'. The module passes 0.0.0.0 as its value, or `::` if
   * the cluster has IPv6 (`Cluster.declare`).
   *
   * @default - no flag
   */
  readonly listenFlag?: string;

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
   * Configuration files, by name: a ConfigMap of the module, mounted read-only. A change triggers a rollout.
   *
   * @default - none
   */
  readonly config?: Record<string, string>;

  /**
   * Directory of the configuration files.
   *
   * @default '/etc/kotaemon'
   */
  readonly configPath?: string;

  /**
   * Volume mounts of the container.
   *
   * @default - /tmp, and the configuration files if any
   */
  readonly mounts?: Mount[];

  /**
   * Init containers. They run to completion one after another before the module's container starts.
   *
   * @default - none
   */
  readonly initContainers?: ExtraContainer[];

  /**
   * Native sidecars. They start before all other containers, run for the lifetime of the pod and stop last. Enabled by
   * default from Kubernetes 1.29.
   *
   * @default - none
   */
  readonly sidecars?: ExtraContainer[];

  /**
   * Additional containers of the pod.
   *
   * @default - none
   */
  readonly containers?: ExtraContainer[];

  /**
   * Model that is on disk before the container starts. A module with several models has a ModelPreload for each.
   *
   * @default - none
   */
  readonly preload?: ModelPreloadOptions;

  /**
   * Creates a Service. Without a Service, other modules cannot connect to this one.
   *
   * @default true
   */
  readonly service?: boolean;

  /**
   * ServiceAccount of the pods.
   *
   * @default ModuleServiceAccount.create()
   */
  readonly serviceAccount?: ModuleServiceAccount;

  /**
   * Network policy of the module.
   *
   * @default - allows only its connections and DNS
   */
  readonly network?: ModuleNetwork;

  /**
   * Metrics endpoint of the pods.
   *
   * @default - none; /metrics if the policy uses a pod metric that no external system serves
   */
  readonly metricsEndpoint?: MetricsEndpoint;

  /**
   * Prometheus discovery of the metrics endpoint.
   *
   * @default Monitoring.podMonitor()
   */
  readonly monitoring?: Monitoring;
}

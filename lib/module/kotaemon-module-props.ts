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

/** A module: its role, its image and its port, and whatever is to differ from what its role says. */
export interface KotaemonModuleProps {
  /** Role of the module: the start values of everything that is left out here. */
  readonly role: ModuleRole;

  /** The image, by version or digest. */
  readonly image: string;

  /** The TCP port that the container listens on. */
  readonly port: number;

  /**
   * The name of the module and of its objects.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * The name of the Deployment, where it is not that of the module. It is also the value of app.kubernetes.io/instance.
   *
   * @default - the name
   */
  readonly deploymentName?: string;

  /**
   * The application that the module is a part of.
   *
   * @default 'kotaemon'
   */
  readonly partOf?: string;

  /**
   * More labels, on every object and on the pods.
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
   * @default - as the role says
   */
  readonly scaling?: ModuleScaling;

  /**
   * A fixed number of replicas, instead of a policy.
   *
   * @default - the policy decides
   */
  readonly replicas?: number;

  /**
   * The time from the start of the container to its readiness, in whole seconds, with the image on the node. The
   * start-up budget and the simulator go by it.
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
   * PreStop drain of a pod.
   *
   * @default - the role's
   */
  readonly drain?: Drain;

  /**
   * The time that a pod has for stopping, the drain included.
   *
   * @default - the role's
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * Number of pods that a node drain may evict at a time.
   *
   * @default - the role's
   */
  readonly disruptionBudget?: DisruptionBudget;

  /**
   * Rollout of a new version.
   *
   * @default - without loss of capacity, by a quarter at a time
   */
  readonly rollout?: ModuleRollout;

  /**
   * Resources of the container. Fields that are left out are the role's.
   *
   * @default - the role's
   */
  readonly resources?: ContainerResources;

  /**
   * Security profile of the containers.
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
   * Placement of the pods.
   *
   * @default - anywhere, spread over nodes and zones as far as there is room
   */
  readonly scheduling?: ModuleScheduling;

  /**
   * Pull policy of the images.
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * The names of the Secrets with the credentials of registries.
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
   * The arguments.
   *
   * @default - the image's
   */
  readonly args?: string[];

  /**
   * Flag by which the server is told the address to listen on, as in '--host'. The module passes 0.0.0.0 behind it, and
   * `::` where the cluster has IPv6 (`Cluster.declare`).
   *
   * @default - the server is told none
   */
  readonly listenFlag?: string;

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
   * Configuration files, by name: a ConfigMap of the module's own, mounted read-only. A change of it rolls the pods.
   *
   * @default - none
   */
  readonly config?: Record<string, string>;

  /**
   * The folder that the configuration files are in.
   *
   * @default '/etc/kotaemon'
   */
  readonly configPath?: string;

  /**
   * The volumes that the container sees.
   *
   * @default - /tmp, and the configuration files where there are any
   */
  readonly mounts?: Mount[];

  /**
   * Containers that run to their end before the module's starts, one after another.
   *
   * @default - none
   */
  readonly initContainers?: ExtraContainer[];

  /**
   * Native sidecars: they start before everything else, run as long as the pod does and stop after it. On by default
   * from Kubernetes 1.29.
   *
   * @default - none
   */
  readonly sidecars?: ExtraContainer[];

  /**
   * Containers that run beside the module's.
   *
   * @default - none
   */
  readonly containers?: ExtraContainer[];

  /**
   * The model that is on disk before the container starts. A module with more of them has a ModelPreload for each.
   *
   * @default - none
   */
  readonly preload?: ModelPreloadOptions;

  /**
   * Creates a Service. Without one nothing can be connected to the module.
   *
   * @default true
   */
  readonly service?: boolean;

  /**
   * The identity of the pods.
   *
   * @default ModuleServiceAccount.create()
   */
  readonly serviceAccount?: ModuleServiceAccount;

  /**
   * Network policy of the module.
   *
   * @default - only what it is connected to, and DNS
   */
  readonly network?: ModuleNetwork;

  /**
   * Metrics endpoint of the pods.
   *
   * @default - nowhere; at /metrics where the policy names a metric of the pods that nothing outside serves
   */
  readonly metricsEndpoint?: MetricsEndpoint;

  /**
   * Discovery of the metrics endpoint by Prometheus.
   *
   * @default Monitoring.podMonitor()
   */
  readonly monitoring?: Monitoring;
}

import { type Duration } from 'cdk8s';
import { type ContainerResources } from '../kube/container-resources';
import { type EnvSource, type EnvValue } from '../kube/env-value';
import { type ImagePullPolicy } from '../kube/extra-container';
import { type Mount } from '../kube/pod-volume';
import { type SecretKey } from '../kube/secret-key';
import { type SecurityProfile } from '../kube/security-profile';
import { type ModuleNetwork } from '../module/module-network';
import { type ModuleScaling } from '../module/module-scaling';
import { type ModuleServiceAccount } from '../module/module-service-account';
import { type PlatformEntry } from '../module/platform-entry';
import { type ModuleScheduling } from '../module/scheduling';
import { type MetricsEndpoint } from '../monitoring/metrics-endpoint';
import { type Monitoring } from '../monitoring/monitoring';
import { type ModelPreloadOptions } from '../preload/model-preload-options';
import { type AppMode } from './app-mode';
import { type AppState } from './app-state';

/** Properties of the Cinnamon/kotaemon web application. */
export interface KotaemonAppProps {
  /**
   * Container image, with a version or a digest, as in 'ghcr.io/cinnamon/kotaemon:0.11.3-full'. Branch tags such as
   * main-full are mutable.
   *
   * The default command depends on the tag: 0.10.0 to 0.11.x of a repository named kotaemon. Other images need
   * `command`.
   */
  readonly image: string;

  /**
   * Name of the app and of its objects.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Application of the image to start. Determines the login.
   *
   * @default AppMode.standard()
   */
  readonly mode?: AppMode;

  /**
   * Command of the container with its arguments. The first element is the path of the image's Python, which runs as
   * process 1.
   *
   * @default - by the image's tag and the mode, as in ['/app/.venv/bin/python', 'app.py']
   */
  readonly command?: string[];

  /**
   * State of the app: embedded or external.
   *
   * @default AppState.embedded()
   */
  readonly state?: AppState;

  /**
   * Scaling policy of an app with external state. Embedded state has one pod and rejects a policy.
   *
   * `requestsPerSecond` counts POST /queue/join and `concurrency` counts GET /queue/data. Each question causes some of
   * them; pages and assets cause none.
   *
   * @default - embedded: one replica; external: 2 to 4, on CPU 70 %, down by one pod per five minutes
   */
  readonly scaling?: ModuleScaling;

  /**
   * Enables graph indexes (GraphRAG, LightRAG). They are local files of the pod that creates them, and are therefore
   * rejected with several replicas.
   *
   * @default - embedded: true; external: false
   */
  readonly graphIndexes?: boolean;

  /**
   * Entry point for users: an Ingress, which receives INGRESS_ANNOTATIONS, or an HTTPRoute, which needs sticky sessions
   * configured at the gateway. It must authenticate users unless the mode does.
   *
   * @default - no access from outside
   */
  readonly entry?: PlatformEntry;

  /**
   * Name of the first user, an administrator.
   *
   * @default 'admin'
   */
  readonly adminUser?: string;

  /**
   * Secret key with the first user's password. The app reads it at the first start; later changes are made in the app.
   * The output reports a Secret that is not in the manifests.
   *
   * @default - the key 'password' of the Secret `<name>-admin`
   */
  readonly adminPassword?: SecretKey;

  /**
   * NLTK data (punkt_tab, stopwords), which 'lite' images do not contain.
   *
   * @default - contained in the image, for 'full' and 'ollama'
   */
  readonly nltkData?: ModelPreloadOptions;

  /**
   * Hugging Face models, as a cache directory of the hub: embeddings, rerankers and parsers that run in the app.
   *
   * @default - none: the app calls model servers and hosted APIs
   */
  readonly huggingFaceCache?: ModelPreloadOptions;

  /**
   * Environment variables, such as models and API keys. They initialize the database at the first start; later changes
   * are made in the app.
   *
   * HF_HUB_OFFLINE and TRANSFORMERS_OFFLINE are '1' by default.
   *
   * @default - none
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * ConfigMaps and Secrets whose keys become environment variables.
   *
   * @default - none
   */
  readonly envFrom?: EnvSource[];

  /**
   * Additional configuration files, by name, mounted read-only at /etc/kotaemon. A change triggers a rollout.
   *
   * @default - none
   */
  readonly config?: Record<string, string>;

  /**
   * Additional volume mounts of the container.
   *
   * @default - /tmp, /app/ktem_app_data, /app/.theflow and the configuration files
   */
  readonly mounts?: Mount[];

  /**
   * Resource requests and limits of the container. Omitted fields keep their defaults.
   *
   * @default - cpu 1, memory 2Gi with a limit of 8Gi, which parsing a large document needs
   */
  readonly resources?: ContainerResources;

  /**
   * Time from container start to readiness, in whole seconds. The start-up budget is three times this time.
   *
   * @default Duration.seconds(180)
   */
  readonly startTime?: Duration;

  /**
   * Security profile of the containers.
   *
   * @default SecurityProfile.restricted()
   */
  readonly security?: SecurityProfile;

  /**
   * ServiceAccount of the pods.
   *
   * @default ModuleServiceAccount.create()
   */
  readonly serviceAccount?: ModuleServiceAccount;

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
   * Application that the app is part of (app.kubernetes.io/part-of).
   *
   * @default 'kotaemon'
   */
  readonly partOf?: string;

  /**
   * Metrics endpoint /metrics at the app's port: scrape interval and server of the metrics to the autoscaler.
   *
   * @default - not scraped; scraped if the policy uses a pod metric that no external system serves
   */
  readonly metricsEndpoint?: MetricsEndpoint;

  /**
   * Prometheus discovery of the metrics endpoint.
   *
   * @default Monitoring.podMonitor()
   */
  readonly monitoring?: Monitoring;

  /**
   * Pull policy of the images.
   *
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
   * Placement of the pods.
   *
   * @default - any node
   */
  readonly scheduling?: ModuleScheduling;

  /**
   * Network policy of the app.
   *
   * @default - allows only its connections and DNS
   */
  readonly network?: ModuleNetwork;
}

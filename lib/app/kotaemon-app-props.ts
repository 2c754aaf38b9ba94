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

/** The web application of Cinnamon/kotaemon. */
export interface KotaemonAppProps {
  /**
   * The image, by version or digest, as in 'ghcr.io/cinnamon/kotaemon:0.11.3-full'. Tags of branches, such as
   * main-full, move.
   *
   * The command follows the tag: 0.10.0 to 0.11.x of a repository called kotaemon. Any other image needs `command`.
   */
  readonly image: string;

  /**
   * The name of the app and of its objects.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * The application of the image that is started, and with it the login.
   *
   * @default AppMode.standard()
   */
  readonly mode?: AppMode;

  /**
   * The program that is run, and its arguments. The first word is the image's Python, which is process 1.
   *
   * @default - by the image's tag and the mode, as in ['/app/.venv/bin/python', 'app.py']
   */
  readonly command?: string[];

  /**
   * The location of the state.
   *
   * @default AppState.embedded()
   */
  readonly state?: AppState;

  /**
   * Scaling of an app with external state. Embedded state has one pod, and rejects a policy.
   *
   * `requestsPerSecond` counts POST /queue/join and `concurrency` GET /queue/data: each question makes some, pages and
   * assets make none.
   *
   * @default - embedded: one replica; external: 2 to 4, on CPU 70 %, one pod less per five minutes
   */
  readonly scaling?: ModuleScaling;

  /**
   * Enables graph indexes (GraphRAG, LightRAG). They are files of the pod that creates them, so they are rejected with
   * several replicas.
   *
   * @default - embedded: true; external: false
   */
  readonly graphIndexes?: boolean;

  /**
   * The way in for users: an Ingress, which gets INGRESS_ANNOTATIONS, or a route of the Gateway API, whose sessions
   * have to be sticky by the gateway's own means. It has to authenticate, unless the mode does.
   *
   * @default - no access from outside
   */
  readonly entry?: PlatformEntry;

  /**
   * The name of the first user, who administers the others.
   *
   * @default 'admin'
   */
  readonly adminUser?: string;

  /**
   * The key of the Secret that holds the first user's password. It is read at the first start; later it is changed in
   * the app. The output names a Secret that nothing creates.
   *
   * @default - the key 'password' of the Secret `<name>-admin`
   */
  readonly adminPassword?: SecretKey;

  /**
   * The data of NLTK (punkt_tab, stopwords), which an image of the kind 'lite' lacks.
   *
   * @default - the image has them: of the kind 'full' or 'ollama'
   */
  readonly nltkData?: ModelPreloadOptions;

  /**
   * Models of Hugging Face, as a cache folder of the hub: embeddings, rerankers and parsers that run in the app.
   *
   * @default - none: the app calls model servers and hosted APIs
   */
  readonly huggingFaceCache?: ModelPreloadOptions;

  /**
   * Environment variables: models and keys. They fill the database at the first start; later they are changed in the
   * app.
   *
   * HF_HUB_OFFLINE and TRANSFORMERS_OFFLINE are '1' by default.
   *
   * @default - none
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * Objects each key of which becomes an environment variable.
   *
   * @default - none
   */
  readonly envFrom?: EnvSource[];

  /**
   * Configuration files, by name, mounted read-only at /etc/kotaemon beside those of the construct. A change of one
   * rolls the pods.
   *
   * @default - none
   */
  readonly config?: Record<string, string>;

  /**
   * More volumes that the container sees.
   *
   * @default - /tmp, /app/ktem_app_data, /app/.theflow and the configuration files
   */
  readonly mounts?: Mount[];

  /**
   * Resources of the container. What is left out is the default.
   *
   * @default - cpu 1, memory 2Gi with a limit of 8Gi, which parsing a large document takes
   */
  readonly resources?: ContainerResources;

  /**
   * The time from the start of the container to its readiness, in whole seconds. The start-up budget is three times as
   * long.
   *
   * @default Duration.seconds(180)
   */
  readonly startTime?: Duration;

  /**
   * The permissions of the containers on their node.
   *
   * @default SecurityProfile.restricted()
   */
  readonly security?: SecurityProfile;

  /**
   * The identity of the pods.
   *
   * @default ModuleServiceAccount.create()
   */
  readonly serviceAccount?: ModuleServiceAccount;

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
   * The application that the app is a part of.
   *
   * @default 'kotaemon'
   */
  readonly partOf?: string;

  /**
   * Scraping of /metrics at the app's port: interval and who serves the metrics to the autoscaler.
   *
   * @default - not scraped; scraped where the policy names a metric of the pods that nothing outside serves
   */
  readonly metricsEndpoint?: MetricsEndpoint;

  /**
   * The object by which Prometheus finds the metrics endpoint, where it is scraped.
   *
   * @default Monitoring.podMonitor()
   */
  readonly monitoring?: Monitoring;

  /**
   * The time at which the node pulls the image.
   *
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
   * Nodes that the pods may run on.
   *
   * @default - anywhere
   */
  readonly scheduling?: ModuleScheduling;

  /**
   * Callers of the app, and destinations that it calls.
   *
   * @default - only what it is connected to, and DNS
   */
  readonly network?: ModuleNetwork;
}

import { type ContainerResources } from '../kube/container-resources';
import { type EnvSource, type EnvValue } from '../kube/env-value';
import { type ImagePullPolicy } from '../kube/extra-container';
import { type SecretKey } from '../kube/secret-key';
import { type ModuleNetwork } from '../module/module-network';
import { type ModuleScaling } from '../module/module-scaling';
import { type PlatformEntry } from '../module/platform-entry';
import { type ModuleScheduling } from '../module/scheduling';
import { type ModelPreloadOptions } from '../preload/model-preload-options';
import { type AppState } from './app-state';

/** The web application of Cinnamon/kotaemon. */
export interface KotaemonAppProps {
  /** The image, by version or digest, as in 'ghcr.io/cinnamon/kotaemon:0.11.0-full'. Tags of branches, as main-full, move. */
  readonly image: string;

  /**
   * The name of the app and of its objects.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Where the state is kept.
   *
   * @default AppState.embedded()
   */
  readonly state?: AppState;

  /**
   * How the app is scaled, where its state is external. Embedded state has one pod, and refuses a policy.
   *
   * @default - embedded: one replica; external: 2 to 4, on CPU 70 %, one pod less per five minutes
   */
  readonly scaling?: ModuleScaling;

  /**
   * Whether graph indexes (GraphRAG, LightRAG) can be made. They are files of the pod that makes them, so that they are refused where there may be several.
   *
   * @default - embedded: true; external: false
   */
  readonly graphIndexes?: boolean;

  /**
   * How users get in: by an Ingress, which gets INGRESS_ANNOTATIONS, or by a route of the Gateway API, whose sessions have to be sticky by the gateway's own
   * means.
   *
   * @default - nobody from outside does
   */
  readonly entry?: PlatformEntry;

  /**
   * The name of the first user, who administers the others.
   *
   * @default 'admin'
   */
  readonly adminUser?: string;

  /**
   * The key of the Secret that holds the first user's password. It is read at the first start; later it is changed in the app. A Secret that nothing makes is
   * asked for in the output.
   *
   * @default - the key 'password' of the Secret `<name>-admin`
   */
  readonly adminPassword?: SecretKey;

  /**
   * The data of NLTK (punkt_tab, stopwords), which an image of the kind 'lite' would download at its first start.
   *
   * @default - the image has them: of the kind 'full' or 'ollama'
   */
  readonly nltkData?: ModelPreloadOptions;

  /**
   * Models of Hugging Face, as a cache folder of the hub: embeddings, rerankers and parsers that run in the app. With it the app looks nowhere else.
   *
   * @default - none: the app calls model servers and hosted APIs
   */
  readonly huggingFaceCache?: ModelPreloadOptions;

  /**
   * Environment variables: models and keys. They fill the database at the first start; later they are changed in the app.
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
   * What the container asks of its node. What is left out is the default.
   *
   * @default - cpu 1, memory 2Gi with a limit of 8Gi, which parsing a large document takes
   */
  readonly resources?: ContainerResources;

  /**
   * When the node pulls the image.
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
   * Where the pods may run.
   *
   * @default - anywhere
   */
  readonly scheduling?: ModuleScheduling;

  /**
   * Who may call the app, and whom it may call.
   *
   * @default - only what it is connected to, and DNS
   */
  readonly network?: ModuleNetwork;
}

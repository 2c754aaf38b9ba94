import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type ConnectionCaller, type ConnectionEndpoint, type IConnectable } from '../kube/connection';
import { KubeObject } from '../kube/kube-object';
import { namedInErrors } from '../kube/named-in-errors';
import { requireObjectName } from '../kube/names';
import { objectName } from '../kube/object-name';
import { type NetworkPeer } from '../kube/network-peer';
import { SecretKey } from '../kube/secret-key';
import { Synthesis } from '../kube/synthesis';
import { type ConnectOptions, KotaemonModule } from '../module/kotaemon-module';
import { type PlatformEntry } from '../module/platform-entry';
import { ModelPreload } from '../preload/model-preload';
import { adaptMetricsOf } from '../scaling/target-metrics';
import { AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER, MAX_REPLICAS_ANNOTATION } from '../values/annotations';
import { UserError } from '../values/user-error';
import { APP_PORT, appEnvironment, externalEnvironment, HUGGING_FACE_PATH, NLTK_PATH } from './app-environment';
import { countedMetric } from './app-metrics';
import { AppMode } from './app-mode';
import { appModuleProps, isFixed } from './app-module-props';
import { AppState } from './app-state';
import { connectState, putOnExternalState } from './external-state';
import { type KotaemonAppProps } from './kotaemon-app-props';
import { appCommand, requirePossible } from './requirements';

/**
 * Web application of Cinnamon/kotaemon, from the upstream image. All its parts run in one process.
 *
 * Embedded state: one pod with one volume, updated by Recreate and never scaled. External state: several pods, which
 * start under a lock and bind users by sticky sessions. Files in a ConfigMap override image settings that prevent an
 * unprivileged pod from starting, stopping or exposing metrics.
 *
 * ```ts
 * new KotaemonApp(chart, 'kotaemon', {
 *   image: 'ghcr.io/cinnamon/kotaemon:0.11.3-full',
 *   state: AppState.embedded({ storage: Size.gibibytes(50) }),
 * });
 * ```
 *
 * @see https://github.com/Cinnamon/kotaemon
 */
@namedInErrors
export class KotaemonApp extends Construct implements IConnectable {
  /** Annotations for ingress-nginx: sticky sessions, unbuffered streams with a timeout of one hour, large uploads. */
  public static readonly INGRESS_ANNOTATIONS: Record<string, string> = {
    'nginx.ingress.kubernetes.io/affinity': 'cookie',
    'nginx.ingress.kubernetes.io/affinity-mode': 'persistent',
    'nginx.ingress.kubernetes.io/session-cookie-name': 'kotaemon',
    'nginx.ingress.kubernetes.io/proxy-buffering': 'off',
    'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600',
    'nginx.ingress.kubernetes.io/proxy-send-timeout': '3600',
    'nginx.ingress.kubernetes.io/proxy-body-size': '200m',
  };

  /** Name of the Deployment and of its companion objects. */
  public readonly name: string;
  /** Namespace of the chart; undefined if the manifests set no namespace. */
  public readonly namespace?: string;
  /** Module of the app: Deployment, Service, NetworkPolicy and other objects. */
  public readonly module: KotaemonModule;
  /** Secret key with the first user's password. */
  public readonly adminPassword: SecretKey;
  /** The Ingress or HTTPRoute; undefined without an entry. */
  public readonly entry?: ApiObject;
  /** PersistentVolumeClaim of embedded state. */
  public readonly claim?: ApiObject;

  /** @throws if the image, state or mode does not support an option. */
  constructor(scope: Construct, id: string, props: KotaemonAppProps) {
    super(scope, id);
    const { state = AppState.embedded(), mode = AppMode.standard() } = props;
    this.name = objectName(this, id, 'Deployment', props.name);
    requireObjectName('app', this.name);
    this.namespace = Chart.of(this).namespace;
    this.adminPassword = props.adminPassword ?? SecretKey.of(`${this.name}-admin`, 'password');
    requirePossible(this.name, props, state, mode);
    const command = appCommand(this.name, props, state, mode, APP_PORT);
    const { _embedded: embedded, _external: external } = state;
    const claimName = external?.filesClaimName ?? `${this.name}-data`;
    const env = { ...appEnvironment(props, mode, this.adminPassword), ...(external && externalEnvironment(props)) };
    this.module = new KotaemonModule(this, 'App', {
      ...appModuleProps(this.name, props, { state, mode, command, claimName }),
      name: this.name,
      env: { ...env, ...props.env },
    });
    if (embedded) {
      this.claim = new KubeObject(this, 'Claim', {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: claimName, labels: this.module.labels },
        spec: {
          accessModes: ['ReadWriteOnce'],
          ...(embedded.storageClassName !== undefined && { storageClassName: embedded.storageClassName }),
          resources: { requests: { storage: embedded.storage.asString() } },
        },
      });
    }
    if (isFixed(props)) {
      this.module.deployment.metadata.addAnnotation(AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER);
      this.module.deployment.metadata.addAnnotation(MAX_REPLICAS_ANNOTATION, '1');
    }
    adaptMetricsOf(this.module.deployment, (metric) => countedMetric(this.name, metric));
    if (external) {
      connectState(this.module, external);
      Synthesis.of(this).note(`PersistentVolumeClaim ${this.namespace === undefined ? '' : `${this.namespace}/`}${claimName} with ReadWriteMany must exist for the files of ${this.name}`);
    }
    if (props.nltkData) new ModelPreload(this, 'NltkData', { name: 'nltk', ...props.nltkData, path: NLTK_PATH, workload: this.module });
    if (props.huggingFaceCache) new ModelPreload(this, 'HuggingFace', { name: 'hugging-face', ...props.huggingFaceCache, path: HUGGING_FACE_PATH, workload: this.module });
    // After the models, because the bootstrap loads the app, which reads them.
    if (external) putOnExternalState(this.module);
    this.entry = props.entry && this.createEntry(props.entry);
    this.askFor(mode, props);
  }

  private askFor(mode: AppMode, props: KotaemonAppProps): void {
    const { hasFirstUser, authenticates, dependencies, secrets } = mode._parts;
    dependencies.forEach((dependency) => this.connectTo(dependency));
    if (hasFirstUser) this.adminPassword._askFor(this, this.namespace, `the password of the first user of ${this.name}`);
    Object.entries(secrets).forEach(([what, secret]) => secret._askFor(this, this.namespace, `${what} of ${this.name}`));
    if (authenticates || entryAuthenticates(this.entry)) return;
    const given = hasFirstUser ? 'make users and read the API keys of its models' : 'ask questions at your cost';
    Synthesis.of(this).note(`app '${this.name}' has no login: anyone who reaches port ${this.module.port} can ${given}; authenticate at the entry (auth annotations of the ingress `
      + `controller, a policy of the gateway), or set mode to AppMode.google or AppMode.keycloak${props.entry ? '' : '; admit only the entry with allowFrom'}`);
  }

  private createEntry(entry: PlatformEntry): ApiObject {
    if (entry.module !== undefined) throw new UserError(`the entry of app '${this.name}' names the module '${entry.module}', but leads to the app itself; remove module`);
    const { name, labels, port } = this.module;
    this.module.allowFrom(entry.from);
    return entry._create(this, { metadata: { name, labels, ...(entry._isIngress && { annotations: KotaemonApp.INGRESS_ANNOTATIONS }) }, service: name, port });
  }

  /**
   * Connects the app to a dependency, such as a model server or a hosted API. The app reads the address from its own
   * variables, such as OPENAI_API_BASE in `env`.
   */
  public connectTo(dependency: IConnectable, options: ConnectOptions = {}): void {
    this.module.connectTo(dependency, options);
  }

  /** Allows ingress from callers that are not modules, such as an ingress gateway. */
  public allowFrom(caller: NetworkPeer): void {
    this.module.allowFrom(caller);
  }

  public acceptFrom(caller: ConnectionCaller): ConnectionEndpoint {
    return this.module.acceptFrom(caller);
  }
}

/** Reports whether an Ingress has annotations that make its controller authenticate users. */
function entryAuthenticates(entry: ApiObject | undefined): boolean {
  const annotations: [string, string][] = Object.entries(entry?.metadata.toJson()?.annotations ?? {});
  const isOptional = annotations.some(([key, value]) => /\bauth-tls-verify-client$/.test(key) && value !== 'on');
  return annotations.some(([key, value]) => /\bauth-(?:url|type)\b|oauth2|\boidc\b/i.test(key) && !/^(?:|none|false|off|disabled)$/i.test(value.trim()))
    || (!isOptional && annotations.some(([key, value]) => /\bauth-tls-secret$/.test(key) && value.trim() !== ''));
}

import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type ConnectionCaller, type ConnectionEndpoint, type IConnectable } from '../kube/connection';
import { KubeObject } from '../kube/kube-object';
import { namedInErrors } from '../kube/named-in-errors';
import { requireObjectName } from '../kube/names';
import { type NetworkPeer } from '../kube/network-peer';
import { SecretKey } from '../kube/secret-key';
import { Synthesis } from '../kube/synthesis';
import { type ConnectOptions, KotaemonModule } from '../module/kotaemon-module';
import { type PlatformEntry } from '../module/platform-entry';
import { ModelPreload } from '../preload/model-preload';
import { AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER, MAX_REPLICAS_ANNOTATION } from '../values/annotations';
import { UserError } from '../values/user-error';
import { AppState } from './app-state';
import { appEnvironment, externalEnvironment, HUGGING_FACE_PATH, NLTK_PATH } from './app-environment';
import { appModuleProps } from './app-module-props';
import { connectState, putOnExternalState } from './external-state';
import { type KotaemonAppProps } from './kotaemon-app-props';
import { requirePossible } from './requirements';

/**
 * The web application of Cinnamon/kotaemon, as its image is: one process with everything in it.
 *
 * With embedded state it is one pod with one volume, replaced and never scaled. With external state it is several, kept apart by a lock while they start and
 * held to their users by sticky sessions.
 *
 * @see https://github.com/Cinnamon/kotaemon
 */
@namedInErrors
export class KotaemonApp extends Construct implements IConnectable {
  /** What an ingress of nginx needs in front of it: a user stays with a pod, streams are not held back and may be silent for long, uploads may be large. */
  public static readonly INGRESS_ANNOTATIONS: Record<string, string> = {
    'nginx.ingress.kubernetes.io/affinity': 'cookie',
    'nginx.ingress.kubernetes.io/affinity-mode': 'persistent',
    'nginx.ingress.kubernetes.io/session-cookie-name': 'kotaemon',
    'nginx.ingress.kubernetes.io/proxy-buffering': 'off',
    'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600',
    'nginx.ingress.kubernetes.io/proxy-send-timeout': '3600',
    'nginx.ingress.kubernetes.io/proxy-body-size': '200m',
  };

  public readonly name: string;
  public readonly namespace?: string;
  /** The app as a module: Deployment, Service, network policy and the rest. */
  public readonly module: KotaemonModule;
  /** The key of the Secret that holds the first user's password. */
  public readonly adminPassword: SecretKey;
  /** The Ingress or HTTPRoute; undefined where nobody from outside gets in. */
  public readonly entry?: ApiObject;
  /** The claim of embedded state. */
  public readonly claim?: ApiObject;

  /** @throws where what is asked for is impossible with the state that was chosen. */
  constructor(scope: Construct, id: string, props: KotaemonAppProps) {
    super(scope, id);
    const { state = AppState.embedded() } = props;
    this.name = props.name ?? id;
    requireObjectName('app', this.name);
    this.namespace = Chart.of(this).namespace;
    this.adminPassword = props.adminPassword ?? SecretKey.of(`${this.name}-admin`, 'password');
    requirePossible(this.name, props, state);
    const { _embedded: embedded, _external: external } = state;
    const claimName = external?.filesClaimName ?? `${this.name}-data`;
    const env = { ...appEnvironment(props, this.adminPassword), ...(external && externalEnvironment(props)) };
    this.module = new KotaemonModule(this, 'App', {
      ...appModuleProps(props, state, claimName),
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
      this.module.deployment.metadata.addAnnotation(AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER);
      this.module.deployment.metadata.addAnnotation(MAX_REPLICAS_ANNOTATION, '1');
    }
    if (external) {
      connectState(this.module, external);
      Synthesis.of(this).note(`PersistentVolumeClaim ${this.namespace === undefined ? '' : `${this.namespace}/`}${claimName} has to be there for the files of ${this.name}, with ReadWriteMany`);
    }
    if (props.nltkData) new ModelPreload(this, 'NltkData', { name: 'nltk', ...props.nltkData, path: NLTK_PATH, workload: this.module });
    if (props.huggingFaceCache) new ModelPreload(this, 'HuggingFace', { name: 'hugging-face', ...props.huggingFaceCache, path: HUGGING_FACE_PATH, workload: this.module });
    // After the models: what prepares the database loads the app, which reads them.
    if (external) putOnExternalState(this.module);
    this.entry = props.entry && this.createEntry(props.entry);
    this.adminPassword._askFor(this, this.namespace, `the password of the first user of ${this.name}`);
  }

  private createEntry(entry: PlatformEntry): ApiObject {
    if (entry.module !== undefined) throw new UserError(`the entry of app '${this.name}' names the module '${entry.module}'; leave module out, since it is the app that users reach`);
    const { name, labels, port } = this.module;
    this.module.allowFrom(entry.from);
    return entry._create(this, { metadata: { name, labels, ...(entry._isIngress && { annotations: KotaemonApp.INGRESS_ANNOTATIONS }) }, service: name, port });
  }

  /** Lets the app reach something: a model server, a hosted API. Its own variables tell it so, as OPENAI_API_BASE in env. */
  public connectTo(dependency: IConnectable, options: ConnectOptions = {}): void {
    this.module.connectTo(dependency, options);
  }

  /** Lets callers in that are no modules, such as an ingress gateway. */
  public allowFrom(caller: NetworkPeer): void {
    this.module.allowFrom(caller);
  }

  public acceptFrom(caller: ConnectionCaller): ConnectionEndpoint {
    return this.module.acceptFrom(caller);
  }
}

import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { KubeObject, type KubeObjectProps } from '../kube/kube-object';
import { requireReferencedName } from '../kube/names';
import { type NetworkPeer } from '../kube/network-peer';
import { isIP } from '../values/ip-address';
import { isDnsSubdomain } from '../values/names';
import { UserError } from '../values/user-error';

/** Common part of Ingress and Gateway entries. */
export interface PlatformEntryOptions {
  /**
   * The module of a platform that users reach, by its name.
   *
   * @default - the app itself, where it is the entry of a KotaemonApp; of a platform it has to be said
   */
  readonly module?: string;

  /**
   * Pods that forward the requests: those of the ingress controller or of the gateway. No other pods are let in to the
   * module.
   */
  readonly from: NetworkPeer;

  /**
   * The path below which requests go to the module.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * Annotations, as controllers read their settings from them.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;
}

/** A way in by an Ingress. */
export interface IngressEntryProps extends PlatformEntryOptions {
  /** The host name. */
  readonly host: string;

  /**
   * The class of the ingress controller.
   *
   * @default - the cluster's default
   */
  readonly className?: string;

  /**
   * The Secret with the certificate of the host.
   *
   * @default - the controller's own certificate, or none
   */
  readonly tlsSecret?: string;
}

/** A way in by a route of the Gateway API. */
export interface GatewayEntryProps extends PlatformEntryOptions {
  /** The host names; one may begin with '*.'. */
  readonly hosts: string[];

  /** The Gateway's name. */
  readonly gateway: string;

  /**
   * The Gateway's namespace.
   *
   * @default - the platform's
   */
  readonly gatewayNamespace?: string;

  /**
   * The one listener of the Gateway that is meant.
   *
   * @default - all that allow the host
   */
  readonly listener?: string;
}

/** The module behind an entry. */
interface Backend {
  readonly metadata: KubeObjectProps['metadata'];
  readonly service: string;
  readonly port: number;
}

/** Entry of users into a platform or an app. */
export class PlatformEntry {
  /**
   * By an Ingress.
   *
   * @throws where the host, the path or a name is none.
   */
  public static ingress(props: IngressEntryProps): PlatformEntry {
    requireHost(props.host);
    if (props.tlsSecret !== undefined) requireReferencedName('Secret', props.tlsSecret);
    if (props.className !== undefined) requireReferencedName('IngressClass', props.className);
    return new PlatformEntry(props, (scope, backend) => ingress(scope, props, backend), true);
  }

  /**
   * By an HTTPRoute of the Gateway API, whose custom resource definitions the cluster has to have.
   *
   * @throws where a host, the path or a name is none.
   */
  public static gatewayRoute(props: GatewayEntryProps): PlatformEntry {
    if (props.hosts.length === 0) throw new UserError('a route without hosts matches every request of the gateway; set at least one host');
    props.hosts.forEach(requireHost);
    for (const [what, name] of [['Gateway', props.gateway], ['Namespace', props.gatewayNamespace], ['listener', props.listener]] as const) {
      if (name !== undefined) requireReferencedName(what, name);
    }
    return new PlatformEntry(props, (scope, backend) => httpRoute(scope, props, backend), false);
  }

  /** The module of a platform that users reach; undefined where it is the way into an app. */
  public readonly module?: string;
  /** Pods that forward the requests. */
  public readonly from: NetworkPeer;

  private constructor(
    { module, from, path = '/' }: PlatformEntryOptions,
    private readonly create: (scope: Construct, backend: Backend) => ApiObject,
    /** True for an Ingress, whose controller reads annotations. @internal */
    public readonly _isIngress: boolean,
  ) {
    if (!/^\/[\w./~-]*$/.test(path)) throw new UserError(`the path of an entry must start with a slash and contain only letters, digits, '.', '-', '_', '~' and '/', got '${path}'`);
    this.module = module;
    this.from = from;
  }

  /** @internal */
  public _create(scope: Construct, backend: Backend): ApiObject {
    return this.create(scope, backend);
  }
}

function ingress(scope: Construct, props: IngressEntryProps, { metadata, service, port }: Backend): ApiObject {
  const { host, path = '/', className, tlsSecret } = props;
  const annotations = { ...metadata.annotations, ...props.annotations };
  return new KubeObject(scope, 'Entry', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: {
      ...(className !== undefined && { ingressClassName: className }),
      ...(tlsSecret !== undefined && { tls: [{ hosts: [host], secretName: tlsSecret }] }),
      rules: [{ host, http: { paths: [{ path, pathType: 'Prefix', backend: { service: { name: service, port: { number: port } } } }] } }],
    },
  });
}

function httpRoute(scope: Construct, props: GatewayEntryProps, { metadata, service, port }: Backend): ApiObject {
  const { hosts, path = '/', gateway, gatewayNamespace, listener, annotations } = props;
  // With what the API server would fill in: each of these lists has one owner, and to a server of 1.28 one that it
  // completed itself is changed by each apply.
  const parent = {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    name: gateway,
    ...(gatewayNamespace !== undefined && { namespace: gatewayNamespace }),
    ...(listener !== undefined && { sectionName: listener }),
  };
  return new KubeObject(scope, 'Entry', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { ...metadata, ...(annotations && { annotations }) },
    spec: {
      parentRefs: [parent],
      hostnames: hosts,
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: path } }], backendRefs: [{ group: '', kind: 'Service', name: service, port, weight: 1 }] }],
    },
  });
}

function requireHost(host: string): void {
  if (isIP(host) === 0 && isDnsSubdomain(host.replace(/^\*\./, ''))) return;
  throw new UserError(`'${host}' is not a host name; write a DNS name without scheme, port and path, as in 'chat.example.com'`);
}

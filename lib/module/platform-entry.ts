import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { KubeObject, type KubeObjectProps } from '../kube/kube-object';
import { requireReferencedName } from '../kube/names';
import { type NetworkPeer } from '../kube/network-peer';
import { isIP } from '../values/ip-address';
import { isDnsSubdomain } from '../values/names';
import { UserError } from '../values/user-error';

/** Common options of Ingress and HTTPRoute entries. */
export interface PlatformEntryOptions {
  /**
   * Name of the platform's module that receives the requests.
   *
   * @default - the app, for an entry of a KotaemonApp; required for a platform
   */
  readonly module?: string;

  /**
   * Pods that forward the requests: those of the ingress controller or of the gateway. The NetworkPolicy of the module
   * admits no other pods.
   */
  readonly from: NetworkPeer;

  /**
   * Path prefix of the requests that are routed to the module.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * Annotations of the Ingress or HTTPRoute, such as controller settings.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;
}

/** Properties of an Ingress entry. */
export interface IngressEntryProps extends PlatformEntryOptions {
  /** Host name of the Ingress. */
  readonly host: string;

  /**
   * IngressClass.
   *
   * @default - the cluster's default
   */
  readonly className?: string;

  /**
   * Name of the Secret with the TLS certificate of the host.
   *
   * @default - the controller's own certificate, or none
   */
  readonly tlsSecret?: string;
}

/** Properties of an HTTPRoute entry. */
export interface GatewayEntryProps extends PlatformEntryOptions {
  /** Host names of the route. A name may begin with '*.'. */
  readonly hosts: string[];

  /** Name of the Gateway. */
  readonly gateway: string;

  /**
   * Namespace of the Gateway.
   *
   * @default - the platform's
   */
  readonly gatewayNamespace?: string;

  /**
   * Name of the Gateway listener (`sectionName`).
   *
   * @default - all listeners that allow the host
   */
  readonly listener?: string;
}

/** Backend of an entry: the Service of a module. */
interface Backend {
  readonly metadata: KubeObjectProps['metadata'];
  readonly service: string;
  readonly port: number;
}

/** Entry point for users of a platform or an app: an Ingress or an HTTPRoute. */
export class PlatformEntry {
  /**
   * Creates an Ingress.
   *
   * @throws if the host, the path or a name is invalid.
   */
  public static ingress(props: IngressEntryProps): PlatformEntry {
    requireHost(props.host);
    if (props.tlsSecret !== undefined) requireReferencedName('Secret', props.tlsSecret);
    if (props.className !== undefined) requireReferencedName('IngressClass', props.className);
    return new PlatformEntry(props, (scope, backend) => ingress(scope, props, backend), true);
  }

  /**
   * Creates an HTTPRoute of the Gateway API. Needs its CustomResourceDefinitions in the cluster.
   *
   * @throws if a host, the path or a name is invalid.
   */
  public static gatewayRoute(props: GatewayEntryProps): PlatformEntry {
    if (props.hosts.length === 0) throw new UserError('a route without hosts matches every request of the gateway; set at least one host');
    props.hosts.forEach(requireHost);
    for (const [what, name] of [['Gateway', props.gateway], ['Namespace', props.gatewayNamespace], ['listener', props.listener]] as const) {
      if (name !== undefined) requireReferencedName(what, name);
    }
    return new PlatformEntry(props, (scope, backend) => httpRoute(scope, props, backend), false);
  }

  /** Name of the platform's module that receives the requests; undefined for an entry of an app. */
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
  // Includes the fields that the API server defaults. These lists are atomic, and an API server of 1.28 that completes
  // an element itself reports a change at each apply.
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

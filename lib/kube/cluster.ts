import { type IConstruct } from 'constructs';
import { KedaVersion } from '../keda/keda-version';
import { hasFeature, howToHave, type KubernetesFeature, KubernetesVersion, requireKnownGate } from '../values/kubernetes-version';
import { UserError } from '../values/user-error';
import { type CaBundle } from './ca-bundle';
import { type EgressProxy } from './egress-proxy';
import { IpFamilies, listenAddress } from './ip-families';
import { CLUSTER_DNS, DNS_PORT, type NetworkPeer, peerManifest } from './network-peer';
import { requirePort } from './port';
import { SecurityProfile } from './security-profile';

const CONTEXT_KEY = 'cdk8s-kotaemon/cluster';

/** Properties of the target cluster of an app or a chart. */
export interface ClusterProps {
  /**
   * Oldest Kubernetes version that the manifests must support.
   *
   * @default KubernetesVersion.V1_28
   */
  readonly kubernetesVersion?: KubernetesVersion;

  /**
   * Feature gates that are disabled by default in that version and enabled in this cluster, as in 'HPAScaleToZero'.
   *
   * @default - none
   */
  readonly featureGates?: string[];

  /**
   * KEDA version, from 2.16 to 2.21, as in '2.18'. The synthesis rejects fields that this version rejects.
   *
   * @default - the newest known version, 2.21
   */
  readonly kedaVersion?: string;

  /**
   * DNS servers. All network policies allow queries to them. With NodeLocal DNSCache, add its address, as in
   * `{ cidr: '169.254.20.10/32' }`.
   *
   * @default - pods with the label k8s-app: kube-dns in the namespace kube-system
   */
  readonly dns?: NetworkPeer[];

  /**
   * Port of the pods behind the DNS Service, allowed in addition to 53: a NetworkPolicy applies to the port of the
   * pods, not to that of the Service. OpenShift uses 5353.
   *
   * @default 53
   */
  readonly dnsPort?: number;

  /**
   * Address families of the pod network. Servers listen on `::` if it has IPv6.
   *
   * @default IpFamilies.IPV4
   */
  readonly ipFamilies?: IpFamilies;

  /**
   * Default security profile of all pods that this library creates: modules, stores, preload Jobs and DaemonSets,
   * head-room.
   *
   * @default SecurityProfile.restricted()
   */
  readonly security?: SecurityProfile;

  /**
   * Egress proxy for model downloads. Network policies of the downloading pods then allow the proxy instead of the
   * source.
   *
   * @default - none: direct connections
   */
  readonly proxy?: EgressProxy;

  /**
   * Certificate authorities that model-downloading containers trust.
   *
   * @default - those of the image
   */
  readonly caBundle?: CaBundle;
}

/** Target cluster of an app or of a chart. Newer fields are emitted only if the cluster supports them. */
export class Cluster {
  /**
   * Declares the cluster for all constructs below a construct. Call it before adding children.
   *
   * @throws if the version does not have a feature gate, a peer or port is invalid, or the construct already has
   * children.
   */
  public static declare(scope: IConstruct, props: ClusterProps): Cluster {
    const [first] = scope.node.children;
    if (first !== undefined) {
      throw new UserError(`declare the cluster of ${scope.node.path === '' ? 'the app' : `'${scope.node.path}'`} before anything is added to it: it already has '${first.node.id}'`);
    }
    const cluster = new Cluster(props);
    scope.node.setContext(CONTEXT_KEY, cluster);
    return cluster;
  }

  /** Returns the cluster declared nearest above a construct; Kubernetes 1.28 without feature gates by default. */
  public static of(scope: IConstruct): Cluster {
    return scope.node.tryGetContext(CONTEXT_KEY) ?? (Cluster.undeclared ??= new Cluster({}));
  }

  private static undeclared?: Cluster;

  /** Oldest Kubernetes version that the manifests must support. */
  public readonly kubernetesVersion: KubernetesVersion;
  /** Feature gates that are enabled in addition to the defaults of the version. */
  public readonly featureGates: string[];
  /** DNS servers that the pods may query. */
  public readonly dns: NetworkPeer[];
  /** Port of the pods behind the DNS Service, allowed in addition to 53. */
  public readonly dnsPort: number;
  /** Address families of the pod network. */
  public readonly ipFamilies: IpFamilies;
  /** Default security profile of pods. */
  public readonly security: SecurityProfile;
  /** Egress proxy for model downloads; undefined for direct connections. */
  public readonly proxy?: EgressProxy;
  /** Certificate authorities that model-downloading containers trust; undefined for those of the image. */
  public readonly caBundle?: CaBundle;

  /** KEDA version; undefined if not declared. */
  public readonly kedaVersion?: string;

  /** @internal */
  public readonly _keda?: KedaVersion;

  /** @internal True if the version is the default, not declared. */
  public readonly _isAssumed: boolean;

  private constructor(props: ClusterProps) {
    this._isAssumed = props.kubernetesVersion === undefined;
    this.kubernetesVersion = props.kubernetesVersion ?? KubernetesVersion.V1_28;
    this.featureGates = props.featureGates ?? [];
    this._keda = props.kedaVersion === undefined ? undefined : KedaVersion.of(props.kedaVersion);
    this.kedaVersion = this._keda?.toString();
    this.dns = props.dns ?? CLUSTER_DNS;
    this.dnsPort = requirePort('the port of the cluster DNS', props.dnsPort ?? DNS_PORT);
    this.ipFamilies = props.ipFamilies ?? IpFamilies.IPV4;
    this.security = props.security ?? SecurityProfile.restricted();
    this.proxy = props.proxy;
    this.caBundle = props.caBundle;
    this.featureGates.forEach((gate) => requireKnownGate(this.kubernetesVersion, gate));
    this.dns.forEach(peerManifest);
  }

  /** Listen address of servers: '0.0.0.0', or '::' if the pod network has IPv6. */
  public get listenAddress(): string {
    return listenAddress(this.ipFamilies);
  }

  /** @internal */
  public _has(feature: KubernetesFeature): boolean {
    return hasFeature(this.kubernetesVersion, this.featureGates, feature);
  }

  /**
   * @throws if the cluster lacks the feature, with the version that has it.
   * @internal
   */
  public _require(feature: KubernetesFeature, what: string): void {
    if (!this._has(feature)) {
      throw new UserError(`Kubernetes ${this.kubernetesVersion} does not have ${what}; ${howToHave(this.kubernetesVersion, feature)}`);
    }
  }
}

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

/** Options of the cluster that an app or a chart is written for. */
export interface ClusterProps {
  /**
   * The oldest Kubernetes version that the manifests have to run on.
   *
   * @default KubernetesVersion.V1_28
   */
  readonly kubernetesVersion?: KubernetesVersion;

  /**
   * Feature gates that are off by default in that version and that this cluster switches on, as in 'HPAScaleToZero'.
   *
   * @default - none
   */
  readonly featureGates?: string[];

  /**
   * The version of KEDA, from 2.16 to 2.21, as in '2.18': what it refuses is refused at synthesis.
   *
   * @default - the newest that is known, 2.21
   */
  readonly kedaVersion?: string;

  /**
   * DNS servers: every network policy lets its pods send queries to them. With NodeLocal DNSCache its address belongs
   * here, too, as in `{ cidr: '169.254.20.10/32' }`.
   *
   * @default - pods with the label k8s-app: kube-dns in the namespace kube-system
   */
  readonly dns?: NetworkPeer[];

  /**
   * The port that the pods behind the DNS Service listen on, allowed beside 53: a policy applies to the pod, not
   * the Service. OpenShift's listen on 5353.
   *
   * @default 53
   */
  readonly dnsPort?: number;

  /**
   * Address families of the pod network. Servers listen on `::` where it has IPv6.
   *
   * @default IpFamilies.IPV4
   */
  readonly ipFamilies?: IpFamilies;

  /**
   * Security profile of every pod that this library writes, where the workload names none: modules, stores, preload
   * Jobs and DaemonSets, head-room.
   *
   * @default SecurityProfile.restricted()
   */
  readonly security?: SecurityProfile;

  /**
   * Proxy through which models are fetched. Network policies of pods that fetch then allow the proxy and not the
   * source.
   *
   * @default - none: sources are reached directly
   */
  readonly proxy?: EgressProxy;

  /**
   * Certificate authorities that containers which fetch models trust.
   *
   * @default - those of the image
   */
  readonly caBundle?: CaBundle;
}

/** The cluster that an app, or one chart of it, is written for: newer fields are emitted only where it has them. */
export class Cluster {
  /**
   * Declares the cluster for everything below a construct; do it before anything is added there.
   *
   * @throws on a feature gate that the version does not have, a peer or a port that is none, and when the construct has
   * children already.
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

  /** The cluster declared nearest above a construct; by default Kubernetes 1.28 without gates. */
  public static of(scope: IConstruct): Cluster {
    return scope.node.tryGetContext(CONTEXT_KEY) ?? (Cluster.undeclared ??= new Cluster({}));
  }

  private static undeclared?: Cluster;

  /** Kubernetes version that the manifests have to run on. */
  public readonly kubernetesVersion: KubernetesVersion;
  /** Feature gates that are enabled beyond the defaults of the version. */
  public readonly featureGates: string[];
  /** Peers that answer DNS queries. */
  public readonly dns: NetworkPeer[];
  /** Port of the pods behind the DNS Service, allowed beside 53. */
  public readonly dnsPort: number;
  /** IP families of Services and network policies. */
  public readonly ipFamilies: IpFamilies;
  /** Security profile of pods whose workload names none. */
  public readonly security: SecurityProfile;
  /** Proxy through which models are fetched; undefined where sources are reached directly. */
  public readonly proxy?: EgressProxy;
  /** Certificate authorities that containers which fetch models trust; undefined for those of the image. */
  public readonly caBundle?: CaBundle;

  /** Version of KEDA; undefined where it is not declared. */
  public readonly kedaVersion?: string;

  /** @internal */
  public readonly _keda?: KedaVersion;

  /** @internal True where the version is the default, not declared. */
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

  /**
   * Address on which servers listen: '0.0.0.0', or '::' where the pod network has IPv6.
   */
  public get listenAddress(): string {
    return listenAddress(this.ipFamilies);
  }

  /** @internal */
  public _has(feature: KubernetesFeature): boolean {
    return hasFeature(this.kubernetesVersion, this.featureGates, feature);
  }

  /**
   * @throws naming the version that has the feature.
   * @internal
   */
  public _require(feature: KubernetesFeature, what: string): void {
    if (!this._has(feature)) {
      throw new UserError(`Kubernetes ${this.kubernetesVersion} does not have ${what}; ${howToHave(this.kubernetesVersion, feature)}`);
    }
  }
}

import { type IConstruct } from 'constructs';
import { hasFeature, howToHave, type KubernetesFeature, KubernetesVersion, requireKnownGate } from '../values/kubernetes-version';

const CONTEXT_KEY = 'cdk8s-kotaemon/cluster';

/** What an app or a chart says of the cluster it is for. */
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
}

/** The cluster that an app, or one chart of it, is written for: newer fields are emitted only where it has them. */
export class Cluster {
  /**
   * Declares the cluster for everything below a construct; do it before anything is added there.
   *
   * @throws on a feature gate that the version does not have, and when the construct has children already.
   */
  public static declare(scope: IConstruct, props: ClusterProps): Cluster {
    const cluster = new Cluster(props.kubernetesVersion ?? KubernetesVersion.V1_28, props.featureGates ?? []);
    scope.node.setContext(CONTEXT_KEY, cluster);
    return cluster;
  }

  /** The cluster declared nearest above a construct; Kubernetes 1.28 without gates where nobody declared one. */
  public static of(scope: IConstruct): Cluster {
    return scope.node.tryGetContext(CONTEXT_KEY) ?? new Cluster(KubernetesVersion.V1_28, []);
  }

  private constructor(
    public readonly kubernetesVersion: KubernetesVersion,
    public readonly featureGates: string[],
  ) {
    featureGates.forEach((gate) => requireKnownGate(kubernetesVersion, gate));
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
      throw new Error(`${what} is not there in kubernetes ${this.kubernetesVersion}; ${howToHave(this.kubernetesVersion, feature)}`);
    }
  }
}

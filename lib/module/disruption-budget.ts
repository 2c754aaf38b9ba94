import { type ApiObject, Lazy } from 'cdk8s';
import { type Construct } from 'constructs';
import { KubeObject, type KubeObjectProps } from '../kube/kube-object';
import { PodCount } from '../kube/pod-count';
import { UserError } from '../values/user-error';

/** Number of a module's pods that a node drain may evict at a time. */
export class DisruptionBudget {
  /**
   * At most so many pods may be missing.
   *
   * @throws if it is none: no node could ever be drained.
   */
  public static maxUnavailable(count: PodCount): DisruptionBudget {
    if (count._isNone()) throw new UserError('maxUnavailable is 0, which blocks every node drain; use PodCount.absolute(1)');
    return new DisruptionBudget({ maxUnavailable: count._manifest() });
  }

  /**
   * At least so many pods must be there.
   *
   * @param pods a whole number above 0, below the fewest replicas
   * @throws if it is 0: that is no budget.
   */
  public static minAvailable(pods: number): DisruptionBudget {
    if (pods === 0) throw new UserError('minAvailable is 0, which protects no pod; use at least 1, or DisruptionBudget.none()');
    return new DisruptionBudget({ minAvailable: PodCount.absolute(pods)._manifest() }, pods);
  }

  /** No budget: a drain may take all pods at once. */
  public static none(): DisruptionBudget {
    return new DisruptionBudget();
  }

  /**
   * A quarter of the fewest replicas, at least one pod, so that a drain is never blocked. They are asked for when the
   * manifest is written, since a policy may come after the budget.
   *
   * @internal
   */
  public static _for(fewest: () => number): DisruptionBudget {
    return new DisruptionBudget({ maxUnavailable: Lazy.any({ produce: () => Math.max(1, Math.floor(fewest() / 4)) }) });
  }

  private constructor(private readonly limit?: object, private readonly minAvailablePods?: number) {}

  /** @internal */
  public _create(scope: Construct, id: string, minReplicas: number, metadata: KubeObjectProps['metadata'], matchLabels: Record<string, string>): ApiObject | undefined {
    if (!this.limit) return undefined;
    if (this.minAvailablePods !== undefined && this.minAvailablePods >= minReplicas) {
      throw new UserError(`minAvailable (${this.minAvailablePods}) must be below the minimum replicas (${minReplicas}), or no node can be drained; use maxUnavailable 1`);
    }
    return new KubeObject(scope, id, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { ...this.limit, selector: { matchLabels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    });
  }
}

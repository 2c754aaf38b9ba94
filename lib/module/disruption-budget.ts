import { type ApiObject, Lazy } from 'cdk8s';
import { type Construct } from 'constructs';
import { KubeObject, type KubeObjectProps } from '../kube/kube-object';
import { PodCount } from '../kube/pod-count';
import { UserError } from '../values/user-error';

/** PodDisruptionBudget of a module: number of pods that a node drain may evict at a time. */
export class DisruptionBudget {
  /**
   * Maximum number of unavailable pods.
   *
   * @throws if the count is 0, which blocks all node drains.
   */
  public static maxUnavailable(count: PodCount): DisruptionBudget {
    if (count._isNone()) throw new UserError('maxUnavailable is 0, which blocks every node drain; use PodCount.absolute(1)');
    return new DisruptionBudget({ maxUnavailable: count._manifest() });
  }

  /**
   * Minimum number of available pods.
   *
   * @param pods a whole number above 0, below the minimum replicas
   * @throws if it is 0, which protects no pod.
   */
  public static minAvailable(pods: number): DisruptionBudget {
    if (pods === 0) throw new UserError('minAvailable is 0, which protects no pod; use at least 1, or DisruptionBudget.none()');
    return new DisruptionBudget({ minAvailable: PodCount.absolute(pods)._manifest() }, pods);
  }

  /** No PodDisruptionBudget: a node drain may evict all pods at once. */
  public static none(): DisruptionBudget {
    return new DisruptionBudget();
  }

  /**
   * Allows a quarter of the minimum replicas to be unavailable, and at least one pod, so that drains are never blocked.
   * The minimum replicas are read at synthesis, because a policy can be added after the budget.
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

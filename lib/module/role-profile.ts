import { type Duration } from 'cdk8s';
import { type ContainerResources } from '../kube/container-resources';
import { type ScalingMetric } from '../scaling/scaling-metric';
import { type ScalingRules } from '../scaling/scaling-rules';
import { type DisruptionBudget } from './disruption-budget';
import { type Drain } from './drain';
import { type ModuleProbes } from './health-probe';

/** Start values of the modules of a role, each of which a module can replace. */
export interface RoleProfile {
  /**
   * The signals that every cluster with a metrics server has.
   *
   * @default - cpu utilization 60 %
   */
  readonly metrics?: ScalingMetric[];

  /**
   * The signals of a module whose own metrics reach the autoscaler: the whole list, instead of `metrics`.
   *
   * @default - the same as `metrics`
   */
  readonly servedMetrics?: ScalingMetric[];

  /**
   * Rules of scale-up.
   *
   * @default - left out: the default of Kubernetes applies
   */
  readonly scaleUp?: ScalingRules;

  /**
   * Rules of scale-down.
   *
   * @default - left out: the default of Kubernetes applies
   */
  readonly scaleDown?: ScalingRules;

  /**
   * The fewest replicas.
   *
   * @default 2
   */
  readonly minReplicas?: number;

  /**
   * The most replicas.
   *
   * @default 10
   */
  readonly maxReplicas?: number;

  /**
   * Resources of the container.
   *
   * @default - cpu 500m, memory 512Mi
   */
  readonly resources?: ContainerResources;

  /**
   * The time from the start of the container to its readiness.
   *
   * @default Duration.seconds(30)
   */
  readonly startTime?: Duration;

  /**
   * Probes of the container.
   *
   * @default - readiness GET /health, liveness a TCP connection
   */
  readonly probes?: ModuleProbes;

  /**
   * PreStop drain of a pod.
   *
   * @default Drain.sleep(Duration.seconds(15))
   */
  readonly drain?: Drain;

  /**
   * The time that a pod has for stopping, the drain included.
   *
   * @default Duration.seconds(60)
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * Number of pods that a node drain may evict at a time.
   *
   * @default - a quarter of the fewest replicas, at least one pod
   */
  readonly disruptionBudget?: DisruptionBudget;
}

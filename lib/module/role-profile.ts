import { type Duration } from 'cdk8s';
import { type ContainerResources } from '../kube/container-resources';
import { type ScalingMetric } from '../scaling/scaling-metric';
import { type ScalingRules } from '../scaling/scaling-rules';
import { type DisruptionBudget } from './disruption-budget';
import { type Drain } from './drain';
import { type ModuleProbes } from './health-probe';

/** What a role says of its modules: start values, each of which a module can replace. */
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
   * How replicas may be added.
   *
   * @default - left out: the default of Kubernetes applies
   */
  readonly scaleUp?: ScalingRules;

  /**
   * How replicas may be removed.
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
   * What the container asks of its node.
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
   * How the container's health is asked for.
   *
   * @default - readiness GET /health, liveness a TCP connection
   */
  readonly probes?: ModuleProbes;

  /**
   * What a pod does before it stops.
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
   * How many pods a node drain may take at a time.
   *
   * @default - a quarter of the fewest replicas, at least one pod
   */
  readonly disruptionBudget?: DisruptionBudget;
}

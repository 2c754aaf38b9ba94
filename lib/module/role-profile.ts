import { type Duration } from 'cdk8s';
import { type ContainerResources } from '../kube/container-resources';
import { type ScalingMetric } from '../scaling/scaling-metric';
import { type ScalingRules } from '../scaling/scaling-rules';
import { type DisruptionBudget } from './disruption-budget';
import { type Drain } from './drain';
import { type ModuleProbes } from './health-probe';

/** Default settings of a role. A module can override each of them. */
export interface RoleProfile {
  /**
   * Metrics that need only the metrics server.
   *
   * @default - cpu utilization 60 %
   */
  readonly metrics?: ScalingMetric[];

  /**
   * Metrics of a module whose own metrics are served to the autoscaler. Replaces the whole list `metrics`.
   *
   * @default - the same as `metrics`
   */
  readonly servedMetrics?: ScalingMetric[];

  /**
   * Scale-up rules.
   *
   * @default - omitted: the Kubernetes defaults apply
   */
  readonly scaleUp?: ScalingRules;

  /**
   * Scale-down rules.
   *
   * @default - omitted: the Kubernetes defaults apply
   */
  readonly scaleDown?: ScalingRules;

  /**
   * Minimum number of replicas.
   *
   * @default 2
   */
  readonly minReplicas?: number;

  /**
   * Maximum number of replicas.
   *
   * @default 10
   */
  readonly maxReplicas?: number;

  /**
   * Resource requests and limits of the container.
   *
   * @default - cpu 500m, memory 512Mi
   */
  readonly resources?: ContainerResources;

  /**
   * Time from container start to readiness.
   *
   * @default Duration.seconds(30)
   */
  readonly startTime?: Duration;

  /**
   * Probes of the container.
   *
   * @default - readiness: GET /health; liveness: TCP connection
   */
  readonly probes?: ModuleProbes;

  /**
   * preStop drain of a pod.
   *
   * @default Drain.sleep(Duration.seconds(15))
   */
  readonly drain?: Drain;

  /**
   * Termination grace period of a pod, including the drain.
   *
   * @default Duration.seconds(60)
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * PodDisruptionBudget: number of pods that a node drain may evict at a time.
   *
   * @default - a quarter of the minimum replicas, at least one pod
   */
  readonly disruptionBudget?: DisruptionBudget;
}

import { type Duration } from 'cdk8s';
import { type Adoption } from './adoption';
import { type Autoscaler } from './autoscaler';
import { type DemandForecast } from './forecast/demand-forecast';
import { type ScalingMetric } from './scaling-metric';
import { type PausedScaling, type ScalingMode } from './scaling-mode';
import { type ScalingRules } from './scaling-rules';
import { type Schedule } from './schedule/schedule';
import { type ScheduleMechanism } from './schedule/schedule-mechanism';

/** Settings that a policy of any workload and the scaling of a module have in common. */
export interface ScalingSettings {
  /**
   * Minimum number of replicas. 0 needs Kubernetes 1.37, and an object or external metric that can wake the workload.
   *
   * Two replicas survive the loss of a node and a drain; one does not.
   *
   * @default - 2; for a module, the minimum of its role
   */
  readonly minReplicas?: number;

  /**
   * Metrics. Each proposes a replica count, and the largest wins.
   *
   * @default - CPU utilization of 60 %; for a module, the metrics of its role: its resource metrics, or its served
   * metrics where the metrics endpoint declares that they are served to the autoscaler
   */
  readonly metrics?: ScalingMetric[];

  /**
   * Replica levels that raise the minimum at certain times.
   *
   * @default - none
   */
  readonly schedules?: Schedule[];

  /**
   * Date from which on schedules are worked out, for twelve months: '2026-11-01'. The clock of the machine is not read,
   * so that the manifests are the same on every day: move the date on now and then.
   *
   * @default - none: required where there are schedules
   */
  readonly asOf?: string;

  /**
   * Mechanism that carries the schedules out.
   *
   * @default - ScheduleMechanism.cronJob(), and with Autoscaler.keda() ScheduleMechanism.kedaCron()
   */
  readonly scheduleMechanism?: ScheduleMechanism;

  /**
   * Forecast demand as one more metric. It can raise the number of replicas and never lowers it.
   *
   * @default - none: replicas follow the current demand
   */
  readonly forecast?: DemandForecast;

  /**
   * Scale-up behaviour.
   *
   * @default - omitted, so that the default of Kubernetes applies (no window; 100 % or 4 pods per 15 s, whichever is
   * more); for a module, that of its role
   */
  readonly scaleUp?: ScalingRules;

  /**
   * Scale-down behaviour.
   *
   * @default - omitted, so that the default of Kubernetes applies (300 s window; 100 % per 15 s); for a module, that of
   * its role
   */
  readonly scaleDown?: ScalingRules;

  /**
   * Autoscaler that carries the policy out.
   *
   * @default Autoscaler.hpa()
   */
  readonly autoscaler?: Autoscaler;

  /**
   * Mode of the policy: it acts, or it observes and only reports the replicas that it would set. A module whose policy
   * observes keeps its own `replicas`.
   *
   * @default ScalingMode.act()
   */
  readonly mode?: ScalingMode;

  /**
   * Directions that are paused, as during an incident. Remove it afterwards: ScalingAlerts reminds of it.
   *
   * @default - none
   */
  readonly paused?: PausedScaling;

  /**
   * Scrape interval of the metrics of the workload's pods, in whole seconds. The ranges of rates follow from it.
   *
   * @default - Duration.seconds(15); for a module, the interval of its metrics endpoint where that names one
   */
  readonly scrapeInterval?: Duration;

  /**
   * Adoption of a workload that runs already.
   *
   * @default - the workload is new
   */
  readonly adopt?: Adoption;

  /**
   * Name of the autoscaler.
   *
   * @default - the name of the adopted autoscaler, else that of the target
   */
  readonly name?: string;
}

import { type Duration } from 'cdk8s';
import { type Adoption } from './adoption';
import { type Autoscaler } from './autoscaler';
import { type DemandForecast } from './forecast/demand-forecast';
import { type ScalingMetric } from './scaling-metric';
import { type PausedScaling, type ScalingMode } from './scaling-mode';
import { type ScalingRules } from './scaling-rules';
import { type Schedule } from './schedule/schedule';
import { type ScheduleMechanism } from './schedule/schedule-mechanism';

/** Scaling settings common to policies and modules. */
export interface ScalingSettings {
  /**
   * Minimum number of replicas. 0 needs Kubernetes 1.37, and an Object or External metric that can scale the workload
   * from zero.
   *
   * Two replicas survive a node failure and a node drain; one does not.
   *
   * @default - 2; for a module, the minimum of its role
   */
  readonly minReplicas?: number;

  /**
   * Metrics. Each metric proposes a replica count, and the largest wins.
   *
   * @default - CPU utilization of 60 %; for a module, the resource metrics of its role, or the served metrics of its
   * role if the metrics endpoint sets servedBy
   */
  readonly metrics?: ScalingMetric[];

  /**
   * Schedules that raise the minimum number of replicas at certain times.
   *
   * @default - none
   */
  readonly schedules?: Schedule[];

  /**
   * First date of the twelve months for which schedules are computed, as in '2026-11-01'. Move it on regularly. The
   * machine's clock is not read, so that synthesis gives the same manifests every day.
   *
   * @default - none: required with schedules
   */
  readonly asOf?: string;

  /**
   * Mechanism that applies the schedules.
   *
   * @default - ScheduleMechanism.cronJob(); with Autoscaler.keda(), ScheduleMechanism.kedaCron()
   */
  readonly scheduleMechanism?: ScheduleMechanism;

  /**
   * Demand forecast as an additional metric. It can raise the number of replicas and never lowers it.
   *
   * @default - none: replicas follow the current demand
   */
  readonly forecast?: DemandForecast;

  /**
   * Scale-up behaviour.
   *
   * @default - omitted: the default of Kubernetes (no stabilization window; 100 % or 4 pods per 15 s, whichever is
   * more); for a module, the behaviour of its role
   */
  readonly scaleUp?: ScalingRules;

  /**
   * Scale-down behaviour.
   *
   * @default - omitted: the default of Kubernetes (300 s stabilization window; 100 % per 15 s); for a module, the
   * behaviour of its role
   */
  readonly scaleDown?: ScalingRules;

  /**
   * Autoscaler that applies the policy.
   *
   * @default Autoscaler.hpa()
   */
  readonly autoscaler?: Autoscaler;

  /**
   * Mode of the policy: it acts, or it observes and only reports the replicas that it would set. A module with an
   * observing policy keeps its own `replicas`.
   *
   * @default ScalingMode.act()
   */
  readonly mode?: ScalingMode;

  /**
   * Paused scaling directions, for an incident. Remove it afterwards: ScalingAlerts fires an alert for a long pause.
   *
   * @default - none
   */
  readonly paused?: PausedScaling;

  /**
   * Scrape interval of the workload's pods, in whole seconds. It determines the ranges of rates.
   *
   * @default - Duration.seconds(15); for a module, the interval of its metrics endpoint if set
   */
  readonly scrapeInterval?: Duration;

  /**
   * Adoption of a running workload.
   *
   * @default - none: the workload is new
   */
  readonly adopt?: Adoption;

  /**
   * Name of the autoscaler.
   *
   * @default - the name of the adopted autoscaler, otherwise the name of the target
   */
  readonly name?: string;
}

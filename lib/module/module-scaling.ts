import { type Duration } from 'cdk8s';
import { type Adoption } from '../scaling/adoption';
import { type Autoscaler } from '../scaling/autoscaler';
import { type DemandForecast } from '../scaling/forecast/demand-forecast';
import { type ServedBy } from '../scaling/metric-options';
import { ScalingMetric } from '../scaling/scaling-metric';
import { type PausedScaling, type ScalingMode } from '../scaling/scaling-mode';
import { type ScalingPolicyOptions } from '../scaling/scaling-policy';
import { type ScalingRules } from '../scaling/scaling-rules';
import { type Schedule } from '../scaling/schedule/schedule';
import { type ScheduleCarrier } from '../scaling/schedule/schedule-carrier';
import { UserError } from '../values/user-error';
import { type RoleProfile } from './role-profile';

/** The scaling of a module: what is named here replaces what its role says. Any ScalingPolicyOptions will do. */
export interface ModuleScaling {
  /**
   * The fewest replicas.
   *
   * @default - the role's
   */
  readonly minReplicas?: number;

  /**
   * The most replicas.
   *
   * @default - the role's
   */
  readonly maxReplicas?: number;

  /**
   * The signals.
   *
   * @default - the role's: its resource metrics, or its served metrics where the metrics endpoint is declared to be served to the autoscaler
   */
  readonly metrics?: ScalingMetric[];

  /**
   * What is known ahead: levels that raise the floor at certain times.
   *
   * @default - none
   */
  readonly schedules?: Schedule[];

  /**
   * The date from which on schedules are worked out, for twelve months, as in '2026-11-01'.
   *
   * @default - none: it has to be given where there are schedules
   */
  readonly asOf?: string;

  /**
   * What carries the schedules out.
   *
   * @default - ScheduleCarrier.cronJob(), and with Autoscaler.keda() ScheduleCarrier.kedaCron()
   */
  readonly scheduleCarrier?: ScheduleCarrier;

  /**
   * Demand as it will be, as one more metric that can only add.
   *
   * @default - none
   */
  readonly forecast?: DemandForecast;

  /**
   * How replicas may be added.
   *
   * @default - the role's
   */
  readonly scaleUp?: ScalingRules;

  /**
   * How replicas may be removed.
   *
   * @default - the role's
   */
  readonly scaleDown?: ScalingRules;

  /**
   * Who carries the policy out.
   *
   * @default Autoscaler.hpa()
   */
  readonly autoscaler?: Autoscaler;

  /**
   * Whether the policy acts, or only says what it would do. A module whose policy observes has its `replicas` beside it.
   *
   * @default ScalingMode.act()
   */
  readonly mode?: ScalingMode;

  /**
   * What stands still for the time being, as in an incident.
   *
   * @default - nothing
   */
  readonly paused?: PausedScaling;

  /**
   * How often the pods' metrics are read, in whole seconds. The ranges of rates go by it.
   *
   * @default - that of the metrics endpoint, Duration.seconds(15) where it names none
   */
  readonly scrapeInterval?: Duration;

  /**
   * How a Deployment that runs already is taken over.
   *
   * @default - the module is new
   */
  readonly adopt?: Adoption;

  /**
   * The autoscaler's name.
   *
   * @default - the adopted autoscaler's, or else the module's
   */
  readonly name?: string;
}

interface ScalingContext {
  readonly moduleName: string;
  readonly roleName: string;
  readonly sharesPod: boolean;
  /** Who serves the metrics of the module's endpoint to its autoscaler; undefined where nobody does. */
  readonly servedBy?: ServedBy;
  readonly scrapeInterval?: Duration;
}

/** The policy of a module: its own values over those of its role. */
export function scalingOptions(scaling: ModuleScaling, profile: RoleProfile, context: ScalingContext): ScalingPolicyOptions {
  const maxReplicas = scaling.maxReplicas ?? profile.maxReplicas ?? 10;
  if (scaling.maxReplicas === undefined && scaling.minReplicas !== undefined && scaling.minReplicas > maxReplicas) {
    throw new UserError(`minReplicas (${scaling.minReplicas}) is above maxReplicas (${maxReplicas}), the start value of role ${context.roleName}; give scaling.maxReplicas`);
  }
  return {
    ...scaling,
    minReplicas: scaling.minReplicas ?? profile.minReplicas,
    maxReplicas,
    metrics: scaling.metrics ?? roleMetrics(profile, context),
    scaleUp: scaling.scaleUp ?? profile.scaleUp,
    scaleDown: scaling.scaleDown ?? profile.scaleDown,
    scrapeInterval: scaling.scrapeInterval ?? context.scrapeInterval,
    name: scaling.name ?? (scaling.adopt?.autoscalerName === undefined ? context.moduleName : undefined),
  };
}

function roleMetrics({ metrics = [ScalingMetric.cpuUtilization(60)], servedMetrics }: RoleProfile, context: ScalingContext): ScalingMetric[] {
  const { servedBy, moduleName } = context;
  const chosen = servedBy === undefined ? metrics : (servedMetrics ?? metrics).map((metric) => metric._servedBy(servedBy));
  // The idle requests of its neighbours would dilute what is measured over the whole pod.
  return context.sharesPod ? chosen.map((metric) => metric._measuredIn(moduleName)) : chosen;
}

import { type ServedBy } from '../scaling/metric-options';
import { ScalingMetric } from '../scaling/scaling-metric';
import { type ScalingPolicyOptions } from '../scaling/scaling-policy';
import { type ScalingSettings } from '../scaling/scaling-settings';
import { UserError } from '../values/user-error';
import { type RoleProfile } from './role-profile';

/**
 * Scaling settings of a module. Each setting overrides that of the module's role. Accepts a ScalingPolicyOptions
 * object.
 */
export interface ModuleScaling extends ScalingSettings {
  /**
   * Maximum number of replicas.
   *
   * @default - the role's
   */
  readonly maxReplicas?: number;
}

interface ScalingContext {
  readonly moduleName: string;
  readonly roleName: string;
  readonly sharesPod: boolean;
  /** Server of the endpoint's metrics to the autoscaler; undefined if there is none. */
  readonly servedBy?: ServedBy;
  readonly scrapeInterval?: ScalingSettings['scrapeInterval'];
}

/** Returns the scaling policy options of a module: its own values over those of its role. */
export function scalingOptions(scaling: ModuleScaling, profile: RoleProfile, context: ScalingContext): ScalingPolicyOptions {
  const maxReplicas = scaling.maxReplicas ?? profile.maxReplicas ?? 10;
  if (scaling.maxReplicas === undefined && scaling.minReplicas !== undefined && scaling.minReplicas > maxReplicas) {
    throw new UserError(`minReplicas (${scaling.minReplicas}) is above maxReplicas (${maxReplicas}), the default of role ${context.roleName}; set scaling.maxReplicas`);
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
  // Metrics are measured on the module's container: idle requests of the other containers would dilute a pod-wide
  // value.
  return context.sharesPod ? chosen.map((metric) => metric._measuredIn(moduleName)) : chosen;
}

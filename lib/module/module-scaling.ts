import { type Adoption } from '../scaling/adoption';
import { ScalingMetric } from '../scaling/scaling-metric';
import { type ScalingPolicyOptions } from '../scaling/scaling-policy';
import { type ScalingRules } from '../scaling/scaling-rules';
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
  readonly sharesPod: boolean;
  readonly metricsServed: boolean;
}

/** The policy of a module: its own values over those of its role. */
export function scalingOptions(scaling: ModuleScaling, profile: RoleProfile, context: ScalingContext): ScalingPolicyOptions {
  return {
    ...scaling,
    minReplicas: scaling.minReplicas ?? profile.minReplicas,
    maxReplicas: scaling.maxReplicas ?? profile.maxReplicas ?? 10,
    metrics: scaling.metrics ?? roleMetrics(profile, context),
    scaleUp: scaling.scaleUp ?? profile.scaleUp,
    scaleDown: scaling.scaleDown ?? profile.scaleDown,
    name: scaling.name ?? scaling.adopt?.autoscalerName ?? context.moduleName,
  };
}

function roleMetrics({ metrics = [ScalingMetric.cpuUtilization(60)], servedMetrics }: RoleProfile, context: ScalingContext): ScalingMetric[] {
  const chosen = context.metricsServed ? servedMetrics ?? metrics : metrics;
  return context.sharesPod ? chosen.map((metric) => measuredIn(context.moduleName, metric)) : chosen;
}

/** A resource metric of one container: the idle requests of its neighbours would dilute that of the pod. */
function measuredIn(container: string, metric: ScalingMetric): ScalingMetric {
  if (metric.type !== 'Resource') return metric;
  const { resource } = metric._manifest() as { resource: { name: string; target: object } };
  return ScalingMetric._of({ type: 'ContainerResource', containerResource: { ...resource, container } }, 'ContainerResource');
}

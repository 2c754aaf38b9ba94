import { type Cluster } from '../kube/cluster';
import { type Adoption, type AutoscalerNames } from './adoption';
import { type MetricContext } from './metric-definition';
import { type ScalingMetric } from './scaling-metric';
import { type PausedScaling } from './scaling-mode';
import { behaviorManifest, type ScalingRules } from './scaling-rules';

/** A policy, as an autoscaler carries it out. */
export interface AutoscalerProps {
  /** Names of the autoscaler, and of the HPA that it is or creates. */
  readonly names: AutoscalerNames;
  readonly cluster: Cluster;
  readonly context: MetricContext;
  readonly metrics: readonly ScalingMetric[];
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
  readonly adopt?: Adoption;
  readonly paused?: PausedScaling;
}

/** The behaviour of the HPA, be it written by us or by KEDA; undefined without one. */
export function behaviorOf({ cluster, scaleUp, scaleDown }: AutoscalerProps): object | undefined {
  const behavior = {
    ...(scaleUp && { scaleUp: behaviorManifest('scaleUp', scaleUp, cluster) }),
    ...(scaleDown && { scaleDown: behaviorManifest('scaleDown', scaleDown, cluster) }),
  };
  return Object.keys(behavior).length > 0 ? behavior : undefined;
}

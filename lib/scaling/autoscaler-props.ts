import { type Cluster } from '../kube/cluster';
import { type Adoption, type AutoscalerNames } from './adoption';
import { type MetricContext } from './metric-definition';
import { type ScalingMetric } from './scaling-metric';
import { type PausedScaling } from './scaling-mode';
import { behaviorManifest, type ScalingRules } from './scaling-rules';

/** Properties of the autoscaler that applies a policy. */
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

/** Returns the behaviour of the HPA, which this library or KEDA creates; undefined without scaling rules. */
export function behaviorOf({ cluster, scaleUp, scaleDown }: AutoscalerProps): object | undefined {
  const behavior = {
    ...(scaleUp && { scaleUp: behaviorManifest('scaleUp', scaleUp, cluster) }),
    ...(scaleDown && { scaleDown: behaviorManifest('scaleDown', scaleDown, cluster) }),
  };
  return Object.keys(behavior).length > 0 ? behavior : undefined;
}

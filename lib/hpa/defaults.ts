import { DEFAULT_CPU_UTILIZATION } from './constants';
import type {
  DefaultedHorizontalPodAutoscalerSpec, DefaultedScalingRules, HorizontalPodAutoscalerSpec, HPAScalingRules, MetricSpec,
} from './types';

const SCALE_UP_RULES: DefaultedScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }],
};

/** Scale-down rules without a window: the controller's window applies, which the API server does not know. */
const SCALE_DOWN_RULES: DefaultedScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

const DEFAULT_METRICS: readonly MetricSpec[] = [{ type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: DEFAULT_CPU_UTILIZATION } }];

/** Defaults `spec.behavior.scaleUp` as the API server does. */
export function generateHPAScaleUpRules(rules?: HPAScalingRules | null): DefaultedScalingRules {
  return copyHPAScalingRules(rules, SCALE_UP_RULES);
}

/** Defaults `spec.behavior.scaleDown` as the API server does. */
export function generateHPAScaleDownRules(rules?: HPAScalingRules | null): DefaultedScalingRules {
  return copyHPAScalingRules(rules, SCALE_DOWN_RULES);
}

/**
 * Defaults a spec as the API server does: minReplicas and metrics if missing, and each direction of `behavior` only if
 * `behavior` is set.
 */
export function setDefaultsHorizontalPodAutoscaler(spec: HorizontalPodAutoscalerSpec): DefaultedHorizontalPodAutoscalerSpec {
  return {
    minReplicas: spec.minReplicas ?? 1,
    maxReplicas: spec.maxReplicas,
    metrics: spec.metrics?.length ? spec.metrics : DEFAULT_METRICS,
    behavior: spec.behavior
      ? { scaleUp: generateHPAScaleUpRules(spec.behavior.scaleUp), scaleDown: generateHPAScaleDownRules(spec.behavior.scaleDown) }
      : undefined,
  };
}

function copyHPAScalingRules(rules: HPAScalingRules | null | undefined, defaults: DefaultedScalingRules): DefaultedScalingRules {
  return {
    stabilizationWindowSeconds: rules?.stabilizationWindowSeconds ?? defaults.stabilizationWindowSeconds,
    selectPolicy: rules?.selectPolicy ?? defaults.selectPolicy,
    policies: rules?.policies ?? defaults.policies,
    tolerance: rules?.tolerance ?? undefined,
  };
}

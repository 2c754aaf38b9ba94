import { DOWNSCALE_STABILIZATION_SECONDS } from '../../hpa/constants';
import { numberAt } from '../../values/fields';
import { autoscalersOf, scalingRulesOf } from '../analysis/autoscalers';
import { metricDelaysOf } from '../analysis/metric-delay';
import { type Rule } from '../rule/rule';

export const scaleDownWindowCoversMetricDelay: Rule = {
  id: 'KSC017',
  title: 'scale-down window is at least as long as the metric delay',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'with a shorter window the HPA removes replicas on a value from before its last change, and adds them again: the count oscillates',
  whatToChange: 'make scaleDown.stabilizationWindowSeconds at least as long as the delay, or shorten the range of the query',
  source: 'kubernetes pkg/controller/podautoscaler, stabilizeRecommendationWithBehaviors; kubernetes issue 110317',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const window = numberAt(scalingRulesOf(autoscaler, 'scaleDown'), 'stabilizationWindowSeconds') ?? DOWNSCALE_STABILIZATION_SECONDS;
      for (const { seconds, why } of metricDelaysOf(manifests, autoscaler)) {
        if (window < seconds) yield { manifest: autoscaler, message: `scaleDown.stabilizationWindowSeconds is ${window}, shorter than the metric delay (${why}); set it to at least ${seconds}` };
      }
    }
  },
};

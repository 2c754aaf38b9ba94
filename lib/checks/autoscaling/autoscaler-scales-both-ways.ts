import { textAt } from '../../values/fields';
import { PAUSED_ANNOTATION } from '../../values/annotations';
import { autoscalersOf, scalingRulesOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const autoscalerScalesBothWays: Rule = {
  id: 'KSC071',
  title: 'autoscaler can scale up and down',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'with selectPolicy: Disabled the HPA never scales in that direction: replicas of a peak are never removed, or none are added under load',
  whatToChange: 'limit the direction by scaling policies or a stabilization window instead',
  source: 'kubernetes docs, horizontal pod autoscaling, configurable scaling behavior; kedacore/keda issue 6726',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const paused = textAt(autoscaler, 'metadata', 'annotations', PAUSED_ANNOTATION);
      for (const direction of ['scaleUp', 'scaleDown'] as const) {
        if (scalingRulesOf(autoscaler, direction)?.selectPolicy !== 'Disabled' || paused === 'all' || paused === direction) continue;
        yield { manifest: autoscaler, message: `behavior.${direction}.selectPolicy is Disabled, so that replicas are never ${direction === 'scaleUp' ? 'added' : 'removed'}; limit the rate by policies or a stabilization window instead` };
      }
    }
  },
};

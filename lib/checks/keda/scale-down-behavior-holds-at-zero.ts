import { SCALED_OBJECT_DEFAULTS } from '../../keda/scaled-object-defaults';
import { DOWNSCALE_STABILIZATION_SECONDS } from '../../hpa/constants';
import { type Fields, fieldsListAt, numberAt, textAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { maxReplicasOf, minReplicasOf, RESOURCE_TRIGGERS, scalingRulesOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const scaleDownBehaviorHoldsAtZero: Rule = {
  id: 'KSC113',
  title: 'cooldownPeriod is at least as long as the scale-down behavior takes',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'KEDA, not the HPA, scales to zero: cooldownPeriod after the last activity it sets the replicas from any number to zero, and ignores the window and the policies of scaleDown',
  whatToChange: 'raise cooldownPeriod above the time that scaleDown takes, or set minReplicaCount: 1',
  source: 'keda pkg/scaling/executor/scale_scaledobjects.go, scaleToZeroOrIdle',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      const isIdle = numberAt(scaledObject, 'spec', 'idleReplicaCount') !== undefined;
      const rules = scalingRulesOf(scaledObject, 'scaleDown');
      if ((minReplicasOf(scaledObject) > 0 && !isIdle) || !rules || triggersOf(scaledObject).every(({ type }) => RESOURCE_TRIGGERS.has(type))) continue;
      const cooldown = numberAt(scaledObject, 'spec', 'cooldownPeriod') ?? SCALED_OBJECT_DEFAULTS.cooldownPeriod;
      const bypassed = whatIsBypassed(scaledObject, rules, cooldown);
      if (bypassed !== undefined) {
        yield { manifest: scaledObject, message: `behavior.scaleDown ${bypassed}, but KEDA scales to ${isIdle ? 'idleReplicaCount' : 'zero'} ${cooldown} s after the last activity (cooldownPeriod), from any number of replicas; raise cooldownPeriod, or set minReplicaCount: 1` };
      }
    }
  },
};

function whatIsBypassed(scaledObject: Manifest, rules: Fields, cooldown: number): string | undefined {
  if (textAt(rules, 'selectPolicy') === 'Disabled') return 'is Disabled';
  const window = numberAt(rules, 'stabilizationWindowSeconds') ?? DOWNSCALE_STABILIZATION_SECONDS;
  if (window > cooldown) return `has a window of ${window} s`;
  const time = secondsToOne(maxReplicasOf(scaledObject) ?? 1, fieldsListAt(rules, 'policies'), textAt(rules, 'selectPolicy') === 'Min');
  return time > cooldown ? `takes ${time} s from ${maxReplicasOf(scaledObject)} replicas to 1` : undefined;
}

/** Seconds that policies need from a number of replicas to one. */
function secondsToOne(most: number, policies: readonly Fields[], isMin: boolean): number {
  if (policies.length === 0) return 0;
  const times = policies.map((policy) => {
    const [value, period] = [numberAt(policy, 'value') ?? 0, numberAt(policy, 'periodSeconds') ?? 0];
    if (value <= 0) return Infinity;
    let [replicas, steps] = [most, 0];
    while (replicas > 1 && steps < 10_000) {
      replicas = policy.type === 'Percent' ? Math.floor(replicas * (1 - Math.min(value, 100) / 100)) : replicas - value;
      steps++;
    }
    return steps * period;
  });
  return isMin ? Math.max(...times) : Math.min(...times);
}

import { fieldsAt, numberAt, textAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { minReplicasOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

/** Minor version of KEDA since which a fallback wakes a workload from zero. */
const FALLBACK_FROM_ZERO = 19;
const NEVER_FAILS: ReadonlySet<string> = new Set(['cpu', 'memory', 'cron', 'kubernetes-workload']);

export const fallbackCanCount: Rule = {
  id: 'KSC117',
  title: 'fallback of a ScaledObject can take effect',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'KEDA counts failures only of triggers that it reads itself, and of a formula only if its target is a whole number: otherwise the fallback never takes effect',
  whatToChange: 'remove spec.fallback, add a trigger that can fail, or write scalingModifiers.target as a whole number above 0',
  source: 'keda pkg/fallback/fallback.go, HasValidFallback; keda pkg/scalers/cron_scaler.go; kedacore/keda issue 7239',
  *check(manifests, { clusterOf }) {
    for (const scaledObject of manifests.scaledObjects) {
      if (!fieldsAt(scaledObject, 'spec', 'fallback')) continue;
      const reason = whyNever(scaledObject);
      const version = clusterOf(scaledObject).kedaVersion;
      if (reason === undefined && version !== undefined && version.minor < FALLBACK_FROM_ZERO && minReplicasOf(scaledObject) === 0) {
        yield { manifest: scaledObject, message: `spec.fallback has no effect at zero replicas before KEDA 2.${FALLBACK_FROM_ZERO}, and minReplicaCount is 0; set minReplicaCount to 1, or upgrade KEDA` };
      }
      if (reason !== undefined) yield { manifest: scaledObject, message: `spec.fallback never takes effect: ${reason}` };
    }
  },
};

function whyNever(scaledObject: Manifest): string | undefined {
  const triggers = triggersOf(scaledObject);
  if (triggers.length > 0 && triggers.every(({ type }) => NEVER_FAILS.has(type))) {
    return `${[...new Set(triggers.map(({ type }) => type))].join(', ')} triggers do not fail; remove it`;
  }
  const modifiers = fieldsAt(scaledObject, 'spec', 'advanced', 'scalingModifiers');
  const target = textAt(modifiers, 'target') ?? numberAt(modifiers, 'target')?.toString();
  if (textAt(modifiers, 'formula') !== undefined && target !== undefined && !/^[1-9]\d*$/.test(target.trim())) {
    return `scalingModifiers.target is '${target}', and KEDA reads a whole number above 0; multiply formula and target by the same factor`;
  }
  return undefined;
}

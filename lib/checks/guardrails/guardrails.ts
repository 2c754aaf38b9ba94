import { describeManifest, type Manifest } from '../../manifest/manifest';
import { ManifestIndex } from '../../manifest/manifest-index';
import { type GuardrailLimits, type Prices } from '../../values/guardrail-limits';
import { KubernetesVersion } from '../../values/kubernetes-version';
import { type CheckContext, type Finding, type Rule } from '../rule/rule';
import { allowedRegistries } from './allowed-registries';
import { forbiddenSuppressions } from './forbidden-suppressions';
import { leastAvailable } from './least-available';
import { mostCostAllowed } from './most-cost';
import { mostReplicasAllowed } from './most-replicas';
import { withinQuotas } from './quotas';
import { requiredLabels } from './required-labels';

/** Context of the guardrails, which check manifests alone. */
const CONTEXT: CheckContext = {
  complete: false,
  ruleIds: new Set(),
  clusterOf: () => ({ kubernetesVersion: KubernetesVersion.V1_28, featureGates: [] }),
};

/** Returns findings for manifests that exceed the limits: errors for every object, which no annotation suppresses. */
export function guardrailFindings(manifests: readonly Manifest[], limits: GuardrailLimits): Finding[] {
  const index = new ManifestIndex(manifests);
  const exempt = limits.exemptions ?? {};
  return rulesOf(limits).flatMap((rule) => Array.from(rule.check(index, CONTEXT), (violation): Finding => ({ rule, severity: rule.severity, ...violation })))
    .filter(({ manifest }) => !Object.hasOwn(exempt, describeManifest(manifest)));
}

function rulesOf(limits: GuardrailLimits): Rule[] {
  const { prices } = limits;
  return [
    ...limitedBy(limits.allowedRegistries, allowedRegistries),
    ...limitedBy(limits.maxReplicas, mostReplicasAllowed),
    ...limitedBy(limits.maxCostPerHour, (most) => mostCostAllowed(most, requirePrices(prices))),
    ...limitedBy(limits.requiredLabels, requiredLabels),
    ...limitedBy(limits.minAvailable, leastAvailable),
    ...limitedBy(limits.forbiddenSuppressions, forbiddenSuppressions),
    ...limitedBy(limits.quotas, withinQuotas),
  ];
}

function limitedBy<T>(limit: T | undefined, rule: (limit: T) => Rule): Rule[] {
  return limit === undefined ? [] : [rule(limit)];
}

function requirePrices(prices: Prices | undefined): Prices {
  if (!prices) throw new Error('a cost limit needs prices; set the hourly price of a core, of a GiB of memory and of each device');
  return prices;
}

import { requireLabel, requireObjectName } from '../kube/names';
import { type GuardrailLimits, type Prices } from '../values/guardrail-limits';
import { Quantity } from '../values/quantity';
import { UserError } from '../values/user-error';
import { type GuardrailsProps, type NamespaceQuota, type PriceTable } from './guardrails-props';

/**
 * Returns the limits of a platform in the form that the checks use.
 *
 * @throws if a limit is invalid.
 */
export function requireGuardrails(props: GuardrailsProps): GuardrailLimits {
  const { prices, exemptions, ...limits } = props;
  if (Object.keys(props).length === 0) throw new UserError('the guardrails have no limit; set at least one');
  limits.allowedRegistries?.forEach(requireRegistry);
  requireFilled('allowedRegistries', limits.allowedRegistries);
  requireFilled('requiredLabels', limits.requiredLabels);
  requireFilled('forbiddenSuppressions', limits.forbiddenSuppressions);
  requireCount('maxReplicas', limits.maxReplicas);
  requireCount('minAvailable', limits.minAvailable);
  requireCost(limits.maxCostPerHour, prices);
  limits.requiredLabels?.forEach((key) => requireLabel(key, ''));
  limits.forbiddenSuppressions?.forEach(requireRuleId);
  limits.quotas?.forEach(requireQuota);
  Object.entries(exemptions ?? {}).forEach(requireExemption);
  return { ...limits, ...(prices && { prices: pricesOf(prices) }), ...(exemptions && { exemptions }) };
}

function pricesOf({ currency = 'USD', cpuCoreHour, memoryGibibyteHour, extendedHour = {} }: PriceTable): Prices {
  const named = { cpuCoreHour, memoryGibibyteHour, ...extendedHour };
  for (const [what, price] of Object.entries(named)) {
    if (!(price >= 0 && Number.isFinite(price))) throw new UserError(`the price ${what} must be a number, at least 0, got ${price}`);
  }
  return { currency, cpuCoreHour, memoryGibibyteHour, extendedHour };
}

function requireRegistry(registry: string): void {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*\/?$/.test(registry)) {
    throw new UserError(`allowed registry '${registry}' is not a registry; write a host, with a path if only that path is allowed, as in 'ghcr.io/acme'`);
  }
}

function requireFilled(what: string, list: readonly string[] | undefined): void {
  if (list?.length === 0) throw new UserError(`${what} is an empty list; add at least one, or remove it`);
}

function requireCount(what: string, count: number | undefined): void {
  if (count !== undefined && !(Number.isSafeInteger(count) && count >= 1)) throw new UserError(`${what} must be a whole number, at least 1, got ${count}`);
}

function requireCost(limit: number | undefined, prices: PriceTable | undefined): void {
  if (limit === undefined) return;
  if (!(limit > 0 && Number.isFinite(limit))) throw new UserError(`maxCostPerHour must be a number above 0, got ${limit}`);
  if (!prices) throw new UserError(`maxCostPerHour ${limit} needs prices; set the hourly price of a core, of a GiB of memory and of each device`);
}

function requireRuleId(id: string): void {
  if (!/^KSC\d{3}$/.test(id)) throw new UserError(`'${id}' is not a rule id; use one such as 'KSC001'`);
}

function requireQuota({ namespace, hard }: NamespaceQuota): void {
  requireObjectName('namespace', namespace);
  if (Object.keys(hard).length === 0) throw new UserError(`the quota of namespace ${namespace} is empty; set an amount, as in { 'requests.cpu': '40' }`);
  Object.entries(hard).forEach(([resource, amount]) => {
    if (!/^(requests\.[\w./-]+|pods)$/.test(resource)) {
      throw new UserError(`the quota of namespace ${namespace} has '${resource}', which guardrails do not compare; use requests.<resource>, limits.<resource> or pods`);
    }
    Quantity.parse(amount);
  });
}

function requireExemption([object, reason]: [string, string]): void {
  if (!/^[A-Z]\w* ([a-z0-9.-]+\/)?[a-z0-9.-]+$/.test(object)) throw new UserError(`exemption '${object}' is not an object; write kind, namespace and name, as in 'StatefulSet rag/sessions'`);
  if (reason.trim() === '') throw new UserError(`the exemption of ${object} has no reason; add why the object is exempt`);
}

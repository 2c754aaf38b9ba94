import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { totalOf } from '../../manifest/pod-demand';
import { type Quota } from '../../values/guardrail-limits';
import { Quantity } from '../../values/quantity';
import { type Violation } from '../rule/rule';
import { demandsOfNamespace, type WorkloadDemand } from './demand';

/** A violation, and whether one workload alone comes to it; else all would have to be at their most at once. */
export interface QuotaBreach extends Violation {
  readonly isOfOne: boolean;
}

/**
 * Yields where the workloads of a namespace, each at its most replicas, exceed a quota; on the quota itself, or on the
 * workload that asks for most.
 */
export function* quotaBreaches(manifests: ManifestIndex, { namespace, hard }: Quota, on?: Manifest): Iterable<QuotaBreach> {
  const demands = demandsOfNamespace(manifests, namespace);
  if (demands.length === 0) return;
  for (const [key, value] of Object.entries(hard)) {
    const limit = Quantity.tryParse(String(value));
    const counted = demands.map((demand) => ({ demand, amount: amountOf(demand, key) }));
    const asked = totalOf(counted.map(({ amount }) => new Map(amount ? [[key, amount]] : []))).get(key);
    if (!limit || !asked) continue;
    if (asked.compare(limit) <= 0) {
      yield* tightRollout(counted, { key, value, asked, limit, namespace }, on);
      continue;
    }
    const largest = counted.reduce((a, b) => (numberOf(b) > numberOf(a) ? b : a));
    const { workload } = largest.demand;
    yield {
      manifest: on ?? workload,
      isOfOne: numberOf(largest) > limit.toNumber(),
      message: `${key} of namespace ${namespace} is ${readable(asked)} at maximum replicas, above the quota of ${String(value)}; `
        + `the largest share is that of ${workload.kind} ${workload.metadata.name}: lower its maxReplicas, or raise the quota`,
    };
  }
}

/** A workload, and what it has of what a quota counts. */
interface Counted {
  readonly demand: WorkloadDemand;
  readonly amount: Quantity | undefined;
}

function numberOf({ amount }: Counted): number {
  return amount?.toNumber() ?? 0;
}

interface Count {
  readonly key: string;
  readonly value: unknown;
  readonly asked: Quantity;
  readonly limit: Quantity;
  readonly namespace: string;
}

/** The workload whose rollout asks for most beyond a quota that holds its replicas. */
function* tightRollout(counted: readonly Counted[], count: Count, on?: Manifest): Iterable<QuotaBreach> {
  const { key, value, asked, limit, namespace } = count;
  const surgeOf = (each: Counted): number => numberOf(each) / Math.max(1, each.demand.pods.most) * each.demand.pods.surge;
  const most = counted.reduce((a, b) => (surgeOf(b) > surgeOf(a) ? b : a));
  const together = asked.toNumber() + surgeOf(most);
  if (together <= limit.toNumber()) return;
  const { workload, pods } = most.demand;
  yield {
    manifest: on ?? workload,
    isOfOne: false,
    severity: 'warning',
    message: `a rollout of ${workload.kind} ${workload.metadata.name} at maximum replicas adds ${pods.surge} ${pods.surge === 1 ? 'pod' : 'pods'}: ${key} of namespace ${namespace} is then ${readable(Quantity.ofNumber(together))}, `
      + `above the quota of ${String(value)}, and the rollout waits for fewer replicas; raise the quota, or set maxSurge: 0 and maxUnavailable: 1`,
  };
}

/** Amount that a workload at its most replicas uses of a quota's key: requests, unless the key says limits. */
function amountOf({ pods, most, mostLimits }: WorkloadDemand, key: string): Quantity | undefined {
  if (key === 'pods') return Quantity.ofNumber(pods.most);
  return key.startsWith('limits.') ? mostLimits.get(key.slice('limits.'.length)) : most.get(key.replace(/^requests\./, ''));
}

/** Bytes in the greatest binary unit that makes a whole number of them. */
function readable(amount: Quantity): string {
  const value = amount.toNumber();
  const unit = ([['Gi', 1024 ** 3], ['Mi', 1024 ** 2]] as const).find(([, size]) => value >= size && value % size === 0);
  return unit ? `${value / unit[1]}${unit[0]}` : amount.toString();
}

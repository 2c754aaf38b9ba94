import { describeManifest } from '../../manifest/manifest';
import { type Prices } from '../../values/guardrail-limits';
import { demandsOf, type WorkloadDemand } from '../analysis/demand';
import { type Rule, type Violation } from '../rule/rule';
import { costPerHour, money } from './cost-per-hour';

/** Guardrail that the cost of all workloads at their maximum replicas stays below a limit per hour. */
export function mostCostAllowed(limit: number, prices: Prices): Rule {
  return {
    id: 'KSG003',
    title: 'hourly cost of the app at maximum replicas is within the limit',
    topic: 'correctness',
    severity: 'error',
    reason: 'an autoscaler adds pods on its own, and only the cost at maximum replicas is known in advance',
    whatToChange: 'lower maxReplicas or the requests of the most expensive workload',
    source: 'guardrail of the platform team',
    *check(manifests) {
      const demands = demandsOf(manifests);
      const costs = demands.map(({ workload, pods, most }) => ({ workload, pods, cost: costPerHour(most, prices) }));
      yield* unpriced(demands, prices);
      const total = costs.reduce((sum, { cost }) => sum + cost, 0);
      if (total <= limit) return;
      const dearest = costs.reduce((a, b) => (b.cost > a.cost ? b : a));
      yield {
        manifest: dearest.workload,
        message: `the app may cost ${money(total, prices)} an hour, and the guardrail allows ${money(limit, prices)}; the most expensive is ${describeManifest(dearest.workload)}, `
          + `${money(dearest.cost, prices)} for ${dearest.pods.most} replicas`,
      };
    },
  };
}

/** Devices without a price would be free, and with them whatever asks for a slice of what has one. */
function* unpriced(demands: readonly WorkloadDemand[], prices: Prices): Iterable<Violation> {
  for (const { workload, most } of demands) {
    const devices = [...most.keys()].filter((resource) => resource.includes('/') && !Object.hasOwn(prices.extendedHour, resource));
    for (const device of devices) {
      yield { manifest: workload, message: `may request ${most.get(device)!.toString()} ${device}, which has no price; add it to prices.extendedHour, with 0 if it is free` };
    }
  }
}

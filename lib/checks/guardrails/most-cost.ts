import { describeManifest } from '../../manifest/manifest';
import { type Prices } from '../../values/guardrail-limits';
import { demandsOf } from '../demand';
import { type Rule } from '../rule';
import { costPerHour, money } from './cost-per-hour';

/** All workloads together, each at its most replicas, cost no more an hour than the platform pays for. */
export function mostCostAllowed(limit: number, prices: Prices): Rule {
  return {
    id: 'KSG003',
    title: 'the app costs no more an hour than allowed',
    topic: 'correctness',
    severity: 'error',
    reason: 'an autoscaler spends money without asking; its maximum is the only bill that can be known before',
    whatToChange: 'lower maxReplicas or the requests of what costs most',
    source: 'guardrail of the platform team',
    *check(manifests) {
      const costs = demandsOf(manifests).map(({ workload, pods, most }) => ({ workload, pods, cost: costPerHour(most, prices) }));
      const total = costs.reduce((sum, { cost }) => sum + cost, 0);
      if (total <= limit) return;
      const dearest = costs.reduce((a, b) => (b.cost > a.cost ? b : a));
      yield {
        manifest: dearest.workload,
        message: `the app may cost ${money(total, prices)} an hour, ${money(limit, prices)} are allowed; most of it is ${describeManifest(dearest.workload)}, `
          + `${money(dearest.cost, prices)} for ${dearest.pods.most} replicas`,
      };
    },
  };
}

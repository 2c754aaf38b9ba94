import { type ManifestIndex } from '../../manifest/manifest-index';
import { type Demand, totalOf } from '../../manifest/pod-demand';
import { type Prices } from '../../values/guardrail-limits';
import { demandsOf } from '../analysis/demand';
import { costPerHour, money } from './cost-per-hour';

const GIBIBYTE = 1024 ** 3;

/**
 * Sentence about the resources that an app asks of the cluster: at least, at most, and the cost of both where prices
 * are known.
 */
export function describeDemand(manifests: ManifestIndex, prices?: Prices): string {
  const demands = demandsOf(manifests);
  const [least, most] = [totalOf(demands.map((each) => each.least)), totalOf(demands.map((each) => each.most))];
  const [fewest, all] = [demands.reduce((sum, { pods }) => sum + pods.least, 0), demands.reduce((sum, { pods }) => sum + pods.most, 0)];
  const cost = prices ? `; ${money(costPerHour(least, prices), prices)} to ${money(costPerHour(most, prices), prices)} an hour` : '';
  return `the app requests ${amounts(least)} at minimum replicas (${fewest} pods) and ${amounts(most)} at maximum replicas (${all} pods)${cost}`;
}

/** The resources that are counted out, devices after cpu and memory. */
function amounts(demand: Demand): string {
  const cores = demand.get('cpu')?.toNumber() ?? 0;
  const gibibytes = (demand.get('memory')?.toNumber() ?? 0) / GIBIBYTE;
  const devices = [...demand].filter(([resource]) => resource.includes('/')).sort().map(([resource, amount]) => `${amount.toNumber()} ${resource}`);
  return [`${round(cores)} ${round(cores) === 1 ? 'core' : 'cores'}`, `${round(gibibytes)} GiB`, ...devices].join(', ');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

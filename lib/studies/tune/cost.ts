import { type DayFigures } from '../../results/day-figures';
import { type World } from '../../simulator/world/world';
import { UserError } from '../../values/user-error';

/** Cost basis of policy comparisons. */
export type CostBasis =
  /** Nodes with their price, and pods outside of node pools. */
  | 'nodes'
  /** Pods with their price. */
  | 'pods'
  /** Pod-hours, if no price is known. */
  | 'pod-hours';

/** Reserved nodes of a pool, paid whether used or not. */
export interface Reservation {
  /** Name of the node pool. */
  readonly nodePool: string;
  /** Number of reserved nodes. */
  readonly nodes: number;
  /** Price per hour of a reserved node, used or not. */
  readonly pricePerNodeHour: number;
}

/** Prices that are not in the manifests. */
export interface Prices {
  /** Reserved nodes, paid whether used or not. @default - none */
  readonly reserved?: readonly Reservation[];
  /** Spot instances by node pool name: their share of the nodes, and their price. */
  readonly spot?: Readonly<Record<string, { readonly share: number; readonly pricePerNodeHour: number }>>;
}

/** Cost model of days in a simulated cluster. */
export class CostModel {
  public readonly basis: CostBasis;

  /** @throws UserError if prices name an unknown node pool, or a share above 1. */
  public constructor(private readonly world: World, private readonly prices: Prices = {}) {
    const { nodePools, workloads } = world;
    const named = [...(prices.reserved ?? []).map(({ nodePool }) => nodePool), ...Object.keys(prices.spot ?? {})];
    const unknown = named.find((name) => !nodePools.some((pool) => pool.name === name));
    if (unknown !== undefined) {
      const known = nodePools.length === 0 ? 'the scenario has no node pool' : `use one of ${nodePools.map(({ name }) => name).join(', ')}`;
      throw new UserError(`prices name the node pool '${unknown}', which does not exist; ${known}`);
    }
    for (const [name, { share }] of Object.entries(prices.spot ?? {})) {
      if (!(share >= 0 && share <= 1)) throw new UserError(`the share of spot nodes of '${name}' is ${share}; use one from 0 to 1, as in 0.5 or 50%`);
    }
    const pricesNodes = nodePools.some(({ pricePerNodeHour }) => pricePerNodeHour > 0) || (prices.reserved ?? []).length > 0;
    this.basis = pricesNodes ? 'nodes' : workloads.some(({ pricePerReplicaHour }) => pricePerReplicaHour > 0) ? 'pods' : 'pod-hours';
  }

  public of(day: DayFigures): number {
    const { workloads, nodePools } = this.world;
    if (this.basis === 'pod-hours') return podHoursOf(day);
    const pods = workloads.reduce((sum, { nodePool, pricePerReplicaHour }, i) => (
      this.basis === 'nodes' && nodePool !== undefined ? sum : sum + day.workloads[i].podHours * pricePerReplicaHour
    ), 0);
    return this.basis === 'pods' ? pods : pods + nodePools.reduce((sum, pool, i) => sum + this.ofNodes(pool, day.nodePools[i].hoursAtLeast), 0);
  }

  /** Returns the cost of nodes: reserved nodes are paid around the clock, further nodes per hour. */
  private ofNodes({ name, pricePerNodeHour }: World['nodePools'][number], hoursAtLeast: readonly number[]): number {
    const reserved = this.prices.reserved?.find(({ nodePool }) => nodePool === name);
    const spot = this.prices.spot?.[name];
    const hourly = spot ? spot.share * spot.pricePerNodeHour + (1 - spot.share) * pricePerNodeHour : pricePerNodeHour;
    const above = hoursAtLeast.slice(reserved?.nodes ?? 0).reduce((sum, hours) => sum + hours, 0);
    return (reserved ? reserved.nodes * 24 * reserved.pricePerNodeHour : 0) + above * hourly;
  }
}

export function podHoursOf({ workloads }: DayFigures): number {
  return workloads.reduce((sum, { podHours }) => sum + podHours, 0);
}

export function nodeHoursOf({ nodePools }: DayFigures): number {
  return nodePools.reduce((sum, { nodeHours }) => sum + nodeHours, 0);
}

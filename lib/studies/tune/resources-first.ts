import { type Manifest } from '../../manifest';
import { type Draft } from './policy-draft';
import { readsResourcesAlone } from './resource-metrics';
import { type Scored } from './score';
import { type Point, type SearchSpace } from './search-space';

/** Returns the policy with resource metrics only, if a setting can leave the other metrics out. */
export function withResourcesAlone({ knobs }: SearchSpace, point: Point): Point {
  return knobs.map(({ kind, object, values }, i) => {
    if (kind !== 'metrics') return point[i];
    const alone = values.findIndex(({ write }) => {
      const draft = structuredClone(object) as unknown as Draft;
      write(draft);
      return readsResourcesAlone(draft as unknown as Manifest);
    });
    return alone >= 0 ? alone : point[i];
  });
}

/**
 * Returns the cheapest policy. A policy that reads only resources is preferred if its additional cost is below the
 * share that is worth a change.
 *
 * @param held policies that meet the SLO, at least one.
 */
export function resourcesBefore(held: readonly Scored[], isAlone: (policy: Scored) => boolean, worth: number): Scored {
  const byCost = [...held].sort((a, b) => a.score.cost - b.score.cost);
  return byCost.find((policy) => isAlone(policy) && policy.score.cost <= byCost[0].score.cost * (1 + worth)) ?? byCost[0];
}

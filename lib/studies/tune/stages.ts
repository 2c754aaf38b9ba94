import { type PolicyEdit } from './policy-edit';
import { type Point, type SearchSpace } from './search-space';

/** Maximum number of roll-out stages. */
const MOST_STAGES = 8;

/**
 * Returns the edits of a policy in roll-out order. Edits that add replicas come first, so that no stage is worse than
 * both ends. Numbers that change by more than `mostChange` are changed in several stages.
 *
 * @param mostChange maximum relative change of a number in a stage. @default - one stage
 */
export function stagesOf(space: SearchSpace, chosen: Point, mostChange?: number): PolicyEdit[][] {
  if (mostChange === undefined) return [space.edits(chosen)];
  const stages: Point[] = [];
  let point: Point = space.today;
  while (point.join() !== chosen.join() && stages.length < MOST_STAGES - 1) {
    point = next(space, point, chosen, mostChange);
    stages.push(point);
  }
  if (point.join() !== chosen.join()) stages.push(chosen);
  let before: Point = space.today;
  return stages.map((stage) => {
    const edits = space.edits(stage, before);
    before = stage;
    return edits;
  });
}

/**
 * Returns the next stage: each setting as near to the selected value as the maximum change allows, at least one step.
 */
function next({ knobs }: SearchSpace, point: Point, chosen: Point, mostChange: number): Point {
  return knobs.map(({ values }, i) => {
    const direction = Math.sign(chosen[i] - point[i]);
    if (direction === 0 || values[point[i]].size === undefined) return chosen[i];
    const from = values[point[i]].size!;
    let value = point[i] + direction;
    while (value !== chosen[i] && Math.abs(values[value + direction].size! - from) <= mostChange * Math.max(1, Math.abs(from))) value += direction;
    return value;
  });
}

import { type PolicyEdit } from './policy-edit';
import { type Point, type SearchSpace } from './search-space';

/** A roll-out of more stages is a change for months. */
const MOST_STAGES = 8;

/**
 * Edits of a policy in the order in which to roll them out. What gives more replicas comes first, so that no stage is
 * worse than both ends; numbers that change by more than `mostChange` do so in several stages.
 *
 * @param mostChange largest change of a number in a stage, as a share of what it was. @default - one stage
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
 * Policy one stage further: each setting as near to the chosen value as the largest change allows, one step at least.
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

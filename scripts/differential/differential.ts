import { controllerTrajectory, type TrajectoryCase } from '../conformance/kinds/controller-trajectory';
import type { Difference } from '../conformance/difference';
import { randomWorld } from './random-world';
import { type Controller, type World } from './upstream-controller';

export interface Mismatch {
  readonly world: TrajectoryCase & { readonly name: string };
  readonly found: readonly Difference[];
}

export interface Tally {
  worlds: number;
  passes: number;
  readonly mismatches: Mismatch[];
}

/** How many worlds are under way between the processes. */
const IN_FLIGHT = 64;

/**
 * Plays random worlds by upstream's controller and by ours.
 *
 * @param seed of the first world; those after it have the next ones.
 */
export async function differential(upstream: Controller, minor: number, seed: number, worlds: number): Promise<Tally> {
  const tally: Tally = { worlds: 0, passes: 0, mismatches: [] };
  const underway: Array<Promise<void>> = [];
  for (let i = 0; i < worlds; i++) {
    const next = compare(upstream, randomWorld(seed + i, minor), minor, tally);
    // A failure is told when its turn comes.
    next.catch(() => undefined);
    underway.push(next);
    if (underway.length >= IN_FLIGHT) await underway.shift();
  }
  await Promise.all(underway);
  return tally;
}

async function compare(upstream: Controller, world: World, minor: number, tally: Tally): Promise<void> {
  const decisions = await upstream.play(world);
  const decided = { ...world, passes: world.passes.map((pass, i) => ({ ...pass, expect: decisions[i] })) };
  const found = controllerTrajectory(decided, { kubernetes: `1.${minor}` });
  tally.worlds++;
  tally.passes += decided.passes.length;
  if (found.length > 0) tally.mismatches.push({ world: decided, found });
}

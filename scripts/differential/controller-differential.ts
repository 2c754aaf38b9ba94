import type { Difference } from '../conformance/difference';
import { controllerTrajectory, type TrajectoryCase } from '../conformance/kinds/controller-trajectory';
import { inFlight } from './in-flight';
import { randomWorld } from './random-world';
import { type Controller } from './upstream-controller';

export interface Mismatch {
  readonly world: TrajectoryCase & { readonly name: string };
  readonly found: readonly Difference[];
}

export interface ControllerTally {
  readonly passes: number;
  readonly mismatches: readonly Mismatch[];
}

/**
 * Plays random worlds by upstream's controller and by ours.
 *
 * @param seed of the first world; those after it have the next ones.
 */
export async function controllerDifferential(upstream: Controller, minor: number, seed: number, worlds: number): Promise<ControllerTally> {
  let passes = 0;
  const mismatches: Mismatch[] = [];
  await inFlight(worlds, async (index) => {
    const world = randomWorld(seed + index, minor);
    const decisions = await upstream.play(world);
    const decided = { ...world, passes: world.passes.map((pass, i) => ({ ...pass, expect: decisions[i] })) };
    const found = controllerTrajectory(decided, { kubernetes: `1.${minor}` });
    passes += decided.passes.length;
    if (found.length > 0) mismatches.push({ world: decided, found });
  });
  return { passes, mismatches };
}

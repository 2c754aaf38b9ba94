import { type Run } from '../run/run';
import { type World } from '../world/world';
import { type Pass } from './autoscalers/hpa';
import { type Poll } from './autoscalers/keda/keda-loop';
import { Simulation } from './simulation';

/** Options of a simulation. */
export interface SimulateOptions {
  /** Progress callback with the share of simulated time that has passed, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Simulates a world from start to end. */
export function simulate(world: World, options: SimulateOptions = {}): Run {
  return new Simulation(world).run(options.onProgress);
}

/**
 * Returns the last pass of a workload's HPA controller at or before a time, with its input and decision; undefined
 * without one. Simulates the world again up to that time, as a run keeps a PassLog only.
 */
export function passAt(world: World, workload: string, seconds: number): Pass | undefined {
  const simulation = new Simulation(world);
  let last: Pass | undefined;
  simulation.watchPasses(workload, (pass) => {
    last = pass;
  });
  simulation.advanceTo(Math.min(seconds, world.durationSeconds));
  return last;
}

/** Returns the last poll of KEDA at or before a time; undefined without one, or without a ScaledObject. */
export function pollAt(world: World, workload: string, seconds: number): Poll | undefined {
  const simulation = new Simulation(world);
  let last: Poll | undefined;
  simulation.watchPolls(workload, (poll) => {
    last = poll;
  });
  simulation.advanceTo(Math.min(seconds, world.durationSeconds));
  return last;
}

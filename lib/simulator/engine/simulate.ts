import { type Pass } from './autoscalers/hpa';
import { type Poll } from './autoscalers/keda/keda-loop';
import { type Run } from '../run/run';
import { Simulation } from './simulation';
import { type World } from '../world/world';

/** Options of a simulation. */
export interface SimulateOptions {
  /** Told now and then which share of simulated time has passed, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Runs a world from its first to its last second. */
export function simulate(world: World, options: SimulateOptions = {}): Run {
  return new Simulation(world).run(options.onProgress);
}

/**
 * The last pass of a workload's HPA controller at or before a time, with all that it saw and decided; undefined where there was none.
 * Runs the world again up to that time: a run itself keeps only what a PassLog has.
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

/** The same of a poll of KEDA's loop; undefined where there was none, or no ScaledObject. */
export function pollAt(world: World, workload: string, seconds: number): Poll | undefined {
  const simulation = new Simulation(world);
  let last: Poll | undefined;
  simulation.watchPolls(workload, (poll) => {
    last = poll;
  });
  simulation.advanceTo(Math.min(seconds, world.durationSeconds));
  return last;
}

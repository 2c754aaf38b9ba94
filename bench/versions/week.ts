import { type SimulationMethod, type World } from '../../lib/simulator/world/world';
import { cpuHpa, rates, workload, world } from '../../test/simulator/worlds';

const HOUR = 3600;
/**
 * Seconds between the points of the series of a week; shorter times keep them, so that an hour of theirs costs what an
 * hour of the week costs.
 */
const STEP_SECONDS = 15;

export const MODULES = ['input', 'state', 'retrieval', 'generation', 'tools'];

/** Five modules under ten requests a second that swing with the day, each with an HPA. */
export function week(hours: number, method?: SimulationMethod): World {
  const workloads = MODULES.map((module) => workload(module, { autoscaler: cpuHpa(60, 2, 20) }));
  const perSecond = Array.from({ length: hours }, (_, hour) => 10 + 8 * Math.sin(hour / 24 * 2 * Math.PI));
  const limits = { maxRequestStages: Infinity, maxSeriesPoints: hours * HOUR / STEP_SECONDS };
  return world(hours * HOUR, rates(perSecond, HOUR), workloads, { limits, ...(method && { method }) });
}

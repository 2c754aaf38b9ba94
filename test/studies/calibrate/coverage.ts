import { type WorkloadFit } from '../../../lib/studies/calibrate/fit-workload';
import { type IntervalScenario } from '../../../lib/scenario/scenario';
import { type Planted } from './planted';

/** Parameter with the truth of a planted recording and the interval of a fit. */
export interface PlantedParameter {
  readonly name: string;
  readonly truth: (planted: Planted) => number;
  readonly interval: (fit: WorkloadFit) => IntervalScenario | undefined;
}

export const PARAMETERS: readonly PlantedParameter[] = [
  { name: 'service.time.mean', truth: ({ mean }) => mean, interval: ({ service }) => service?.mean.interval },
  { name: 'service.time.cv', truth: ({ cv }) => cv, interval: ({ service }) => service?.cv.interval },
  { name: 'service.concurrency', truth: ({ concurrency }) => concurrency, interval: ({ service }) => service?.concurrency.interval },
  { name: 'service.cpuSeconds', truth: ({ cpuSeconds }) => cpuSeconds, interval: ({ cpu }) => cpu?.perRequest.interval },
  { name: 'idleCpu', truth: ({ idleCpu }) => idleCpu, interval: ({ cpu }) => cpu?.idle.interval },
  { name: 'start-up', truth: ({ startUp }) => startUp * Math.exp(0.2 ** 2 / 2), interval: ({ startUp }) => startUp?.total.interval },
];

/** Tells if an interval holds a truth; undefined where it decides nothing. */
export function holds(interval: IntervalScenario | undefined, truth: number): boolean | undefined {
  if (!interval || interval.assumed || Object.keys(interval).length === 0) return undefined;
  const { low, high, atLeast, atMost } = interval;
  return truth >= (low ?? atLeast ?? -Infinity) && truth <= (high ?? atMost ?? Infinity);
}

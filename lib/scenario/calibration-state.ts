import { type ServiceState } from '../simulator/world/world';
import { meanOf } from '../simulator/engine/random/sampler';
import { type IntervalScenario, type WorkloadScenario } from './scenario';
import { durations } from './service-model';

/** Origin of a service model in a scenario, with the reason why it does not count as calibrated. */
export interface GivenState {
  readonly state: Exclude<ServiceState, 'assumed'>;
  readonly sentence?: string;
}

/** Relative distance from an interval that still counts as inside, because values are written with a few digits. */
const ROUNDING = 0.02;

/**
 * Returns the origin of a service model in a scenario. It is 'calibrated' if its calibration agrees with days that the
 * fit did not use, and its settings are unchanged.
 */
export function stateOfGiven({ service, calibration }: WorkloadScenario): GivenState {
  if (!calibration) return { state: 'stated' };
  const { agreement, intervals = {} } = calibration;
  const edited = changedSetting(service, intervals);
  if (edited !== undefined) return { state: 'stated', sentence: `${edited}; run calibrate again, or remove calibration.` };
  if (agreement?.verdict === 'agrees') return { state: 'calibrated' };
  const why = agreement?.reasons?.[0] ?? 'calibration.agreement is missing, so no day was judged';
  const verb = agreement?.verdict === 'disagrees' ? 'does not agree' : 'was not tested';
  return { state: 'stated', sentence: `calibration ${verb}: ${why.replace(/\.$/, '')}.` };
}

/** Returns a sentence about a setting edited after the fit. */
function changedSetting(service: WorkloadScenario['service'], intervals: Readonly<Record<string, IntervalScenario>>): string | undefined {
  const settings: Readonly<Record<string, number | undefined>> = {
    'service.concurrency': service?.concurrency,
    'service.cpuSeconds': service?.cpuSeconds,
    'service.time.mean': service?.time === undefined ? undefined : meanOf(durations(service.time, 'service.time')),
  };
  for (const [path, value] of Object.entries(settings)) {
    const interval = intervals[path];
    if (value !== undefined && interval && !interval.assumed && !contains(interval, value)) {
      return `${path} is ${Number(value.toPrecision(3))}, outside ${intervalText(interval)}, which calibration.intervals gives`;
    }
  }
  return undefined;
}

function contains({ low, high, atLeast, atMost }: IntervalScenario, value: number): boolean {
  const slack = ROUNDING * Math.abs(value);
  return value >= (low ?? atLeast ?? -Infinity) - slack && value <= (high ?? atMost ?? Infinity) + slack;
}

/** Formats an interval for sentences: '0.19 to 0.21', 'at least 6', 'at most 2', 'assumed'. */
export function intervalText({ low, high, atLeast, atMost, assumed }: IntervalScenario): string {
  const text = (value: number): string => String(Number(value.toPrecision(3)));
  if (low !== undefined && high !== undefined) return `${text(low)} to ${text(high)}`;
  const [least, most] = [low ?? atLeast, high ?? atMost];
  if (least !== undefined && most !== undefined) return `${text(least)} to ${text(most)}`;
  if (least !== undefined) return `at least ${text(least)}`;
  if (most !== undefined) return `at most ${text(most)}`;
  return assumed ? 'assumed' : 'unknown';
}

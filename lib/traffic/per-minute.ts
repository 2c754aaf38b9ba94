import { StepMeans } from '../schedule/forecast/seasonal-forecast';
import { type Traffic } from '../simulator/world/world';

const MINUTE = 60;

/** Returns the requests per second of each whole minute of the traffic. */
export function perMinute(traffic: Traffic, durationSeconds: number): Float64Array {
  const rates = new Float64Array(Math.floor(durationSeconds / MINUTE));
  if (traffic.kind === 'requests') {
    for (const at of traffic.at) {
      const minute = Math.floor(at / MINUTE);
      if (minute < rates.length) rates[minute] += 1 / MINUTE;
    }
    return rates;
  }
  const means = new StepMeans(traffic.perSecond);
  const steps = MINUTE / traffic.stepSeconds;
  return rates.map((_, minute) => means.mean(minute * steps, (minute + 1) * steps) ?? 0);
}

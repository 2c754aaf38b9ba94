import { simulateReference } from '../../test/simulator/reference/reference-simulator';
import { type ReferenceWorld } from '../../test/simulator/reference/reference-world';
import { type Day } from '../../lib/studies/tune/days';
import { valueAt } from '../../lib/values/fields';
import { FULL_POD, MAX_REPLICAS, type Policy } from './policies';
import { CONCURRENCY, CPU_SECONDS, CV, MEAN_SECONDS, SLO, START_UP_SECONDS, TIMEOUT_SECONDS } from './service';
import { type OutcomeTrace } from './traces';

/**
 * Hours that the second simulator plays around the busiest bucket of a day: it takes time in steps of two milliseconds.
 */
const BEFORE_SECONDS = 3600;
const AFTER_SECONDS = 1800;
/** Share of their slots that pods are taken to have used at the beginning. */
const BUSY_AT_START = 0.6;

/**
 * Share of the requests that hold the SLO around the busiest bucket of some days, by the simulator of the tests, which
 * shares no code with the one that policies are tuned by; undefined for a policy that it does not know (several
 * metrics, cron, rates).
 */
export function independentShare(policy: Policy, trace: OutcomeTrace, days: readonly Day[], seed: number): number | undefined {
  const known = autoscaling(policy);
  if (!known) return undefined;
  let [good, total] = [0, 0];
  for (const day of days) {
    const { latencies, lost } = simulateReference(worldOf(known, trace, day, seed));
    for (const latency of latencies) if (latency <= SLO.latencySeconds) good++;
    total += latencies.length + lost;
  }
  return total === 0 ? undefined : good / total;
}

type Autoscaling = Pick<ReferenceWorld, 'minReplicas' | 'metric' | 'stabilization' | 'scale'>;

/** Autoscaler as the second simulator knows it. */
export function autoscaling({ autoscaler: { kind, spec }, fixed, forecast, floors }: Policy): Autoscaling | undefined {
  if (fixed !== undefined) return { minReplicas: fixed, metric: { kind: 'cpu', target: 1 }, scale: [{ at: 0, replicas: fixed }] };
  const [metric, ...others] = (valueAt(spec, 'metrics') ?? []) as unknown[];
  if (kind !== 'HorizontalPodAutoscaler' || forecast || floors || metric === undefined || others.length > 0) return undefined;
  const { scaleUp, scaleDown } = (valueAt(spec, 'behavior') ?? {}) as { scaleUp?: object; scaleDown?: { stabilizationWindowSeconds?: number; policies?: unknown } };
  if (scaleUp !== undefined || scaleDown?.policies !== undefined) return undefined;
  const utilization = valueAt(metric, 'resource', 'target', 'averageUtilization');
  const requests = parseInt(String(valueAt(metric, 'pods', 'target', 'averageValue')), 10) / 1000;
  return {
    minReplicas: Number(valueAt(spec, 'minReplicas')),
    metric: typeof utilization === 'number' ? { kind: 'cpu', target: utilization / 100 } : { kind: 'requests', target: requests },
    ...(scaleDown?.stabilizationWindowSeconds !== undefined && { stabilization: scaleDown.stabilizationWindowSeconds }),
  };
}

function worldOf(known: Autoscaling, { perSecond, stepSeconds }: OutcomeTrace, { number, from, to }: Day, seed: number): ReferenceWorld {
  let busiest = Math.round(from / stepSeconds);
  for (let bucket = busiest; bucket < Math.round(to / stepSeconds); bucket++) if (perSecond[bucket] > perSecond[busiest]) busiest = bucket;
  const begin = Math.max(from, busiest * stepSeconds - BEFORE_SECONDS);
  const seconds = Math.min(to, busiest * stepSeconds + AFTER_SECONDS) - begin;
  const rate = (time: number): number => perSecond[Math.min(perSecond.length - 1, Math.floor((begin + time) / stepSeconds))];
  return {
    ...known, seconds, seed: seed + number, rate, highestRate: perSecond[busiest], balancer: 'random',
    service: { mean: MEAN_SECONDS, cv: CV, slots: CONCURRENCY, cpuSeconds: CPU_SECONDS, timeout: TIMEOUT_SECONDS },
    cpuRequest: CONCURRENCY * CPU_SECONDS / MEAN_SECONDS, maxReplicas: MAX_REPLICAS, startUp: START_UP_SECONDS,
    replicas: Math.max(known.minReplicas, Math.ceil(rate(0) / FULL_POD / BUSY_AT_START)),
    drain: { preStop: 0, grace: 30, endpointRemoval: 0, finishesOnTerm: true },
  };
}

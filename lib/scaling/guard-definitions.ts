import { type Duration } from 'cdk8s';
import { DEFAULT_TOLERANCE } from '../hpa/constants';
import { UserError } from '../values/user-error';
import { type GuardOptions } from './guard-options';
import { type MetricDefinition } from './metric-definition';
import { MetricTarget } from './metric-target';
import { podDefinition, type PodSelection } from './pod-definitions';
import { requireSeries, wholeQuery, legalMetricName } from './promql';
import { promqlDefinition } from './promql-definitions';

/** Default scale-up of one scaling decision while a guard is violated: 25 % of the current replicas. */
const DEFAULT_STEP = 0.25;

/** Definition of a guard. */
export interface PodGuard {
  readonly name: string;
  /** Last part of the guard's name in the external metrics API. */
  readonly metric: string;
  readonly series: string;
  /** Query of the guarded value, which can return no value without traffic. */
  readonly measured: (pods: PodSelection) => string;
  /** Query of the traffic, which returns 0 without traffic. */
  readonly traffic: (pods: PodSelection) => string;
  /** Limit of the guard. */
  readonly limit: number;
  readonly window?: Duration;
  readonly selector?: Readonly<Record<string, string>>;
}

/**
 * Guard over all pods of the target: the ratio of the value to the limit, capped at one step above 1. Latency and error
 * rate do not halve when the replicas double: they show that replicas are missing, not how many.
 */
export function podGuardDefinition(guard: PodGuard, options: GuardOptions): MetricDefinition {
  if (!(guard.limit > 0)) throw new UserError(`the limit of ${guard.name} must be above 0, got ${guard.limit}`);
  requireSeries(guard.series);
  const most = 1 + stepOf(guard.name, options);
  return podDefinition({
    ...guard,
    query: (pods) => `clamp_max(((${guard.measured(pods)} >= 0) or (0 * ${guard.traffic(pods)})) / ${guard.limit}, ${most})`,
    target: MetricTarget.value('1'),
    role: 'guard',
    together: true,
    rate: true,
  });
}

/** Deficit of a query that is better when it is higher: its distance below the goal, capped at one step. */
export function deficitDefinition(name: string, query: string, goal: number, options: GuardOptions): MetricDefinition {
  if (!(goal > 0 && Number.isFinite(goal))) throw new UserError(`the goal of ${name} must be above 0, got ${goal}`);
  const whole = wholeQuery(query);
  return promqlDefinition({
    name,
    metric: () => `${legalMetricName(name)}_deficit`,
    query: () => `clamp(2 - ${whole} / ${goal}, 0, ${1 + stepOf(name, options)})`,
    target: MetricTarget.value('1'),
    role: 'guard',
    ofPods: false,
    wakes: false,
  });
}

function stepOf(name: string, { step = DEFAULT_STEP }: GuardOptions): number {
  if (!(step > DEFAULT_TOLERANCE && step <= 1)) throw new UserError(`the step of ${name} must be above ${DEFAULT_TOLERANCE}, the tolerance of the controller, and at most 1, got ${step}`);
  return step;
}

const HIGHER_IS_BETTER = /(?:^|[_:])(?:accuracy|availability|goodput|hits?_(?:rate|ratio|perc|percent)|cache_hits|precision|quality|recall|relevance|satisfaction|score|success_(?:rate|ratio)|uptime)(?:$|[_:])/;

/** Rejects a target for a metric that falls when the service degrades: the autoscaler would scale down. */
export function requireLowerIsBetter(name: string, higherIsBetter = HIGHER_IS_BETTER.test(name.toLowerCase())): void {
  if (!higherIsBetter) return;
  throw new UserError(`'${name}' falls when the service gets worse, and an autoscaler then removes replicas; use ScalingMetric.deficit(name, query, goal)`
    + ', or, if it measures load, set higherIsBetter: false');
}

import { type DayFigures } from '../../lib/results/day-figures';
import { buildWorld } from '../../lib/scenario/build-world';
import { type SlotService } from '../../lib/simulator/world/service';
import { type World } from '../../lib/simulator/world/world';
import { dayWorld, leadOf } from '../../lib/studies/tune/day-world';
import { type Day } from '../../lib/studies/tune/days';
import { runJob } from '../../lib/studies/sweep/job';
import { withFixedReplicas } from '../../lib/simulator/engine/autoscalers/fixed-autoscaler';
import { type CountTrace } from '../../lib/traffic';
import { FORECAST_METRIC, inputOf } from './service';
import { hpaPolicy, type Policy } from './policies';
import { type OutcomeTrace } from './traces';

/** 'flows' screens; 'requests' plays each request. */
export type Method = 'flows' | 'requests';

export interface Played {
  readonly cost: number;
  readonly good: number;
  readonly total: number;
  /** Lower bound of the cost of any plan that knows the future; only where it was asked for. */
  readonly bound?: number;
}

const SERIES_STEP_SECONDS = 30;
const STUB: CountTrace = { kind: 'counts', name: 'stub', stepSeconds: 60, requests: Float64Array.of(1), remarks: [] };

/** Plays days of policies in the world of one trace, each at most once. */
export class Player {
  private readonly base: World;
  private readonly known = new Map<string, Played>();

  /** @param slower factor of the service time. */
  public constructor(given: OutcomeTrace, private readonly seed: number, slower = 1) {
    const world = buildWorld(inputOf(given.trace, given.load, hpaPolicy({ min: 1, cpu: 0.8 }).autoscaler, seed));
    this.base = slower === 1 ? world : { ...world, workloads: world.workloads.map((workload) => (
      workload.service.kind === 'slots' ? { ...workload, service: stretched(workload.service, slower) } : workload
    )) };
  }

  public play(policy: Policy, days: readonly Day[], method: Method): Played[] {
    return days.map((day) => this.playDay(policy, day, method, false));
  }

  /** Lower bound over days, from the requests of a fixed count that is never too small. */
  public bound(days: readonly Day[], most: number): number {
    const policy: Policy = { ...hpaPolicy({ min: 1, cpu: 0.8 }), text: `bound ${most}`, fixed: most };
    return days.reduce((sum, day) => sum + (this.playDay(policy, day, 'requests', true).bound ?? NaN), 0);
  }

  /** World of a policy over the whole trace. */
  public worldOf(policy: Policy, day: Day): World {
    const { fixed, forecast } = policy;
    if (fixed !== undefined) return { ...this.base, workloads: this.base.workloads.map((workload) => withFixedReplicas(workload, fixed)) };
    const floor = policy.floors?.get(day.number);
    const autoscaler = floor === undefined ? policy.autoscaler : withMinimum(policy.autoscaler, floor);
    const [{ autoscaler: built, metrics, replicas }] = buildWorld(inputOf(STUB, 1, autoscaler, this.seed)).workloads;
    const [workload] = this.base.workloads;
    return { ...this.base, workloads: [{
      ...workload, autoscaler: built, replicas,
      metrics: metrics.map((mapping) => (forecast && mapping.metric === FORECAST_METRIC ? { ...mapping, signal: { kind: 'series' as const, ...forecast } } : mapping)),
    }] };
  }

  private playDay(policy: Policy, day: Day, method: Method, optimum: boolean): Played {
    const key = `${day.number} ${method} ${optimum} ${policy.text} ${policy.floors?.get(day.number) ?? ''}`;
    const known = this.known.get(key);
    if (known) return known;
    const world = this.worldOf(policy, day);
    const leadSeconds = leadOf(day);
    const seconds = day.to - day.from + leadSeconds;
    const limits = { ...world.limits, maxSeriesPoints: Math.ceil(seconds / SERIES_STEP_SECONDS) };
    const { day: figures, summary } = runJob({
      world: dayWorld({ ...world, limits, method }, day), keepRun: false, day: { leadSeconds }, optimum,
    }, () => undefined);
    const played = playedOf(figures!, optimum ? summary.workloads[0].optimum?.replicaHours ?? undefined : undefined, seconds / (day.to - day.from));
    this.known.set(key, played);
    return played;
  }
}

function playedOf({ slo: [{ good, total }], workloads: [{ podHours }] }: DayFigures, bound: number | undefined, longer: number): Played {
  return { good, total, cost: podHours, ...(bound !== undefined && { bound: bound / longer }) };
}

/** Service that takes longer, and as much more CPU. */
function stretched(service: SlotService, factor: number): SlotService {
  const { time, cpuSecondsPerRequest } = service;
  if (time.kind !== 'lognormal') throw new Error(`a service time of kind ${time.kind} cannot be stretched; state it by mean and cv`);
  return { ...service, time: { ...time, mean: time.mean * factor }, cpuSecondsPerRequest: cpuSecondsPerRequest * factor };
}

function withMinimum(autoscaler: Policy['autoscaler'], minReplicas: number): Policy['autoscaler'] {
  return { ...autoscaler, spec: { ...autoscaler.spec as object, minReplicas } };
}

import { type Run, type WorkloadResult } from '../../simulator/run/run';
import { type Cause, type CauseAmounts, causeKey } from './cause';
import { causeText } from './cause-text';
import { missedIn, type Stretch } from './misses';
import { Shortage } from './shortage';
import { WorkloadTimeline } from './timeline';

/** Share of the late or lost requests of a flow that one cause explains. */
export interface CauseShare extends Cause {
  /** Share from 0 to 1; the shares of a flow add up to 1. */
  readonly share: number;
  /** Period of the cause that cost the most requests. */
  readonly stretch: Stretch;
  /** Number of periods of the cause. */
  readonly stretches: number;
  /** Short description: 'at maxReplicas 10'. */
  readonly text: string;
}

/** Maximum backlog before a missed minute that is searched for causes, in seconds. */
const LONGEST_LOOK_BACK_SECONDS = 1800;
/**
 * Pod utilizations that determine the pods needed. A lack of pods at the first is a shortage, at the second a lack of
 * headroom.
 */
const BUSY_SHARES = [1, 0.7] as const;
/** Share of the pods needed below which a shortage is attributed to the variation of arrivals. */
const LEAST_SHORTAGE = 0.02;
/** Maximum gap between two blocks of the same period of a cause, in seconds. */
const MOST_GAP_SECONDS = 180;
const LEAST_CPU_SHARE = 0.1;

/**
 * Attributes late and lost requests of one flow to causes, based on the log of the HPA syncs, and on pods and load over
 * time.
 */
export function attribute(run: Run, flow: number): CauseShare[] {
  return new Attribution(run, flow).run();
}

class Attribution {
  private readonly timelines: readonly WorkloadTimeline[];
  private readonly shortages: readonly Shortage[];
  private readonly found = new Map<string, { readonly cause: Cause; readonly blocks: Map<number, number> }>();
  /** Missed requests without a shortage, by workload and minute. */
  private readonly unexplained: { readonly workload: number; readonly minute: number; readonly requests: number }[] = [];

  public constructor(private readonly simulated: Run, private readonly flow: number) {
    this.timelines = simulated.workloads.map((_, i) => new WorkloadTimeline(simulated, i));
    this.shortages = this.timelines.map((timeline) => new Shortage(simulated, timeline, this.timelines));
  }

  public run(): CauseShare[] {
    const { minutes } = this.simulated.flows[this.flow];
    for (let minute = 0; minute < minutes.length; minute++) {
      const missed = missedIn(minutes, minute);
      if (missed === 0) continue;
      for (const [workload, share] of this.blamed(minute)) this.explain(workload, minute, missed * share);
    }
    this.explainRest();
    return this.shares();
  }

  /**
   * Divides the misses of a minute among the workloads of the flow, by requests lost there and by the excess of their
   * latency.
   */
  private blamed(minute: number): ReadonlyMap<number, number> {
    const { world, workloads } = this.simulated;
    const indices = world.flows[this.flow].stages.map(({ workload }) => world.workloads.findIndex(({ id }) => id === workload));
    if (indices.length === 1) return new Map([[indices[0], 1]]);
    const { late, failed } = this.simulated.flows[this.flow].minutes;
    const lost = weights(indices, (i) => workloads[i].minutes.failed[minute]);
    const slow = weights(indices, (i) => excessOf(workloads[i], minute));
    const missed = late[minute] + failed[minute];
    return new Map(indices.map((index, i) => [index, (lost[i] * failed[minute] + slow[i] * late[minute]) / missed]));
  }

  private explain(workload: number, minute: number, requests: number): void {
    if (requests === 0) return;
    const timeline = this.timelines[workload];
    const { blockSeconds } = timeline;
    const last = Math.min(timeline.blocks, Math.ceil((minute + 1) * 60 / blockSeconds)) - 1;
    const first = this.firstBlock(workload, minute);
    for (const busyShare of BUSY_SHARES) {
      const blocks: [number, CauseAmounts][] = [];
      let [missing, needed] = [0, 0];
      for (let block = first; block <= last; block++) {
        const amounts = this.shortages[workload].at(block, busyShare);
        needed += this.shortages[workload].need(block, busyShare);
        missing += amounts.total;
        blocks.push([block, amounts]);
      }
      if (missing <= LEAST_SHORTAGE * needed) continue;
      for (const [block, amounts] of blocks) {
        for (const { cause, amount } of amounts.list()) this.add(cause, block, requests * amount / missing);
      }
      return;
    }
    this.unexplained.push({ workload, minute, requests });
  }

  /**
   * Returns the first block that can have delayed the requests of a minute. It is as long before the minute as requests
   * waited, at most the caller's timeout.
   */
  private firstBlock(workload: number, minute: number): number {
    const { slo } = this.simulated.world.flows[this.flow];
    const timeline = this.timelines[workload];
    const { blockSeconds } = timeline;
    const longest = Math.min(LONGEST_LOOK_BACK_SECONDS, timeline.workload.service.timeoutSeconds);
    const least = Math.max(0, Math.floor((minute * 60 - Math.min(slo.latencySeconds, longest)) / blockSeconds));
    const most = Math.max(0, Math.floor((minute * 60 - longest) / blockSeconds));
    let block = least;
    while (block > most && timeline.backlogSeconds(block) > slo.latencySeconds / 2) block--;
    return block;
  }

  private explainRest(): void {
    const total = this.unexplained.reduce((sum, { requests }) => sum + requests, 0);
    const slowAlone = this.timelines.map((_, workload) => this.slowAlone(workload));
    for (const { workload, minute, requests } of this.unexplained) {
      const { id } = this.simulated.world.workloads[workload];
      const block = Math.floor(minute * 60 / this.timelines[workload].blockSeconds);
      const minuteEnd = (minute + 1) * 60;
      const fault = this.shortages[workload].faults.losing(minute * 60, minuteEnd) ?? this.shortages[workload].faults.slowness(block)?.fault;
      if (fault !== undefined) {
        this.add({ workload: id, kind: 'fault', fault }, block, requests);
        continue;
      }
      const lost = this.removedPods(workload, minute) ? Math.min(requests, this.simulated.workloads[workload].minutes.failed[minute]) : 0;
      this.add({ workload: id, kind: 'removed-pods' }, block, lost);
      const cpu = this.slowedByCpu(workload);
      const slow = cpu ? 0 : Math.min(1, slowAlone[workload] / total) * (requests - lost);
      this.add({ workload: id, kind: 'slow-requests' }, block, slow);
      this.add({ workload: id, kind: cpu ?? 'uneven' }, block, requests - lost - slow);
    }
  }

  /** Returns true if pods were removed shortly before the end of a minute. */
  private removedPods(workload: number, minute: number): boolean {
    const { drain } = this.timelines[workload].workload;
    const since = minute * 60 - drain.graceSeconds - drain.preStopSeconds - drain.endpointRemovalSeconds;
    return this.simulated.workloads[workload].events.some(({ seconds, from, to }) => to < from && seconds >= since && seconds < (minute + 1) * 60);
  }

  /** Returns the number of late requests of a workload without a long wait: those whose own service took too long. */
  private slowAlone(workload: number): number {
    const { slo, stages } = this.simulated.world.flows[this.flow];
    const { latency, waiting } = this.simulated.workloads[workload];
    if (stages.length > 1 || latency.count === 0) return 0;
    const late = latency.count * (1 - latency.shareWithin(slo.latencySeconds));
    const waited = waiting.count * (1 - waiting.shareWithin(slo.latencySeconds / 2));
    return Math.max(0, late - waited);
  }

  private slowedByCpu(workload: number): 'throttled' | 'contended' | undefined {
    const { cpu } = this.simulated.workloads[workload];
    if (!cpu) return undefined;
    if (cpu.throttledSeconds > LEAST_CPU_SHARE * cpu.busySeconds) return 'throttled';
    return cpu.contendedSeconds > LEAST_CPU_SHARE * cpu.busySeconds ? 'contended' : undefined;
  }

  private add(cause: Cause, block: number, requests: number): void {
    if (!(requests > 0)) return;
    const key = causeKey(cause);
    const known = this.found.get(key) ?? { cause, blocks: new Map<number, number>() };
    this.found.set(key, known);
    known.blocks.set(block, (known.blocks.get(block) ?? 0) + requests);
  }

  private shares(): CauseShare[] {
    const sums = [...this.found.values()].map((found) => ({ ...found, sum: [...found.blocks.values()].reduce((one, other) => one + other, 0) }));
    const total = sums.reduce((all, { sum }) => all + sum, 0);
    return sums.sort((one, other) => other.sum - one.sum).map(({ cause, blocks, sum }) => {
      const { blockSeconds } = this.timelines.find(({ workload }) => workload.id === cause.workload)!;
      const stretch = worstStretch(blocks, blockSeconds, this.simulated.world.durationSeconds);
      return { ...cause, text: causeText(this.simulated, cause), share: sum / total, ...stretch };
    });
  }
}

function worstStretch(blocks: ReadonlyMap<number, number>, blockSeconds: number, durationSeconds: number): { stretch: Stretch; stretches: number } {
  const stretches: { from: number; until: number; requests: number }[] = [];
  for (const [block, requests] of [...blocks].sort(([one], [other]) => one - other)) {
    const [from, until] = [block * blockSeconds, Math.min(durationSeconds, (block + 1) * blockSeconds)];
    const last = stretches[stretches.length - 1];
    if (last && from - last.until <= MOST_GAP_SECONDS) Object.assign(last, { until, requests: last.requests + requests });
    else stretches.push({ from, until, requests });
  }
  const worst = stretches.reduce((most, each) => (each.requests > most.requests ? each : most));
  return { stretch: { from: worst.from, until: worst.until }, stretches: stretches.length };
}

/** Returns the seconds by which the 95th percentile of a minute exceeds the median of the run. */
function excessOf({ minutes, latency }: WorkloadResult, minute: number): number {
  const p95 = minutes.p95[minute];
  return Number.isNaN(p95) ? 0 : Math.max(0, p95 - latency.quantile(0.5));
}

function weights(indices: readonly number[], valueOf: (index: number) => number): number[] {
  const values = indices.map(valueOf);
  const sum = values.reduce((one, other) => one + other, 0);
  return sum > 0 ? values.map((value) => value / sum) : values.map(() => 1 / values.length);
}

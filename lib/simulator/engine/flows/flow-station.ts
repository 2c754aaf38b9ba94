import { ArrivalLine } from './arrival-line';
import { Backlog, type Visit } from './backlog';
import { WholeCounter } from './counts';
import { FlowOutcomes } from './flow-outcomes';
import { lagsOf } from './flow-lags';
import { FlowQueues } from './flow-queues';
import { type FlowService } from './flow-service';
import { type Cohort, PodCohorts, stateOf } from './pod-cohorts';
import { type QueueKind, type Waits, waitsAt } from './waiting-model';
import { type RandomStream } from '../random/random-stream';
import { readersWorth } from '../requests/partitioned-log';
import { type LatencyHistogram } from '../../run/latency-histogram';
import { type TickClock } from '../traffic/tick-clock';
import { type PartitionLags, type PodWork, type WorkloadStation } from '../traffic/workload-station';
import { type Workload } from '../../world/world';

const { exp, log, max, min, sqrt } = Math;

/** Waits from which on requests of a shared queue are followed to their end. */
const LONG_SECONDS = 2;
/** Load from which on servers take less and less notice of work that comes at random. */
const FULL_LOAD = 0.95;
/** Variation of a wait that is all but certain. */
const CERTAIN = 0.005;

/** A flow's part of a station: what it brings in a span, and what becomes of it. */
export interface Passage {
  /** Outcomes of the flow itself, where this station is all that it passes. */
  readonly outcomes?: FlowOutcomes;
  /** Expected requests per second, and the number that came. */
  perSecond: number;
  count: number;
  /** Part of the station's requests. */
  share: number;
}

/** Flows at one workload: requests as rates, pods as cohorts, and queues as backlogs with a mean and a variance. */
export class FlowStation implements WorkloadStation {
  public readonly servers: PodCohorts;
  public readonly queues: FlowQueues;
  public readonly executor: PodWork;
  public readonly outcomes: FlowOutcomes;
  public readonly slotsPerPlace = 1;
  public readonly sharesQueue: boolean;
  public readonly log?: PartitionLags;
  public readonly passages: Passage[] = [];
  private factor = 1;
  /** Requests served, and lost by timeouts, kills and refusals, in the last span. */
  public served = 0;
  /** Expected requests per second that leave. */
  public throughput = 0;
  private time = 0;
  private readonly whole = new WholeCounter();
  /** Backlog that all pods share, and the number of equal queues that it stands for; undefined where each pod has its own. */
  private readonly pool?: Backlog;
  private lanes = 1;
  /** Requests of the shared queue that wait for long. */
  private readonly line = new ArrivalLine();
  private noise = 0;
  private here = 0;
  private readonly waits: Waits = { chance: 0, wait: 0 };
  private readonly span = { busy: 0, queue: 0, queueVariance: 0, left: 0, load: 0 };

  public constructor(
    private readonly workload: Workload, private readonly service: FlowService, private readonly arrivals: number, clock: TickClock,
    private readonly random: RandomStream, private readonly catchUp: () => void,
  ) {
    const { balancer } = workload;
    this.outcomes = new FlowOutcomes(service.shapes, clock, service.timeout, workload.slo?.latencySeconds);
    this.servers = new PodCohorts(workload.service.kind === 'slots' ? workload.service.concurrency : 1, catchUp);
    this.queues = new FlowQueues(catchUp);
    this.executor = { podCapacity: service.slots / service.seconds };
    this.sharesQueue = balancer.kind === 'shared-queue';
    if (balancer.kind === 'shared-queue' || balancer.kind === 'least-requests' || balancer.kind === 'partitions') this.pool = new Backlog();
    if (balancer.kind === 'partitions') this.log = lagsOf(this, balancer.partitions);
  }

  public get slowness(): number {
    return this.factor;
  }

  /** Holds from now on, for what waits as well. */
  public set slowness(factor: number) {
    this.catchUp();
    this.factor = factor;
  }

  public get present(): number {
    this.catchUp();
    return this.here;
  }

  public get waiting(): LatencyHistogram {
    return this.outcomes.waits();
  }

  public waitingAt(pod: number): number {
    this.catchUp();
    if (this.pool && this.workload.balancer.kind !== 'least-requests') return 0;
    const { backlog, full, accepting } = this.servers.cohortOf(pod);
    if (this.pool) return accepting ? this.queues.queued / this.openPods() : 0;
    return full * backlog.mean / this.secondsAt(1);
  }

  public open(pod: number, now: number, since = now): void {
    this.catchUp();
    const { warmUp } = this.workload.startUp;
    const isWarm = !warmUp || now - since >= warmUp.seconds;
    this.servers.change(pod, { accepting: true, listed: true, warmingSince: isWarm ? NaN : since }, false);
  }

  public list(pod: number): void {
    this.catchUp();
    this.servers.change(pod, { ...stateOf(this.servers.cohortOf(pod)), listed: true });
  }

  public withdraw(pod: number): void {
    this.catchUp();
    this.servers.change(pod, { ...stateOf(this.servers.cohortOf(pod)), listed: false });
  }

  public close(pod: number, now: number): void {
    this.catchUp();
    const cohort = this.servers.cohortOf(pod);
    if (!cohort.accepting) return;
    const work = this.pool ? 0 : cohort.backlog.mean / this.service.slots;
    // The longest of so many residual services of exponential length.
    const residual = this.secondsAt(1) * (1 + this.service.variability) / 2 * log(1 + cohort.busy);
    this.servers.change(pod, { ...stateOf(cohort), accepting: false });
    this.servers.setDrainedAt(pod, now + work + residual);
  }

  public kill(pod: number, now: number): void {
    this.catchUp();
    const cohort = this.servers.cohortOf(pod);
    if (cohort.accepting || this.servers.drainedAt(pod) > now) {
      const waiting = this.pool ? 0 : cohort.full * cohort.backlog.mean / this.secondsAt(1);
      if (!this.log) this.lose('killed', cohort.busy + waiting);
    }
    this.servers.change(pod, { ...stateOf(cohort), accepting: false }, false);
    this.servers.setDrainedAt(pod, now);
  }

  public isDrained(pod: number): boolean {
    this.catchUp();
    return !this.servers.cohortOf(pod).accepting && this.time >= this.servers.drainedAt(pod) - 1e-9;
  }

  public isFull(pod: number): boolean {
    const { full } = this.servers.cohortOf(pod);
    return full > 0 && this.random.uniform() < full;
  }

  public hasFreedSlot(pod: number, since: number): boolean {
    const { backlog } = this.servers.cohortOf(pod);
    const wait = this.pool ? this.pool.mean / max(1, this.openPods()) : backlog.mean;
    return wait / this.service.slots * this.random.exponential() <= this.time - since;
  }

  /** Outcomes of a flow that passes this station alone. */
  public outcomesOfFlow(clock: TickClock, lateAfter: number): FlowOutcomes {
    return new FlowOutcomes(this.service.shapes, clock, this.service.timeout, lateAfter);
  }

  /** Lets the requests of the passages come in the seconds after `from`. */
  public flow(seconds: number, from: number): void {
    const { passages, outcomes, span } = this;
    let perSecond = 0;
    let came = 0;
    for (const passage of passages) {
      perSecond += passage.perSecond;
      came += passage.count;
    }
    for (const passage of passages) passage.share = perSecond > 0 ? passage.perSecond / perSecond : 0;
    const count = this.whole.add(came);
    this.time = from + seconds;
    outcomes.arrived += count;
    const weight = perSecond > 0 ? came / (perSecond * seconds) : 0;
    span.busy = span.queue = span.queueVariance = span.left = span.load = 0;
    this.servers.merge((since) => this.warmth(since) === 1);
    if (this.pool) this.flowThroughPool(this.pool, seconds, perSecond, weight);
    else this.flowThroughPods(seconds, perSecond, weight);
    this.settle(seconds, perSecond, count);
  }

  private flowThroughPods(seconds: number, perSecond: number, weight: number): void {
    const { slots } = this.service;
    const { cohorts } = this.servers;
    let listed = 0;
    for (const cohort of cohorts) if (cohort.listed) listed += cohort.pods;
    if (listed === 0) this.lose('refused', perSecond * seconds * weight);
    const kind = this.kindOf(listed);
    for (const cohort of cohorts) {
      let rate = cohort.listed ? perSecond / listed : 0;
      if (!cohort.accepting && rate > 0) {
        this.lose('refused', rate * cohort.pods * seconds * weight);
        rate = 0;
      }
      if (rate === 0 && cohort.backlog.mean === 0) {
        cohort.busy = cohort.full = 0;
        continue;
      }
      this.flowThroughQueue(cohort.backlog, kind, rate, slots, slots, this.secondsAt(this.warmth(cohort.warmingSince)), cohort.pods, seconds, weight, cohort);
    }
  }

  private flowThroughPool(pool: Backlog, seconds: number, perSecond: number, weight: number): void {
    const { balancer } = this.workload;
    const { slots } = this.service;
    let listed = 0;
    let open = 0;
    let speed = 0;
    for (const { accepting, listed: known, pods, warmingSince } of this.servers.cohorts) {
      if (known) listed += pods;
      if (!accepting) continue;
      open += pods;
      speed += pods / this.warmth(warmingSince);
    }
    let rate = perSecond;
    if (balancer.kind === 'least-requests') {
      // Ended pods that balancers still know have no requests, so that one of two picks leads there.
      const gone = listed === 0 ? 1 : 1 - (open / listed) ** 2;
      if (gone > 0) this.lose('refused', rate * seconds * weight * gone);
      rate *= 1 - gone;
    }
    const lanes = balancer.kind === 'partitions' ? max(1, readersWorth(balancer.partitions, open)) : 1;
    if (lanes !== this.lanes) this.deal(pool, lanes);
    const service = this.secondsAt(open > 0 ? open / speed : 1);
    const servers = balancer.kind === 'partitions' ? min(1, open) * slots : open * slots;
    const kind = this.kindOf(open);
    this.flowThroughQueue(pool, kind, rate / lanes, servers, slots, service, lanes, seconds, weight);
    const used = open > 0 ? this.span.busy / open : 0;
    for (const cohort of this.servers.cohorts) {
      cohort.busy = cohort.accepting ? used : 0;
      cohort.full = cohort.accepting ? this.waits.chance : 0;
      if (cohort.accepting && open > 0) this.count(cohort, this.span.left / open, seconds);
    }
  }

  /** One queue, or so many equal ones. */
  private flowThroughQueue(
    backlog: Backlog, kind: QueueKind, perSecond: number, servers: number, slots: number, service: number, queues: number, seconds: number, weight: number,
    cohort?: Cohort,
  ): void {
    const { service: { timeout, queueLimit, shapes, seconds: own }, waits, span } = this;
    const factor = service / own;
    // Without a pod, what waits is what has come within the timeout.
    const atTimeout = timeout * (servers || perSecond * service);
    const atLimit = max(0.5, queueLimit) * service;
    const isRefusing = atLimit < atTimeout;
    let until = this.time - seconds;
    let busy = 0;
    let used = 0;
    let last = 0;
    const visit: Visit = (part, mean, variation, share, lost) => {
      waitsAt(kind, servers, slots, share, mean, service, waits);
      let requests = perSecond * queues * part * weight;
      if (isRefusing && lost > 0) {
        const refused = requests * waits.chance * lost;
        this.lose('refused', refused);
        requests -= refused;
      }
      until += part;
      const isLong = servers === 0 || (waits.wait > (this.line.isEmpty ? LONG_SECONDS : LONG_SECONDS / 2) && variation < 0.9);
      if (!cohort && !isLong && !this.line.isEmpty) this.dissolve(until, variation);
      if (!cohort && isLong) {
        if (this.line.isEmpty) this.line.begin(queues * mean / service);
        this.follow(backlog, requests, until, part, queues * share * servers * part / service, service, variation);
      } else if (requests > 0) {
        this.record(requests, waits.chance, waits.wait, variation, factor, shapes);
      }
      busy += share * servers * part;
      used = share;
      span.load = share;
      last = variation;
    };
    const variance = perSecond * service * service * (kind.arrivals + kind.service);
    backlog.advance(seconds, { inflow: perSecond * service, variance, servers, limit: min(atTimeout, atLimit) }, visit);
    waitsAt(kind, servers, slots, used, backlog.mean, service, waits);
    const queue = min(perSecond > 0 ? Infinity : backlog.mean / service, waits.chance * backlog.mean / service);
    const ofWaiting = waits.chance > 0 ? queue / waits.chance : 0;
    span.queue += queues * queue;
    span.queueVariance += queues * max(0, (1 + last) * ofWaiting * ofWaiting * waits.chance - queue * queue);
    span.busy += queues * used * servers;
    span.left += queues * busy;
    if (!cohort) return;
    cohort.busy = used * servers;
    cohort.full = waits.chance;
    this.count(cohort, busy, seconds);
  }

  private record(requests: number, chance: number, wait: number, variation: number, factor: number, shapes: FlowService['shapes']): void {
    shapes.add(requests, chance, wait, variation, factor, this.outcomes.add);
    for (const { outcomes, share } of this.passages) if (outcomes && share > 0) shapes.add(requests * share, chance, wait, variation, factor, outcomes.add);
  }

  private lose(failure: 'killed' | 'refused', amount: number): void {
    this.outcomes.lose(failure, amount);
    for (const { outcomes, share } of this.passages) outcomes?.lose(failure, amount * share);
  }

  /** Busy slots of a cohort's pods, which the random part of the load moves all alike. */
  private count(cohort: Cohort, busy: number, seconds: number): void {
    cohort.busySeconds += busy;
    const { slots } = this.service;
    const share = min(1, busy / seconds / slots);
    cohort.activeSeconds += seconds * (1 - (1 - share) ** slots);
  }

  /** Whole numbers at the end of a span: what came, less what is lost and what is still here, was served. */
  private settle(seconds: number, perSecond: number, count: number): void {
    const { span, outcomes, servers, queues, random } = this;
    const service = this.secondsAt(1);
    if (perSecond === 0 && span.busy === 0 && span.queue === 0 && this.here === 0) {
      this.served = this.throughput = 0;
      servers.totalBusy = queues.queued = 0;
      return;
    }
    this.disturb(seconds, perSecond, count, service);
    const swing = span.busy > 0 ? max(0, 1 + random.normal() / sqrt(span.busy) * (1 - this.waits.chance)) : 1;
    servers.fluctuation = swing;
    const inService = span.busy * swing;
    const waiting = max(0, span.queue + sqrt(span.queueVariance) * random.normal());
    queues.change(waiting, span.queue, seconds);
    queues.peak = max(queues.peak, span.queue + sqrt(span.queueVariance) * log(1 + count));
    servers.totalBusy = span.busy;
    servers.busyIntegral += span.left;
    // Where no work is done, nobody is served, whatever the numbers drawn.
    const present = span.left > 0 ? inService + waiting : Infinity;
    this.served = outcomes.publish(present);
    this.here = outcomes.arrived - outcomes.served - outcomes.failed;
    for (const { outcomes: ofFlow, share } of this.passages) ofFlow?.publish(present * share);
    this.throughput = span.left / seconds / service;
    if (this.served > 0 && span.busy > 0) for (const cohort of servers.cohorts) cohort.answered += this.served * cohort.busy / span.busy;
  }

  /** The work of a span is more or less than expected; servers that are all busy do not notice. */
  private disturb(seconds: number, perSecond: number, count: number, service: number): void {
    const { span, servers } = this;
    this.noise += service * (count - perSecond * seconds + sqrt(count * this.service.variability) * this.random.normal());
    const released = this.noise * (1 - exp(-seconds / service));
    this.noise -= released;
    if (span.left <= 0) return;
    const isFull = min(1, max(0, (FULL_LOAD - span.load) / (1 - FULL_LOAD) + 1));
    const most = servers.cohorts.reduce((sum, { accepting, pods }) => sum + (accepting ? pods : 0), 0) * this.service.slots * seconds;
    const factor = max(0, min(1 + released * isFull / span.left, max(1, most / span.left)));
    for (const cohort of servers.cohorts) cohort.busySeconds += cohort.busy * seconds * (factor - 1);
    span.left *= factor;
  }

  /** Follows the requests of a shared queue: those that come now stand behind the others, and those that are served leave with the wait that they had. */
  private follow(pool: Backlog, came: number, until: number, part: number, served: number, service: number, variation: number): void {
    const { line, service: { timeout, shapes } } = this;
    const leave = (requests: number, wait: number): void => this.record(requests, 1, wait, Math.max(CERTAIN, variation), this.factor, shapes);
    line.push(until - part / 2, came);
    line.serve(served, until, leave);
    if (timeout === Infinity) return;
    const expired = line.expire(until - timeout, until + timeout / 8, leave);
    pool.mean = max(0, pool.mean - expired * service / this.lanes);
  }

  /** The queue is short again: those who are still in line are about to be served. */
  private dissolve(now: number, variation: number): void {
    this.line.expire(Infinity, now, (requests, wait) => this.record(requests, 1, wait, max(CERTAIN, variation), this.factor, this.service.shapes));
  }

  /** Other readers divide the backlog among them. */
  private deal(pool: Backlog, lanes: number): void {
    pool.mean *= this.lanes / lanes;
    pool.variance *= (this.lanes / lanes) ** 2;
    this.lanes = lanes;
  }

  private kindOf(pods: number): QueueKind {
    const { workload: { balancer }, arrivals, service: { variability } } = this;
    switch (balancer.kind) {
      case 'round-robin': return { arrivals: arrivals / max(1, pods), service: variability };
      case 'least-requests': return { arrivals, service: variability, compared: pods };
      case 'shared-queue': return { arrivals, service: variability };
      default: return { arrivals: 1 - (1 - arrivals) / max(1, pods), service: variability };
    }
  }

  private secondsAt(warmth: number): number {
    return this.service.seconds * this.factor * warmth;
  }

  private warmth(since: number): number {
    const { warmUp } = this.workload.startUp;
    const age = this.time - since;
    return warmUp && age < warmUp.seconds ? 1 + (warmUp.factor - 1) * (1 - age / warmUp.seconds) : 1;
  }

  private openPods(): number {
    return this.servers.cohorts.reduce((sum, { accepting, pods }) => sum + (accepting ? pods : 0), 0);
  }
}

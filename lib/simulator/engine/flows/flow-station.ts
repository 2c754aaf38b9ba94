import { type LatencyHistogram } from '../../run/latency-histogram';
import { type Workload } from '../../world/world';
import { type RandomStream } from '../random/random-stream';
import { readersWorth } from '../requests/partitioned-log';
import { type TickClock } from '../traffic/tick-clock';
import { type PartitionLags, type PodWork, type WorkloadStation } from '../traffic/workload-station';
import { Backlog, type Visit } from './backlog';
import { WholeCounter } from './counts';
import { FlowOutcomes } from './flow-outcomes';
import { type LatencyBlend } from './latency-blend';
import { Passages } from './passages';
import { FlowQueues, lagsOf } from './flow-queues';
import { type FlowService, warmthAt } from './flow-service';
import { type Cohort, noteWork, PodCohorts, stateOf } from './pod-cohorts';
import { type QueueKind, queueKind, sharesBacklog, type Waits, waitsAt } from './waiting-model';
import { WorkNoise } from './work-noise';

const { log, max, min, sqrt } = Math;

/** Waits from which on requests of a shared queue are followed to their end. */
const LONG_SECONDS = 2;
/** Brings flows up to now: all of them, or the counters of a station's pods alone. */
export interface CatchUp {
  settle(): void;
  peek(station: FlowStation): void;
}

/** Station that goes on as it is until its rate or its pods change. */
interface Rest {
  readonly perSecond: number;
  readonly blend: LatencyBlend;
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
  public readonly passages: Passages;
  private factor = 1;
  /** Requests served, and lost by timeouts, kills and refusals, in the last span. */
  public served = 0;
  /** Expected requests per second that leave. */
  public throughput = 0;
  private time = 0;
  private readonly whole = new WholeCounter();
  /**
   * Backlog that all pods share, and the number of equal queues that it stands for; undefined where each pod has its
   * own.
   */
  private readonly pool?: Backlog;
  private lanes = 1;
  private readonly noise: WorkNoise;
  private here = 0;
  private readonly waits: Waits = { chance: 0, wait: 0 };
  private readonly span = { busy: 0, queue: 0, queueVariance: 0, left: 0, load: 0, isAtRest: false, blend: undefined as LatencyBlend | undefined };
  private rest?: Rest;
  /** Time up to which the counters of pods are known, and what they count beyond the last span. */
  public countedAt = 0;
  private surplus = 0;
  private answeredAhead = 0;

  public constructor(
    private readonly workload: Workload, private readonly service: FlowService, private readonly arrivals: number, clock: TickClock,
    private readonly random: RandomStream, private readonly catchUp: CatchUp,
  ) {
    const { balancer } = workload;
    this.outcomes = new FlowOutcomes(service.shapes, clock, service.timeout, workload.slo?.latencySeconds);
    this.servers = new PodCohorts(workload.service.kind === 'slots' ? workload.service.concurrency : 1, () => catchUp.peek(this));
    this.queues = new FlowQueues(() => catchUp.settle());
    this.passages = new Passages(this.outcomes, service);
    this.noise = new WorkNoise(service.variability, random);
    this.executor = { podCapacity: service.slots / service.seconds };
    this.sharesQueue = balancer.kind === 'shared-queue';
    if (sharesBacklog(balancer)) this.pool = new Backlog();
    if (balancer.kind === 'partitions') this.log = lagsOf(this, balancer.partitions);
  }

  public get slowness(): number {
    return this.factor;
  }

  /** Holds from now on, for what waits as well. */
  public set slowness(factor: number) {
    this.disturb();
    this.factor = factor;
  }

  public get present(): number {
    this.catchUp.settle();
    return this.here;
  }

  public get waiting(): LatencyHistogram {
    return this.outcomes.waits();
  }

  public waitingAt(pod: number): number {
    this.catchUp.settle();
    if (this.pool && this.workload.balancer.kind !== 'least-requests') return 0;
    const { backlog, full, accepting } = this.servers.cohortOf(pod);
    if (this.pool) return accepting ? this.queues.queued / this.servers.open : 0;
    return full * backlog.mean / this.secondsAt(1);
  }

  public open(pod: number, now: number, since = now): void {
    this.disturb();
    const { warmUp } = this.workload.startUp;
    const isWarm = !warmUp || now - since >= warmUp.seconds;
    this.servers.change(pod, { accepting: true, listed: true, warmingSince: isWarm ? NaN : since }, false);
  }

  public list(pod: number): void {
    this.disturb();
    this.servers.change(pod, { ...stateOf(this.servers.cohortOf(pod)), listed: true });
  }

  public withdraw(pod: number): void {
    this.disturb();
    this.servers.change(pod, { ...stateOf(this.servers.cohortOf(pod)), listed: false });
  }

  public close(pod: number, now: number): void {
    this.disturb();
    const cohort = this.servers.cohortOf(pod);
    if (!cohort.accepting) return;
    const work = this.pool ? 0 : cohort.backlog.mean / this.service.slots;
    // The longest of so many residual services of exponential length.
    const residual = this.secondsAt(1) * (1 + this.service.variability) / 2 * log(1 + cohort.busy);
    this.servers.change(pod, { ...stateOf(cohort), accepting: false });
    this.servers.setDrainedAt(pod, now + work + residual);
  }

  public kill(pod: number, now: number): void {
    this.disturb();
    const cohort = this.servers.cohortOf(pod);
    if (cohort.accepting || this.servers.drainedAt(pod) > now) {
      const waiting = this.pool ? 0 : cohort.full * cohort.backlog.mean / this.secondsAt(1);
      if (!this.log) this.passages.lose('killed', cohort.busy + waiting);
    }
    this.servers.change(pod, { ...stateOf(cohort), accepting: false }, false);
    this.servers.setDrainedAt(pod, now);
  }

  public isDrained(pod: number): boolean {
    this.catchUp.settle();
    return !this.servers.cohortOf(pod).accepting && this.time >= this.servers.drainedAt(pod) - 1e-9;
  }

  public isFull(pod: number): boolean {
    const { full } = this.servers.cohortOf(pod);
    return full > 0 && this.random.uniform() < full;
  }

  public hasFreedSlot(pod: number, since: number): boolean {
    const { backlog } = this.servers.cohortOf(pod);
    const wait = this.pool ? this.pool.mean / max(1, this.servers.open) : backlog.mean;
    return wait / this.service.slots * this.random.exponential() <= this.time - since;
  }

  /** Outcomes of a flow that passes this station alone. */
  public outcomesOfFlow(clock: TickClock, lateAfter: number): FlowOutcomes {
    return new FlowOutcomes(this.service.shapes, clock, this.service.timeout, lateAfter);
  }

  /** True where nothing but the number of requests changes from span to span. */
  public get isAtRest(): boolean {
    return this.rest !== undefined;
  }

  /** Lets the requests of the passages come in the seconds after `from`. */
  public flow(seconds: number, from: number): void {
    const { passages, outcomes } = this;
    const { perSecond } = passages;
    const came = passages.takeCount(perSecond);
    const count = this.whole.add(came);
    this.time = from + seconds;
    outcomes.arrived += count;
    if (this.rest && perSecond === this.rest.perSecond) {
      passages.recordBlend(this.rest.blend, came);
    } else {
      this.move(seconds, perSecond, perSecond > 0 ? came / (perSecond * seconds) : 0);
    }
    this.count(this.time, count - perSecond * seconds);
    this.surplus = 0;
    this.settle(seconds, perSecond, count);
  }

  /**
   * Counts the work of pods up to a time.
   * @param surplus requests that came beyond the expected ones since the last span.
   */
  public count(now: number, surplus: number): void {
    const { span, servers: { cohorts }, passages } = this;
    const seconds = now - this.countedAt;
    if (seconds <= 0) return;
    const { perSecond } = passages;
    const done = this.rest ? span.busy * seconds : span.left;
    const most = this.servers.open * this.service.slots * seconds;
    const news = surplus - this.surplus;
    const factor = this.noise.factor({ seconds, requests: perSecond * seconds, service: this.secondsAt(1), done, most, load: span.load }, news);
    for (const cohort of cohorts) {
      cohort.busySeconds += (this.rest ? cohort.busy * seconds : cohort.worked) + cohort.busy * seconds * (factor - 1);
      cohort.activeSeconds += cohort.active * seconds;
    }
    this.servers.busyIntegral += done * factor;
    if (now > this.time) this.answeredAhead += this.servers.answer(max(0, perSecond * seconds + news), span.busy);
    this.countedAt = now;
    this.surplus = surplus;
  }

  /** Invalidates the computed state when the number of pods or their speed changes. */
  private disturb(): void {
    this.catchUp.settle();
    this.rest = undefined;
  }

  private move(seconds: number, perSecond: number, weight: number): void {
    const { span, servers, passages } = this;
    span.busy = span.queue = span.queueVariance = span.left = span.load = 0;
    passages.hasLost = false;
    span.isAtRest = true;
    span.blend = undefined;
    servers.merge((since) => this.warmth(since) === 1);
    if (this.pool) this.flowThroughPool(this.pool, seconds, perSecond, weight);
    else this.flowThroughPods(seconds, perSecond, weight);
    const isWarm = servers.cohorts.every(({ warmingSince }) => Number.isNaN(warmingSince));
    this.rest = span.isAtRest && !passages.hasLost && isWarm && passages.line.isEmpty && span.blend ? { perSecond, blend: span.blend } : undefined;
    this.throughput = this.rest ? perSecond : span.left / seconds / this.secondsAt(1);
  }

  private flowThroughPods(seconds: number, perSecond: number, weight: number): void {
    const { servers: { cohorts }, service: { slots } } = this;
    let listed = 0;
    for (const cohort of cohorts) if (cohort.listed) listed += cohort.pods;
    if (listed === 0) this.passages.lose('refused', perSecond * seconds * weight);
    const kind = queueKind(this.workload.balancer, listed, this.arrivals, this.service.variability);
    for (const cohort of cohorts) {
      let rate = cohort.listed ? perSecond / listed : 0;
      if (!cohort.accepting && rate > 0) {
        this.passages.lose('refused', rate * cohort.pods * seconds * weight);
        rate = 0;
      }
      if (rate === 0 && cohort.backlog.mean === 0) {
        cohort.busy = cohort.full = cohort.worked = cohort.active = 0;
        continue;
      }
      this.flowThroughQueue(cohort.backlog, kind, rate, slots, slots, this.secondsAt(this.warmth(cohort.warmingSince)), cohort.pods, seconds, weight, cohort);
    }
  }

  private flowThroughPool(pool: Backlog, seconds: number, perSecond: number, weight: number): void {
    const { workload: { balancer }, service: { slots } } = this;
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
      if (gone > 0) this.passages.lose('refused', rate * seconds * weight * gone);
      rate *= 1 - gone;
    }
    const lanes = balancer.kind === 'partitions' ? max(1, readersWorth(balancer.partitions, open)) : 1;
    if (lanes !== this.lanes) this.deal(pool, lanes);
    const service = this.secondsAt(open > 0 ? open / speed : 1);
    const servers = balancer.kind === 'partitions' ? min(1, open) * slots : open * slots;
    const kind = queueKind(balancer, open, this.arrivals, this.service.variability);
    this.flowThroughQueue(pool, kind, rate / lanes, servers, slots, service, lanes, seconds, weight);
    const used = open > 0 ? this.span.busy / open : 0;
    for (const cohort of this.servers.cohorts) {
      cohort.busy = cohort.accepting ? used : 0;
      cohort.full = cohort.accepting ? this.waits.chance : 0;
      noteWork(cohort, cohort.accepting && open > 0 ? this.span.left / open : 0, seconds, slots);
    }
  }

  /** One queue, or so many equal ones. */
  private flowThroughQueue(
    backlog: Backlog, kind: QueueKind, perSecond: number, servers: number, slots: number, service: number, queues: number, seconds: number, weight: number,
    cohort?: Cohort,
  ): void {
    const { service: { timeout, queueLimit, seconds: own }, waits, span, passages } = this;
    const { line } = passages;
    const factor = service / own;
    // Without a pod, what waits is what has come within the timeout.
    const atTimeout = timeout * (servers || perSecond * service);
    const atLimit = max(0.5, queueLimit) * service;
    const isRefusing = atLimit < atTimeout;
    let until = this.time - seconds;
    let busy = 0;
    let used = 0;
    let last = 0;
    let visits = 0;
    const visit: Visit = (part, mean, variation, share, lost) => {
      waitsAt(kind, servers, slots, share, mean, service, waits);
      let requests = perSecond * queues * part * weight;
      if (isRefusing && lost > 0) {
        const refused = requests * waits.chance * lost;
        this.passages.lose('refused', refused);
        requests -= refused;
      }
      until += part;
      visits++;
      const isLong = servers === 0 || (waits.wait > (line.isEmpty ? LONG_SECONDS : LONG_SECONDS / 2) && variation < 0.9);
      if (!cohort && !isLong && !line.isEmpty) passages.dissolve(until, variation, this.factor);
      if (!cohort && isLong) {
        if (line.isEmpty) line.begin(queues * mean / service);
        const expired = passages.follow(requests, until, part, queues * share * servers * part / service, variation, this.factor);
        backlog.mean = max(0, backlog.mean - expired * service / queues);
      } else if (backlog.isAtRest) {
        this.rely(passages.blendOf({ chance: waits.chance, wait: waits.wait, variation, factor }), requests);
      } else if (requests > 0) {
        passages.record(requests, { chance: waits.chance, wait: waits.wait, variation, factor });
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
    span.isAtRest &&= backlog.isAtRest && visits === 1;
    if (!cohort) return;
    cohort.busy = used * servers;
    cohort.full = waits.chance;
    noteWork(cohort, busy, seconds, slots);
  }

  /** Records the state that the next span may reuse, as long as it is one blend. */
  private rely(blend: LatencyBlend, requests: number): void {
    const { span, passages } = this;
    if (span.blend && span.blend !== blend) span.isAtRest = false;
    span.blend = blend;
    passages.recordBlend(blend, requests);
  }

  /** Rounds the counts at the end of a span: served = arrived - lost - present. */
  private settle(seconds: number, perSecond: number, count: number): void {
    const { span, outcomes, servers, queues, random } = this;
    if (perSecond === 0 && span.busy === 0 && span.queue === 0 && this.here === 0) {
      this.served = this.throughput = 0;
      servers.totalBusy = queues.queued = 0;
      return;
    }
    const swing = span.busy > 0 ? max(0, 1 + random.normal() / sqrt(span.busy) * (1 - this.waits.chance)) : 1;
    servers.fluctuation = swing;
    const inService = span.busy * swing;
    const waiting = max(0, span.queue + sqrt(span.queueVariance) * random.normal());
    queues.change(waiting, span.queue, seconds);
    queues.peak = max(queues.peak, span.queue + sqrt(span.queueVariance) * log(1 + count));
    servers.totalBusy = span.busy;
    // Without work in progress nothing is served, whatever the random numbers.
    const present = span.left > 0 ? inService + waiting : Infinity;
    this.served = this.passages.publish(present);
    this.here = outcomes.arrived - outcomes.served - outcomes.failed;
    const owed = this.served - this.answeredAhead;
    this.answeredAhead = max(0, -owed);
    servers.answer(owed, span.busy);
  }

  /** Divides the backlog among a new set of readers. */
  private deal(pool: Backlog, lanes: number): void {
    pool.mean *= this.lanes / lanes;
    pool.variance *= (this.lanes / lanes) ** 2;
    this.lanes = lanes;
  }

  private secondsAt(warmth: number): number {
    return this.service.seconds * this.factor * warmth;
  }

  private warmth(since: number): number {
    return warmthAt(this.workload.startUp.warmUp, this.time - since);
  }
}

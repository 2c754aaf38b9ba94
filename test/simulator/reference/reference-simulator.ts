/**
 * Independent second simulator for differential tests: one workload, its HPA, and time in steps of two milliseconds.
 * It shares no code with lib/: docs/simulator.md, docs/scenario.md and the Kubernetes documentation specify it.
 */

import { type Call, isIdle, isTurn, type Pod, type Prober, type ReferenceFigures, type ReferenceProbe, type ReferenceWorld, STEP, uniform } from './reference-world';

const QUOTA_PERIOD = 0.1;
const PASS_PERIOD = 15;
const SCRAPE_PERIOD = 15;
const TOLERANCE = 0.1;
const CPU_INITIALIZATION = 300;

export function simulateReference(world: ReferenceWorld): ReferenceFigures {
  return new ReferenceSimulator(world).run();
}

class ReferenceSimulator {
  private readonly random: () => number;
  private readonly pods: Pod[] = [];
  private shared: Call[] = [];
  private again: Array<{ at: number; call: Call }> = [];
  private readonly latencies: number[] = [];
  private readonly recommendations: Array<{ time: number; replicas: number }> = [];
  private readonly scalings: Array<{ time: number; change: number }> = [];
  private readonly budgetLog: Array<{ time: number; value: number }> = [];
  private replicas: number;
  private counts = { requests: 0, attempts: 0, lost: 0, refused: 0, killed: 0, timedOut: 0, restarts: 0 };
  private replicaSeconds = 0;
  private peak = 0;
  private cpuOfGone = 0;
  private nextArrival = 0;

  public constructor(private readonly world: ReferenceWorld) {
    this.random = uniform(world.seed);
    this.replicas = world.scale ? world.scale[0].replicas : world.replicas ?? world.minReplicas;
    for (let index = 0; index < this.replicas; index++) this.pods.push(this.newPod(-86_400, -86_400));
    for (const pod of this.pods) this.becomeReady(pod, -86_400);
    this.nextArrival = this.arrivalAfter(0);
  }

  public run(): ReferenceFigures {
    const { seconds, scale } = this.world;
    const passOffset = scale ? Infinity : 5;
    const scrapeOffset = SCRAPE_PERIOD * this.random();
    for (let step = 0; step * STEP < seconds; step++) {
      const now = step * STEP;
      if (isTurn(now, SCRAPE_PERIOD, scrapeOffset)) this.scrape(now);
      if (isTurn(now, PASS_PERIOD, passOffset)) this.pass(now);
      for (const change of scale ?? []) if (isTurn(now, seconds, change.at)) this.scaleTo(change.replicas, now);
      this.movePods(now);
      this.receive(now, now + STEP);
      this.giveUp(now + STEP);
      for (const pod of this.pods) if (!pod.dead) this.serve(pod, now);
      const replicas = this.countActive();
      this.replicaSeconds += replicas * STEP;
      this.peak = Math.max(this.peak, replicas);
    }
    const cpuSeconds = this.cpuOfGone + this.pods.reduce((sum, pod) => sum + pod.cpu, 0);
    return {
      ...this.counts, meanReplicas: this.replicaSeconds / seconds, peakReplicas: this.peak, cpuSeconds,
      latencies: Float64Array.from(this.latencies).sort(),
    };
  }

  // ---- clients

  private arrivalAfter(time: number): number {
    const { rate, highestRate } = this.world;
    for (let at = time; ;) {
      at -= Math.log(1 - this.random()) / highestRate;
      if (at > this.world.seconds) return Infinity;
      if (this.random() * highestRate < rate(at)) return at;
    }
  }

  private receive(from: number, until: number): void {
    while (this.nextArrival < until) {
      this.counts.requests++;
      this.budgetLog.push({ time: this.nextArrival, value: this.world.retries?.budget ?? 0 });
      this.send({ first: this.nextArrival, arrived: this.nextArrival, attempt: 1, left: this.work(), startedAt: NaN, abandoned: false });
      this.nextArrival = this.arrivalAfter(this.nextArrival);
    }
    const due = this.again.filter(({ at }) => at < until);
    if (due.length === 0) return;
    this.again = this.again.filter(({ at }) => at >= until);
    for (const { at, call } of due) {
      this.send({ ...call, arrived: Math.max(from, at), attempt: call.attempt + 1, left: this.work(), startedAt: NaN, abandoned: false });
    }
  }

  private work(): number {
    const { mean, cv } = this.world.service;
    if (cv === 0) return mean;
    const variance = Math.log(1 + cv * cv);
    const normal = Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
    return mean * Math.exp(normal * Math.sqrt(variance) - variance / 2);
  }

  private send(call: Call): void {
    this.counts.attempts++;
    if (this.world.balancer === 'shared') {
      this.shared.push(call);
      return;
    }
    const listed = this.pods.filter((pod) => pod.listed);
    const pod = listed[Math.floor(this.random() * listed.length)];
    if (!pod || pod.dead || pod.closed) this.fail(call, 'refused', call.arrived);
    else pod.queue.push(call);
  }

  private fail(call: Call, cause: 'refused' | 'killed' | 'timedOut', now: number): void {
    this.counts[cause]++;
    const { retries } = this.world;
    if (!retries || call.attempt >= retries.attempts || !this.budgetAllows(now)) {
      this.counts.lost++;
      return;
    }
    const longest = Math.min(retries.maxBackoff, retries.backoff * 2 ** (call.attempt - 1));
    this.again.push({ at: now + longest * this.random(), call });
  }

  private budgetAllows(now: number): boolean {
    if (this.world.retries?.budget === undefined) return true;
    while (this.budgetLog.length > 0 && this.budgetLog[0].time < now - 10) this.budgetLog.shift();
    if (this.budgetLog.reduce((sum, { value }) => sum + value, 0) < 1) return false;
    this.budgetLog.push({ time: now, value: -1 });
    return true;
  }

  private giveUp(until: number): void {
    const { timeout } = this.world.service;
    if (timeout === Infinity) return;
    const isOver = (call: Call): boolean => call.arrived + timeout < until;
    const leave = (queue: Call[]): Call[] => {
      if (queue.length === 0 || !isOver(queue[0])) return queue;
      for (const call of queue.filter(isOver)) this.fail(call, 'timedOut', call.arrived + timeout);
      return queue.filter((call) => !isOver(call));
    };
    this.shared = leave(this.shared);
    for (const pod of this.pods) {
      pod.queue = leave(pod.queue);
      for (const call of pod.slots) {
        if (!call || call.abandoned || !isOver(call)) continue;
        call.abandoned = true;
        this.fail(call, 'timedOut', call.arrived + timeout);
      }
    }
  }

  // ---- pods

  /** Works on the requests of a pod from `now` to the end of the step, as far as the quota goes. */
  private serve(pod: Pod, now: number): void {
    const { service, cpuLimit = Infinity } = this.world;
    if (isTurn(now, QUOTA_PERIOD, 0)) pod.quotaLeft = cpuLimit * QUOTA_PERIOD;
    if (isIdle(pod) && (pod.queue.length === 0 && this.shared.length === 0)) return;
    const coresPerSlot = service.cpuSeconds / service.mean;
    this.fill(pod, now);
    const wanted = pod.slots.filter((call) => call !== undefined).length * coresPerSlot * STEP;
    const speed = wanted > 0 ? Math.min(1, Math.max(0, pod.quotaLeft) / wanted) : 1;
    for (let slot = 0; slot < pod.slots.length; slot++) {
      let at = now;
      for (let call = pod.slots[slot]; call && at < now + STEP; call = pod.slots[slot]) {
        at = Math.max(at, call.startedAt);
        const available = (now + STEP - at) * speed;
        const worked = Math.min(call.left, available);
        call.left -= worked;
        pod.cpu += worked * coresPerSlot;
        pod.quotaLeft -= worked * coresPerSlot;
        if (call.left > 0) break;
        at += speed > 0 ? worked / speed : 0;
        pod.slots[slot] = undefined;
        this.answer(pod, call, at);
        this.fill(pod, at);
      }
    }
  }

  private answer(pod: Pod, call: Call, now: number): void {
    pod.answered++;
    if (!call.abandoned) this.latencies.push(now - call.first);
  }

  /** Gives free slots to waiting requests. */
  private fill(pod: Pod, now: number): void {
    const { balancer, warmUp } = this.world;
    const queue = balancer === 'shared' ? this.shared : pod.queue;
    if (balancer === 'shared' && (!pod.everReady || pod.closed || pod.restartAt > now)) return;
    for (let slot = 0; slot < pod.slots.length && queue.length > 0; slot++) {
      if (pod.slots[slot]) continue;
      const call = queue.shift()!;
      call.startedAt = Math.max(now, call.arrived);
      if (warmUp) call.left *= 1 + (warmUp.factor - 1) * Math.max(0, 1 - (call.startedAt - pod.readyAt) / warmUp.seconds);
      pod.slots[slot] = call;
    }
  }

  private newPod(created: number, readyAt: number): Pod {
    const { probes, service } = this.world;
    const prober = (probe?: ReferenceProbe): Prober | undefined => (
      probe && { probe, next: this.random() * probe.period, sentAt: NaN, failed: 0, passed: 0 }
    );
    return {
      created, readyAt, everReady: false, ready: false, deletedAt: NaN, listed: false, unlistAt: Infinity, closed: false, dead: false, restartAt: NaN,
      slots: new Array<Call | undefined>(service.slots).fill(undefined), queue: [], cpu: 0, quotaLeft: 0, answered: 0, samples: [],
      readiness: prober(probes?.readiness), liveness: prober(probes?.liveness),
    };
  }

  private becomeReady(pod: Pod, now: number): void {
    pod.everReady = true;
    pod.ready = true;
    pod.readyAt = now;
    pod.listed = true;
    pod.unlistAt = Infinity;
  }

  private becomeUnready(pod: Pod, now: number): void {
    pod.ready = false;
    pod.unlistAt = Math.min(pod.unlistAt, now + this.world.drain.endpointRemoval);
  }

  private movePods(now: number): void {
    const { drain, startUp } = this.world;
    for (const pod of this.pods) {
      const age = now - pod.deletedAt;
      if (!pod.everReady && Number.isNaN(pod.deletedAt) && now >= pod.created + startUp) this.becomeReady(pod, now);
      if (now >= pod.restartAt && Number.isNaN(pod.deletedAt)) {
        pod.restartAt = NaN;
        pod.closed = false;
        this.becomeReady(pod, now);
      }
      if (now >= pod.unlistAt) pod.listed = false;
      if (!Number.isNaN(pod.deletedAt) && !pod.dead) {
        if (!pod.everReady) pod.dead = true;
        else if (age >= Math.min(drain.preStop, drain.grace)) this.terminate(pod, age, now);
      }
      if (!pod.dead && pod.ready) this.probe(pod, now);
      else if (!pod.dead && pod.readiness && Number.isNaN(pod.restartAt) && pod.everReady && Number.isNaN(pod.deletedAt)) this.probe(pod, now);
    }
    for (let index = this.pods.length - 1; index >= 0; index--) {
      const pod = this.pods[index];
      if (!pod.dead || pod.listed) continue;
      this.cpuOfGone += pod.cpu;
      this.pods.splice(index, 1);
    }
  }

  private terminate(pod: Pod, age: number, now: number): void {
    const { drain } = this.world;
    pod.closed = true;
    if (drain.finishesOnTerm && !(isIdle(pod) && pod.queue.length === 0) && age < drain.grace) return;
    this.loseAll(pod, now);
    pod.dead = true;
  }

  private loseAll(pod: Pod, now: number): void {
    for (const call of [...pod.slots, ...pod.queue]) if (call && !call.abandoned) this.fail(call, 'killed', now);
    pod.slots.fill(undefined);
    pod.queue = [];
  }

  // ---- probes

  private probe(pod: Pod, now: number): void {
    const { readiness, liveness } = pod;
    if (readiness) {
      const result = this.ask(pod, readiness, now);
      if (result === false && readiness.failed >= readiness.probe.failures && pod.ready) this.becomeUnready(pod, now);
      if (result === true && readiness.passed >= readiness.probe.successes && !pod.ready) {
        const { readyAt } = pod;
        this.becomeReady(pod, now);
        pod.readyAt = readyAt;
      }
    }
    if (liveness && this.ask(pod, liveness, now) === false && liveness.failed >= liveness.probe.failures) this.restart(pod, now);
  }

  /** True or false once an answer or its time-out is there; undefined otherwise. */
  private ask(pod: Pod, prober: Prober, now: number): boolean | undefined {
    const { period, timeout } = prober.probe;
    if (Number.isNaN(prober.sentAt)) {
      if (now < prober.next) return undefined;
      prober.sentAt = now;
      prober.next = Math.max(prober.next, 0) + period;
    }
    if (now < prober.sentAt + timeout) return undefined;
    const queue = this.world.balancer === 'shared' ? this.shared : pod.queue;
    const olderWaits = queue.length > 0 && queue[0].arrived <= prober.sentAt;
    const noneStartedSince = pod.slots.every((call) => call !== undefined && call.startedAt <= prober.sentAt);
    const isFull = pod.slots.every((call) => call !== undefined);
    const isAnswered = !(isFull && (olderWaits || noneStartedSince));
    prober.sentAt = NaN;
    prober.failed = isAnswered ? 0 : prober.failed + 1;
    prober.passed = isAnswered ? prober.passed + 1 : 0;
    return isAnswered;
  }

  /** Liveness: what the container served is lost, and it starts again with the boot phase of its start-up. */
  private restart(pod: Pod, now: number): void {
    this.counts.restarts++;
    this.loseAll(pod, now);
    this.becomeUnready(pod, now);
    pod.closed = true;
    pod.restartAt = now + this.world.startUp;
    for (const prober of [pod.readiness, pod.liveness]) {
      if (prober) Object.assign(prober, { failed: 0, passed: 0, sentAt: NaN, next: pod.restartAt + this.random() * prober.probe.period });
    }
  }

  // ---- HPA

  private countActive(): number {
    let count = 0;
    for (const pod of this.pods) if (Number.isNaN(pod.deletedAt)) count++;
    return count;
  }

  private active(): Pod[] {
    return this.pods.filter((pod) => Number.isNaN(pod.deletedAt));
  }

  private scrape(now: number): void {
    for (const pod of this.pods) if (!pod.dead && pod.everReady) pod.samples.push({ time: now, cpu: pod.cpu, answered: pod.answered });
  }

  /** Usage of a pod in shares of the target; undefined without a reading. */
  private reading(pod: Pod): number | undefined {
    const { metric, cpuRequest } = this.world;
    const last = pod.samples[pod.samples.length - 1];
    if (!last) return undefined;
    if (metric.kind === 'cpu') {
      const before = pod.samples[pod.samples.length - 2];
      if (!before) return undefined;
      return (last.cpu - before.cpu) / (last.time - before.time) / cpuRequest / metric.target;
    }
    const window = pod.samples.filter(({ time }) => time > last.time - 60);
    if (window.length < 2) return undefined;
    const first = window[0];
    // rate(): extrapolated to the window's ends, by at most half an interval where the series begins later.
    const covered = last.time - first.time;
    const gap = Math.min(60 - covered, SCRAPE_PERIOD);
    return ((last.answered - first.answered) / covered) * ((covered + gap) / 60) / metric.target;
  }

  private pass(now: number): void {
    const { minReplicas, maxReplicas } = this.world;
    const desired = this.desired(now);
    if (desired === undefined) return;
    this.recommendations.push({ time: now, replicas: desired });
    const { stabilization = 300 } = this.world;
    const held = Math.max(...this.recommendations.filter(({ time }) => time >= now - stabilization).map(({ replicas }) => replicas));
    let next = desired < this.replicas ? Math.min(held, this.replicas) : desired;
    const added = this.scalings.filter(({ time, change }) => change > 0 && time > now - 15).reduce((sum, { change }) => sum + change, 0);
    const base = this.replicas - added;
    next = Math.min(next, Math.max(base * 2, base + 4), maxReplicas);
    this.scaleTo(Math.max(next, minReplicas), now);
  }

  private desired(now: number): number | undefined {
    const pods = this.active();
    const isCpu = this.world.metric.kind === 'cpu';
    const counted: number[] = [];
    let unready = 0;
    let missing = 0;
    for (const pod of pods) {
      const reading = this.reading(pod);
      const last = pod.samples[pod.samples.length - 1];
      const before = pod.samples[pod.samples.length - 2];
      const isYoung = now < pod.created + CPU_INITIALIZATION;
      const waitsForCpu = isCpu && isYoung && (!pod.ready || !before || before.time < pod.readyAt) && pod.created >= 0;
      if (waitsForCpu || (isCpu && !pod.ready) || (!isCpu && !pod.everReady)) unready++;
      else if (reading === undefined || !last) missing++;
      else counted.push(reading);
    }
    if (counted.length === 0) return undefined;
    const ratio = counted.reduce((sum, each) => sum + each, 0) / counted.length;
    if (unready + missing === 0) return Math.abs(ratio - 1) <= TOLERANCE ? this.replicas : Math.ceil(counted.length * ratio - 1e-9);
    const sum = counted.reduce((total, each) => total + each, 0);
    const adjusted = ratio > 1 ? sum / (counted.length + missing + unready) : (sum + missing) / (counted.length + missing);
    const size = ratio > 1 ? counted.length + missing + unready : counted.length + missing;
    if (Math.abs(adjusted - 1) <= TOLERANCE || (ratio > 1) !== (adjusted > 1)) return this.replicas;
    const wanted = Math.ceil(size * adjusted - 1e-9);
    return (adjusted > 1 && wanted < this.replicas) || (adjusted < 1 && wanted > this.replicas) ? this.replicas : wanted;
  }

  private scaleTo(replicas: number, now: number): void {
    if (replicas !== this.replicas) this.scalings.push({ time: now, change: replicas - this.replicas });
    this.replicas = replicas;
    const pods = this.active();
    for (let count = pods.length; count < replicas; count++) this.pods.push(this.newPod(now, Infinity));
    // The ReplicaSet deletes pods that are not Ready first, then the youngest.
    const order = [...pods].sort((one, other) => Number(one.ready) - Number(other.ready) || other.created - one.created);
    for (const pod of order.slice(0, Math.max(0, pods.length - replicas))) {
      pod.deletedAt = now;
      if (pod.everReady) this.becomeUnready(pod, now);
    }
  }
}

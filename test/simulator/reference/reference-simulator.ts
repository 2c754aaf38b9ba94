/**
 * A second simulator, to test the first one against: one workload, its clients and its HPA. It was written from
 * docs/simulator.md, docs/scenario.md and the documentation of Kubernetes, metrics-server and Prometheus, shares no
 * code with lib/, and prefers plain loops to speed.
 */

import { Agenda } from './agenda';
import { type Call, ReferenceClients } from './reference-clients';
import { ReferenceContainer } from './reference-container';
import { ReferenceHpa } from './reference-hpa';
import { inDeletionOrder, newPod, type ProbeRequest, type ReferencePod } from './reference-pod';
import { type ReferenceFigures, type ReferenceProbe, type ReferenceWorld, uniform } from './reference-world';

const SYNC_PERIOD = 15;
const FIRST_PASS = 5;
const SCRAPE_PERIOD = 15;
const LONGEST_BACKOFF = 300;
const DAY = 86_400;

export function simulateReference(world: ReferenceWorld): ReferenceFigures {
  return new ReferenceSimulator(world).run();
}

class ReferenceSimulator {
  private readonly random: () => number;
  private readonly agenda = new Agenda();
  private readonly pods: ReferencePod[] = [];
  private readonly sharedQueue: Array<Call | ProbeRequest> = [];
  private readonly ending = new Set<ReferenceContainer<Call | ProbeRequest>>();
  private readonly clients: ReferenceClients;
  private readonly hpa: ReferenceHpa;
  private replicas: number;
  private replicaSeconds = 0;
  private replicasSince = 0;
  private peak: number;
  private restarts = 0;

  public constructor(private readonly world: ReferenceWorld) {
    this.random = uniform(world.seed);
    this.hpa = new ReferenceHpa(world);
    this.replicas = world.scale ? world.scale[0].replicas : world.replicas ?? world.minReplicas;
    this.peak = this.replicas;
    for (let index = 0; index < this.replicas; index++) {
      const pod = this.addPod(-DAY);
      this.startServing(pod, -DAY);
    }
    this.clients = new ReferenceClients(world, this.agenda, this.random, (call) => this.deliver(call));
  }

  public run(): ReferenceFigures {
    const { agenda, world } = this;
    agenda.every(SCRAPE_PERIOD, SCRAPE_PERIOD * this.random(), () => this.readCpu());
    if (world.scale) for (const { at, replicas } of world.scale.slice(1)) agenda.at(at, () => this.scaleTo(replicas));
    else agenda.every(SYNC_PERIOD, FIRST_PASS, () => this.scaleTo(this.hpa.pass(this.pods, this.replicas, agenda.now)));
    agenda.runUntil(world.seconds);
    this.countReplicas();
    const { counts, latencies } = this.clients;
    return {
      ...counts, restarts: this.restarts, meanReplicas: this.replicaSeconds / world.seconds, peakReplicas: this.peak,
      cpuSeconds: this.pods.reduce((sum, pod) => sum + cpuOf(pod), 0), latencies: Float64Array.from(latencies).sort(),
    };
  }

  // ---- requests

  private deliver(call: Call): boolean {
    const { now } = this.agenda;
    if (this.world.balancer === 'shared') {
      this.sharedQueue.push(call);
      const free = this.pods.filter(({ container }) => container?.hasFreeSlot);
      if (free.length > 0) free[Math.floor(this.random() * free.length)].container!.look();
      return true;
    }
    const listed = this.pods.filter((pod) => now < pod.listedUntil);
    const container = listed.length > 0 ? listed[Math.floor(this.random() * listed.length)].container : undefined;
    if (!container?.isListening) return false;
    container.receive(call);
    return true;
  }

  // ---- pods

  private addPod(created: number): ReferencePod {
    const pod = newPod(created);
    this.pods.push(pod);
    // Each target is scraped at its own offset.
    const { agenda } = this;
    agenda.every(SCRAPE_PERIOD, agenda.now + SCRAPE_PERIOD * this.random(), () => {
      if (pod.container && !pod.hasEnded) pod.answeredSamples.push({ time: agenda.now, value: pod.container.answered });
    });
    return pod;
  }

  /** The container answers: it is Ready, and its probes begin. */
  private startServing(pod: ReferencePod, readyAt: number): void {
    const { world } = this;
    const isShared = world.balancer === 'shared';
    const container = new ReferenceContainer<Call | ProbeRequest>(world, this.agenda, readyAt, isShared ? this.sharedQueue : [], isShared, (item) => (
      item.kind === 'call' ? this.clients.answered(item) : item.answered()
    ));
    pod.container = container;
    this.becomeReady(pod, readyAt);
    container.look();
    const isOver = (): boolean => pod.container !== container || pod.deletedAt < Infinity;
    if (world.probes?.readiness) this.probe(pod, world.probes.readiness, isOver, () => this.becomeReady(pod, this.agenda.now), () => this.becomeUnready(pod));
    if (world.probes?.liveness) this.probe(pod, world.probes.liveness, isOver, () => undefined, () => this.restart(pod));
  }

  private becomeReady(pod: ReferencePod, at: number): void {
    if (pod.isReady) return;
    Object.assign(pod, { isReady: true, readyChanged: at, listedUntil: Infinity });
  }

  private becomeUnready(pod: ReferencePod): void {
    if (!pod.isReady) return;
    const { now } = this.agenda;
    Object.assign(pod, { isReady: false, readyChanged: now, listedUntil: now + this.world.drain.endpointRemoval });
  }

  /** A probe each period, which fails where no slot has taken it within the time-out. */
  private probe(pod: ReferencePod, { period, timeout, failures, successes }: ReferenceProbe, isOver: () => boolean, pass: () => void, fail: () => void): void {
    const { agenda } = this;
    let passed = 0;
    let failed = 0;
    agenda.every(period, agenda.now + period * this.random(), () => {
      if (isOver()) return;
      const request: ProbeRequest = {
        kind: 'probe', work: 0, isOver: false,
        answered: () => {
          if (request.isOver || isOver()) return;
          request.isOver = true;
          failed = 0;
          if (++passed >= successes) pass();
        },
      };
      pod.container!.receive(request);
      agenda.at(agenda.now + timeout, () => {
        if (request.isOver || isOver()) return;
        request.isOver = true;
        passed = 0;
        if (++failed >= failures) fail();
      });
    });
  }

  /** SIGTERM after the preStop hook; the process then finishes or ends at once, and `onEnd` follows its end. */
  private terminate(pod: ReferencePod, container: ReferenceContainer<Call | ProbeRequest>, onEnd: () => void): void {
    const { agenda, world: { drain } } = this;
    const deadline = agenda.now + drain.grace;
    const end = (): void => {
      for (const item of container.end()) if (item.kind === 'call') this.clients.failed(item, 'killed');
      onEnd();
    };
    const wait = (): void => {
      if (!drain.finishesOnTerm || container.isIdle || agenda.now >= deadline) end();
      else agenda.at(Math.min(deadline, agenda.now + 0.01), wait);
    };
    agenda.at(agenda.now + Math.min(drain.preStop, drain.grace), () => {
      if (pod.container !== container || pod.hasEnded) return;
      container.stopListening();
      wait();
    });
  }

  /** Liveness: the container ends as on deletion, and starts again after the kubelet's back-off. */
  private restart(pod: ReferencePod): void {
    const { agenda } = this;
    const { container } = pod;
    if (!container || this.ending.has(container)) return;
    this.ending.add(container);
    this.restarts++;
    pod.restarts++;
    this.terminate(pod, container, () => {
      if (pod.deletedAt < Infinity) {
        pod.hasEnded = true;
        return;
      }
      this.becomeUnready(pod);
      pod.earlierCpu += container.cpu;
      Object.assign(pod, { container: undefined, cpuSamples: [], answeredSamples: [] });
      const backoff = pod.restarts === 1 ? 0 : Math.min(LONGEST_BACKOFF, 10 * 2 ** (pod.restarts - 2));
      agenda.at(agenda.now + backoff, () => {
        pod.started = agenda.now;
        this.boot(pod);
      });
    });
  }

  private boot(pod: ReferencePod): void {
    const { agenda } = this;
    agenda.at(agenda.now + this.world.startUp, () => {
      if (pod.deletedAt === Infinity) this.startServing(pod, agenda.now);
    });
  }

  private delete(pod: ReferencePod): void {
    pod.deletedAt = this.agenda.now;
    this.becomeUnready(pod);
    if (!pod.container) pod.hasEnded = true;
    else {
      this.terminate(pod, pod.container, () => {
        pod.hasEnded = true;
      });
    }
  }

  // ---- scaling

  private get active(): ReferencePod[] {
    return this.pods.filter(({ deletedAt }) => deletedAt === Infinity);
  }

  private scaleTo(replicas: number): void {
    if (replicas === this.replicas) return;
    this.countReplicas();
    const { active } = this;
    for (const pod of inDeletionOrder(active, this.agenda.now, this.random).slice(0, Math.max(0, active.length - replicas))) this.delete(pod);
    for (let count = active.length; count < replicas; count++) this.boot(this.addPod(this.agenda.now));
    this.replicas = replicas;
    this.peak = Math.max(this.peak, replicas);
  }

  private countReplicas(): void {
    const { now } = this.agenda;
    this.replicaSeconds += this.replicas * (now - this.replicasSince);
    this.replicasSince = now;
  }

  private readCpu(): void {
    const { now } = this.agenda;
    for (const pod of this.pods) {
      if (pod.hasEnded || now < pod.started) continue;
      pod.container?.bringUpToDate();
      pod.cpuSamples.push({ time: now, value: pod.container?.cpu ?? 0 });
    }
  }
}

function cpuOf({ container, earlierCpu }: ReferencePod): number {
  container?.bringUpToDate();
  return earlierCpu + (container?.cpu ?? 0);
}

import { LatencyHistogram } from '../../run/latency-histogram';
import { type StartUp, type Workload } from '../../world/world';
import { type EventQueue } from '../events/event-queue';
import { type RandomStream } from '../random/random-stream';
import { sampler, type Sampler } from '../random/sampler';
import { throttleFactor } from '../requests/cpu-limit';
import { type WorkloadStation } from '../traffic/workload-station';
import { Probing } from './probing';
import { Level } from './level';
import { type NodePoolModel, type PodSize } from './node-pool';
import { type Pod } from './pod';

/** Creation time of initial pods: before any initialization period of the controller. */
const LONG_AGO = -86_400;

/** Interval at which the kubelet checks for ended containers (relist period of its pod lifecycle event generator). */
const RELIST_SECONDS = 1;
/** Time that the kubelet leaves after SIGTERM, however long the preStop hook took (minimumGracePeriodInSeconds). */
const LEAST_GRACE_SECONDS = 2;

type Phase = 'schedule' | 'coldPull' | 'warmPull' | 'init' | 'boot';

/** Actions of the scheduler, the kubelet and the endpoints controller on the pods of one workload. */
export class Lifecycle {
  public onChange: () => void = () => {};
  public onGone: (pod: Pod) => void = () => {};
  public readonly ready = new Level();
  public readonly startUps = new LatencyHistogram();
  public restarts = 0;
  /** Factor on the phases of pods that start from now on. */
  public slowness = 1;
  private readonly phases: Record<Phase, Sampler>;
  private readonly engine?: { readonly weights: Sampler; readonly compilation: Sampler; readonly warmUp: Sampler };
  /** Pods that were created but never Ready. */
  private readonly starting = new Set<Pod>();
  private readonly probing?: Probing;
  private readonly size: PodSize;
  /** Factor on `boot`: its CPU limit stops a container that wants more of it to start. */
  private readonly throttle: number;

  public constructor(
    private readonly workload: Workload, private readonly eventQueue: EventQueue, private readonly station: WorkloadStation,
    private readonly nodes: NodePoolModel | undefined, random: RandomStream,
  ) {
    const phase = (name: keyof StartUp & Phase) => sampler(workload.startUp[name], random);
    this.phases = { schedule: phase('schedule'), coldPull: phase('coldPull'), warmPull: phase('warmPull'), init: phase('init'), boot: phase('boot') };
    const { engine } = workload.startUp;
    if (engine) {
      this.engine = { weights: sampler(engine.weights, random), compilation: sampler(engine.compilation, random), warmUp: sampler(engine.warmUp, random) };
    }
    this.size = sizeOf(workload);
    this.throttle = throttleFactor(workload, workload.startUp.cpuCores);
    if (workload.probes) this.probing = new Probing(workload.probes, eventQueue, station, this, random);
  }

  /** Adds a warm pod that was Ready long before the simulation began. */
  public adopt(pod: Pod): void {
    pod.startTime = LONG_AGO;
    this.nodes?.adopt(pod, this.size, (node) => node.images.add(this.workload.id));
    this.run(pod, LONG_AGO);
    this.becomeReady(pod, LONG_AGO);
  }

  /** Starts a new pod. */
  public start(pod: Pod): void {
    const slowness = this.slowness;
    this.starting.add(pod);
    this.eventQueue.after(this.phases.schedule() * slowness, () => {
      if (!pod.active) return;
      if (this.nodes) this.nodes.schedule(pod, this.size, () => this.prepare(pod, slowness));
      else this.prepare(pod, slowness);
    });
  }

  /** Deletes a pod: endpoints, preStop hook, SIGTERM, SIGKILL. */
  public end(pod: Pod): void {
    const { preStopSeconds, graceSeconds } = this.workload.drain;
    this.becomeUnready(pod);
    if (pod.phase === 'Pending') return this.remove(pod);
    this.withdrawLater(pod);
    const hookSeconds = Math.min(preStopSeconds, graceSeconds);
    this.eventQueue.after(hookSeconds, () => this.terminate(pod));
    this.eventQueue.after(graceSeconds === 0 ? 0 : Math.max(graceSeconds, hookSeconds + LEAST_GRACE_SECONDS), () => this.kill(pod));
  }

  /** Removes a pod without graceful termination. */
  public vanish(pod: Pod): void {
    this.becomeUnready(pod);
    this.withdrawLater(pod);
    this.kill(pod);
  }

  /**
   * Handles the loss of the pod's node: requests in service are lost, as are new ones until the node controller detects
   * it.
   */
  public nodeLost(pod: Pod): void {
    pod.reachable = false;
    pod.starts++;
    if (pod.server >= 0) this.station.kill(pod.server, this.eventQueue.now);
  }

  /** Marks a pod of a lost node as not Ready and removes its endpoint, as the node controller does. */
  public markUnreachable(pod: Pod): void {
    if (pod.gone) return;
    this.becomeUnready(pod);
    if (pod.server >= 0) this.withdraw(pod);
    this.onChange();
  }

  /** Crashes the containers and restarts them after the backoff. */
  public crash(pod: Pod, backoffSeconds: number): void {
    const { now } = this.eventQueue;
    this.restarts++;
    this.station.kill(pod.server, now);
    this.becomeUnready(pod);
    const start = ++pod.starts;
    this.withdrawLater(pod);
    this.eventQueue.after(backoffSeconds, () => {
      if (pod.active && pod.starts === start) this.boot(pod, this.slowness);
    });
    this.onChange();
  }

  private prepare(pod: Pod, slowness: number): void {
    const { phases, workload } = this;
    pod.startTime = this.eventQueue.now;
    const isCold = pod.node !== undefined && !pod.node.images.has(workload.id);
    pod.readyTransition = this.eventQueue.now;
    this.onChange();
    const pull = (isCold ? phases.coldPull() : phases.warmPull()) * this.crowding;
    this.eventQueue.after(pull * slowness, () => pod.node?.images.add(workload.id));
    this.eventQueue.after((pull + phases.init()) * slowness, () => {
      if (!pod.active || !pod.reachable) return;
      this.run(pod, this.eventQueue.now);
      this.boot(pod, slowness);
      this.onChange();
    });
  }

  private run(pod: Pod, since: number): void {
    pod.phase = 'Running';
    pod.runningSince = since;
    pod.server = this.station.servers.add();
  }

  private boot(pod: Pod, slowness: number): void {
    const { initialDelaySeconds, periodSeconds } = this.workload.startUp.readiness;
    const answering = (this.engineStart() + this.phases.boot() * this.throttle) * slowness;
    const probes = periodSeconds > 0 ? Math.ceil(Math.max(0, answering - initialDelaySeconds) / periodSeconds) * periodSeconds : 0;
    const start = ++pod.starts;
    pod.startingSince = this.eventQueue.now;
    this.eventQueue.after(Math.max(answering, initialDelaySeconds + probes), () => {
      if (!pod.active || pod.starts !== start) return;
      pod.startingSeconds = pod.startingUntil(this.eventQueue.now);
      pod.startingSince = NaN;
      this.becomeReady(pod, this.eventQueue.now);
      this.onChange();
    });
  }

  /** Draws the seconds from the start of a model server until it can answer. */
  private engineStart(): number {
    return this.engine ? this.engine.weights() * this.crowding + this.engine.compilation() + this.engine.warmUp() : 0;
  }

  /** Slowdown factor of pulls and weights from pods that start at the same time. */
  private get crowding(): number {
    return 1 + (this.workload.startUp.burstSlowdown ?? 0) * Math.max(0, this.starting.size - 1);
  }

  private becomeReady(pod: Pod, since: number): void {
    const { now } = this.eventQueue;
    pod.ready = true;
    this.starting.delete(pod);
    pod.readyTransition = since;
    if (Number.isNaN(pod.firstReady)) {
      pod.firstReady = since;
      if (since >= 0) this.startUps.record(now - pod.createdAt);
    }
    this.ready.change(1, now);
    pod.listed = true;
    this.station.open(pod.server, now, since);
    if (!pod.served) this.withdraw(pod);
    this.probing?.begin(pod);
  }

  /** Handles a failed or passed readiness probe; the process keeps running. */
  public setReadiness(pod: Pod, isReady: boolean): void {
    if (pod.ready === isReady || !pod.active || pod.gone) return;
    if (isReady) {
      pod.ready = true;
      pod.readyTransition = this.eventQueue.now;
      this.ready.change(1, this.eventQueue.now);
      this.list(pod);
    } else {
      this.becomeUnready(pod);
      this.withdrawLater(pod);
    }
    this.onChange();
  }

  /** Adds the pod to the Service's selection, or removes it. */
  public serve(pod: Pod, served: boolean): void {
    if (pod.served === served) return;
    pod.served = served;
    if (!served) this.withdraw(pod);
    else if (pod.ready) this.list(pod);
  }

  private list(pod: Pod): void {
    if (!pod.served || pod.listed) return;
    pod.listed = true;
    this.station.list(pod.server);
  }

  /**
   * The liveness probe has failed: the container serves on while its preStop hook runs, is killed, with the rest of its
   * grace period where the process finishes its requests, and starts again. The probe may have a grace period of its
   * own.
   */
  public restart(pod: Pod): void {
    const { drain: { preStopSeconds, graceSeconds: graceOfPod }, probes } = this.workload;
    const graceSeconds = probes?.liveness?.graceSeconds ?? graceOfPod;
    const hookSeconds = Math.min(preStopSeconds, graceSeconds);
    const left = Math.max(LEAST_GRACE_SECONDS, graceSeconds - hookSeconds);
    if (hookSeconds === 0) return this.stopAndStart(pod, left);
    const start = ++pod.starts;
    this.eventQueue.after(hookSeconds, () => {
      if (pod.active && !pod.gone && pod.starts === start) this.stopAndStart(pod, left);
    });
  }

  private stopAndStart(pod: Pod, graceSeconds: number): void {
    if (!this.workload.drain.finishesOnTerm) return this.crash(pod, this.restartBackoff(pod));
    const { now } = this.eventQueue;
    const start = ++pod.starts;
    this.becomeUnready(pod);
    this.withdrawLater(pod);
    this.station.close(pod.server, now);
    const end = (): void => {
      if (!pod.active || pod.gone || pod.starts !== start) return;
      if (this.station.isDrained(pod.server) || this.eventQueue.now >= now + graceSeconds) this.crash(pod, this.restartBackoff(pod));
      else this.eventQueue.after(RELIST_SECONDS, end);
    };
    this.eventQueue.after(RELIST_SECONDS, end);
    this.onChange();
  }

  /**
   * The kubelet restarts a container at once, then after 10 s, doubled each time up to 5 min; ten minutes without a
   * restart start this over.
   */
  private restartBackoff(pod: Pod): number {
    const { now } = this.eventQueue;
    pod.quickRestarts = now - pod.restartedAt < 600 ? pod.quickRestarts + 1 : 0;
    pod.restartedAt = now;
    return pod.quickRestarts === 0 ? 0 : Math.min(300, 10 * 2 ** (pod.quickRestarts - 1));
  }

  private becomeUnready(pod: Pod): void {
    if (!pod.ready) return;
    pod.ready = false;
    pod.readyTransition = this.eventQueue.now;
    this.ready.change(-1, this.eventQueue.now);
  }

  /** Removes the endpoint from balancers after their delay, whether the process lives or not. */
  private withdrawLater(pod: Pod): void {
    this.eventQueue.after(this.workload.drain.endpointRemovalSeconds, () => {
      if (!pod.ready) this.withdraw(pod);
    });
  }

  private withdraw(pod: Pod): void {
    if (!pod.listed) return;
    pod.listed = false;
    this.station.withdraw(pod.server);
    if (pod.gone) this.station.servers.remove(pod.server);
  }

  private terminate(pod: Pod): void {
    if (pod.gone) return;
    if (!this.workload.drain.finishesOnTerm) return this.kill(pod);
    this.station.close(pod.server, this.eventQueue.now);
    this.removeOnceDrained(pod);
  }

  private removeOnceDrained(pod: Pod): void {
    if (pod.gone) return;
    if (this.station.isDrained(pod.server)) this.remove(pod);
    else this.eventQueue.after(RELIST_SECONDS, () => this.removeOnceDrained(pod));
  }

  private kill(pod: Pod): void {
    if (pod.gone) return;
    if (pod.server >= 0) this.station.kill(pod.server, this.eventQueue.now);
    this.remove(pod);
  }

  private remove(pod: Pod): void {
    pod.gone = true;
    this.starting.delete(pod);
    if (pod.server >= 0) {
      this.station.close(pod.server, this.eventQueue.now);
      if (!pod.listed) this.station.servers.remove(pod.server);
    }
    this.nodes?.release(pod, this.size);
    this.onGone(pod);
  }
}

/**
 * Returns the requests that the scheduler counts: init containers run before the others, sidecars beside them;
 * pod-level requests override both.
 */
function sizeOf({ containers, podLevelRequests }: Workload): PodSize {
  const request = (key: 'cpuRequestMilli' | 'memoryRequestBytes') => {
    const together = containers.filter(({ kind }) => kind !== 'init').reduce((sum, container) => sum + (container[key] ?? 0), 0);
    return Math.max(together, ...containers.filter(({ kind }) => kind === 'init').map((container) => container[key] ?? 0));
  };
  return {
    cpuMilli: podLevelRequests?.cpuMilli ?? request('cpuRequestMilli'),
    memoryBytes: podLevelRequests?.memoryBytes ?? request('memoryRequestBytes'),
  };
}

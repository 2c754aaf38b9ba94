import { type Agenda } from '../events/event-queue';
import { Probing } from './probing';
import { Level } from './level';
import { type NodePoolModel, type PodSize } from './node-pool';
import { type Pod } from './pod';
import { LatencyHistogram } from '../../run/latency-histogram';
import { type RandomStream } from '../random/random-stream';
import { sampler, type Sampler } from '../random/sampler';
import { type Station } from '../requests/station';
import { type StartUp, type Workload } from '../../world/world';

/** Long enough ago that no initialization period of the controller is still running. */
const LONG_AGO = -86_400;

/** The kubelet looks so often whether containers have ended (the relist period of its pod lifecycle event generator). */
const RELIST_SECONDS = 1;

type Phase = 'schedule' | 'coldPull' | 'warmPull' | 'init' | 'boot';

/** What the scheduler, the kubelet and the endpoints controller do to the pods of one workload. */
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
  /** Created and not Ready for the first time. */
  private readonly starting = new Set<Pod>();
  private readonly probing?: Probing;
  private readonly size: PodSize;

  public constructor(
    private readonly workload: Workload, private readonly agenda: Agenda, private readonly station: Station,
    private readonly nodes: NodePoolModel | undefined, random: RandomStream,
  ) {
    const phase = (name: keyof StartUp & Phase) => sampler(workload.startUp[name], random);
    this.phases = { schedule: phase('schedule'), coldPull: phase('coldPull'), warmPull: phase('warmPull'), init: phase('init'), boot: phase('boot') };
    const { engine } = workload.startUp;
    if (engine) {
      this.engine = { weights: sampler(engine.weights, random), compilation: sampler(engine.compilation, random), warmUp: sampler(engine.warmUp, random) };
    }
    this.size = sizeOf(workload);
    if (workload.probes) this.probing = new Probing(workload.probes, agenda, station, this, random);
  }

  /** A pod that was Ready long before the simulation began, and is warm. */
  public adopt(pod: Pod): void {
    pod.startTime = LONG_AGO;
    this.nodes?.adopt(pod, this.size, (node) => node.images.add(this.workload.id));
    this.run(pod, LONG_AGO);
    this.becomeReady(pod, LONG_AGO);
  }

  /** A pod that was just created. */
  public start(pod: Pod): void {
    const slowness = this.slowness;
    this.starting.add(pod);
    this.agenda.after(this.phases.schedule() * slowness, () => {
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
    this.agenda.after(Math.min(preStopSeconds, graceSeconds), () => this.terminate(pod));
    this.agenda.after(graceSeconds, () => this.kill(pod));
  }

  /** The pod is gone without warning. */
  public vanish(pod: Pod): void {
    this.becomeUnready(pod);
    this.withdrawLater(pod);
    this.kill(pod);
  }

  /** Its node dies: what it serves is lost, and so is what is sent to it until somebody notices. */
  public nodeLost(pod: Pod): void {
    pod.reachable = false;
    pod.starts++;
    if (pod.server >= 0) this.station.kill(pod.server, this.agenda.now);
  }

  /** The node controller has noticed: the pod is no longer Ready, and no endpoint. */
  public markUnreachable(pod: Pod): void {
    if (pod.gone) return;
    this.becomeUnready(pod);
    if (pod.server >= 0) this.withdraw(pod);
    this.onChange();
  }

  /** The containers crash and are started again after a while. */
  public crash(pod: Pod, backoffSeconds: number): void {
    const { now } = this.agenda;
    this.restarts++;
    this.station.kill(pod.server, now);
    this.becomeUnready(pod);
    const start = ++pod.starts;
    this.withdrawLater(pod);
    this.agenda.after(backoffSeconds, () => {
      if (pod.active && pod.starts === start) this.boot(pod, this.slowness);
    });
    this.onChange();
  }

  private prepare(pod: Pod, slowness: number): void {
    const { phases, workload } = this;
    pod.startTime = this.agenda.now;
    const isCold = pod.node !== undefined && !pod.node.images.has(workload.id);
    pod.readyTransition = this.agenda.now;
    this.onChange();
    const pull = (isCold ? phases.coldPull() : phases.warmPull()) * this.crowding;
    this.agenda.after(pull * slowness, () => pod.node?.images.add(workload.id));
    this.agenda.after((pull + phases.init()) * slowness, () => {
      if (!pod.active || !pod.reachable) return;
      this.run(pod, this.agenda.now);
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
    const answering = (this.engineStart() + this.phases.boot()) * slowness;
    const probes = periodSeconds > 0 ? Math.ceil(Math.max(0, answering - initialDelaySeconds) / periodSeconds) * periodSeconds : 0;
    const start = ++pod.starts;
    pod.startingSince = this.agenda.now;
    this.agenda.after(Math.max(answering, initialDelaySeconds + probes), () => {
      if (!pod.active || pod.starts !== start) return;
      pod.startingSeconds = pod.startingUntil(this.agenda.now);
      pod.startingSince = NaN;
      this.becomeReady(pod, this.agenda.now);
      this.onChange();
    });
  }

  /** Seconds from the start of a model server to the moment at which it could answer. */
  private engineStart(): number {
    return this.engine ? this.engine.weights() * this.crowding + this.engine.compilation() + this.engine.warmUp() : 0;
  }

  /** Factor on what starting pods load at the same time. */
  private get crowding(): number {
    return 1 + (this.workload.startUp.burstSlowdown ?? 0) * Math.max(0, this.starting.size - 1);
  }

  private becomeReady(pod: Pod, since: number): void {
    const { now } = this.agenda;
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
    this.probing?.begin(pod);
  }

  /** The readiness probe has failed, or is passed again. The process goes on. */
  public setReadiness(pod: Pod, isReady: boolean): void {
    if (pod.ready === isReady || !pod.active || pod.gone) return;
    if (isReady) {
      pod.ready = true;
      pod.readyTransition = this.agenda.now;
      this.ready.change(1, this.agenda.now);
      pod.listed = true;
      this.station.list(pod.server);
    } else {
      this.becomeUnready(pod);
      this.withdrawLater(pod);
    }
    this.onChange();
  }

  /** The liveness probe has failed: the container is killed, with its grace period where the process finishes its requests, and starts again. */
  public restart(pod: Pod): void {
    const { graceSeconds, finishesOnTerm } = this.workload.drain;
    if (!finishesOnTerm || graceSeconds === 0) return this.crash(pod, this.restartBackoff(pod));
    const { now } = this.agenda;
    const start = ++pod.starts;
    this.becomeUnready(pod);
    this.withdrawLater(pod);
    this.station.close(pod.server, now);
    const end = (): void => {
      if (!pod.active || pod.gone || pod.starts !== start) return;
      if (this.station.isDrained(pod.server) || this.agenda.now >= now + graceSeconds) this.crash(pod, this.restartBackoff(pod));
      else this.agenda.after(RELIST_SECONDS, end);
    };
    this.agenda.after(RELIST_SECONDS, end);
    this.onChange();
  }

  /** The kubelet restarts a container at once, then after 10 s, doubled each time up to 5 min; ten minutes without a restart start this over. */
  private restartBackoff(pod: Pod): number {
    const { now } = this.agenda;
    pod.quickRestarts = now - pod.restartedAt < 600 ? pod.quickRestarts + 1 : 0;
    pod.restartedAt = now;
    return pod.quickRestarts === 0 ? 0 : Math.min(300, 10 * 2 ** (pod.quickRestarts - 1));
  }

  private becomeUnready(pod: Pod): void {
    if (!pod.ready) return;
    pod.ready = false;
    pod.readyTransition = this.agenda.now;
    this.ready.change(-1, this.agenda.now);
  }

  /** Balancers learn some time later that the pod is no endpoint, whether its process lives or not. */
  private withdrawLater(pod: Pod): void {
    this.agenda.after(this.workload.drain.endpointRemovalSeconds, () => {
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
    this.station.close(pod.server, this.agenda.now);
    this.removeOnceDrained(pod);
  }

  private removeOnceDrained(pod: Pod): void {
    if (pod.gone) return;
    if (this.station.isDrained(pod.server)) this.remove(pod);
    else this.agenda.after(RELIST_SECONDS, () => this.removeOnceDrained(pod));
  }

  private kill(pod: Pod): void {
    if (pod.gone) return;
    if (pod.server >= 0) this.station.kill(pod.server, this.agenda.now);
    this.remove(pod);
  }

  private remove(pod: Pod): void {
    pod.gone = true;
    this.starting.delete(pod);
    if (pod.server >= 0) {
      this.station.close(pod.server, this.agenda.now);
      if (!pod.listed) this.station.servers.remove(pod.server);
    }
    this.nodes?.release(pod, this.size);
    this.onGone(pod);
  }
}

/** What the scheduler packs: init containers run before the others, sidecars beside them, pod-level requests override. */
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

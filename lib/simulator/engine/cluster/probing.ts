import { type Probe, type Probes } from '../../world/world';
import { type EventQueue } from '../events/event-queue';
import { type RandomStream } from '../random/random-stream';
import { type WorkloadStation } from '../traffic/workload-station';
import { type Pod } from './pod';

/** Consequences of probes. */
interface ProbedPods {
  setReadiness(pod: Pod, isReady: boolean): void;
  restart(pod: Pod): void;
}

/**
 * The kubelet's probes of running pods. A probe waits for a slot of its pod behind the requests that came before it,
 * and fails when it waits too long.
 */
export class Probing {
  public constructor(
    private readonly probes: Probes, private readonly eventQueue: EventQueue, private readonly station: WorkloadStation, private readonly pods: ProbedPods,
    private readonly random: RandomStream,
  ) {}

  /** Probes a pod that has become Ready, until its containers start again or it is deleted. */
  public begin(pod: Pod): void {
    const { readiness, liveness } = this.probes;
    const start = pod.starts;
    if (readiness) this.repeat(pod, start, readiness, (isPassed) => this.pods.setReadiness(pod, isPassed));
    if (liveness) this.repeat(pod, start, liveness, (isPassed) => { if (!isPassed) this.pods.restart(pod); });
  }

  /** Reports when `failureThreshold` probes have failed, or `successThreshold` have passed, in a row. */
  private repeat(pod: Pod, start: number, probed: Probe, report: (isPassed: boolean) => void): void {
    const { periodSeconds, timeoutSeconds, failureThreshold, successThreshold } = probed;
    const { eventQueue, station } = this;
    const isOver = (): boolean => !pod.active || pod.gone || pod.starts !== start || !pod.reachable;
    let passed = 0;
    let failed = 0;
    const record = (isPassed: boolean): void => {
      passed = isPassed ? passed + 1 : 0;
      failed = isPassed ? 0 : failed + 1;
      if (passed >= successThreshold || failed >= failureThreshold) report(isPassed);
    };
    const probe = (): void => {
      if (isOver()) return;
      const sentAt = eventQueue.now;
      if (!station.isFull(pod.server)) record(true);
      else eventQueue.after(timeoutSeconds, () => { if (!isOver()) record(station.hasFreedSlot(pod.server, sentAt)); });
      eventQueue.after(periodSeconds, probe);
    };
    eventQueue.after(periodSeconds * this.random.uniform(), probe);
  }
}

import { type ApiClient, type Json, resourcePath } from './api-client';

/** Start-up of the pods of a namespace. */
export interface PodStart {
  /** Seconds since the start that a pod reports: beyond the controller's CPU initialization period by default. */
  readonly startedAgo?: number;
  /** Seconds after its creation at which a pod becomes ready; Infinity for never. */
  readonly readyAfter?: number;
  /** Starts what a pod runs: it becomes ready once that has come up. */
  start?(pod: Json): Promise<void>;
  /** Ends what a pod runs, when it is gone. */
  end?(name: string): Promise<void>;
}

/** A pod as a watch last told. */
export interface PodSnapshot {
  /** Time of this report in milliseconds. */
  readonly at: number;
  readonly pods: readonly Json[];
}

/**
 * Plays the kubelet for the pods of one namespace: they run as soon as they are made, and become ready. Keeps what was
 * to be seen of them when.
 */
export class KubeletStandIn {
  public static async start(client: ApiClient, namespace: string, start: PodStart = {}): Promise<KubeletStandIn> {
    const kubelet = new KubeletStandIn(client, namespace, start);
    kubelet.endWatch = await client.watch(resourcePath('v1', 'pods', namespace), ({ type, object }) => kubelet.told(type, object));
    return kubelet;
  }

  /** Every state that the pods were in, the oldest first. */
  public readonly history: PodSnapshot[] = [{ at: 0, pods: [] }];
  private readonly pods = new Map<string, Json>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private endWatch: () => void = () => undefined;

  private constructor(private readonly client: ApiClient, private readonly namespace: string, private readonly options: PodStart) {}

  /** The pods that run now. */
  public get running(): Json[] {
    return [...this.pods.values()].filter(({ status }) => status.phase === 'Running');
  }

  public stop(): void {
    this.endWatch();
    this.timers.forEach(clearTimeout);
  }

  private told(type: string, pod: Json): void {
    const { name } = pod.metadata;
    if (type === 'DELETED') {
      this.pods.delete(name);
      void this.options.end?.(name);
    } else {
      this.pods.set(name, pod);
    }
    this.history.push({ at: Date.now(), pods: [...this.pods.values()] });
    if (type === 'ADDED' && pod.status.phase === 'Pending') this.run(pod);
  }

  private run(pod: Json): void {
    const { startedAgo = 600, readyAfter = 0, start } = this.options;
    const startTime = seconds(Date.now() - startedAgo * 1000);
    const become = (ready: boolean) => this.report(pod, ready, startTime);
    if (start) {
      void become(false).then(() => start(pod)).then(() => become(true), () => undefined);
      return;
    }
    if (readyAfter > 0) void become(false);
    if (readyAfter === 0) void become(true);
    else if (Number.isFinite(readyAfter)) this.timers.add(setTimeout(() => void become(true), readyAfter * 1000));
  }

  private report(pod: Json, ready: boolean, startTime: string): Promise<void> {
    const lastTransitionTime = ready && (this.options.readyAfter || this.options.start) ? seconds(Date.now()) : startTime;
    const conditions = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => (
      { type, status: ready || !type.includes('Ready') ? 'True' : 'False', lastTransitionTime }
    ));
    const containerStatuses = pod.spec.containers.map(({ name, image }: Json) => (
      { name, image, imageID: '', ready, started: true, restartCount: 0, state: { running: { startedAt: startTime } } }
    ));
    const path = `${resourcePath('v1', 'pods', this.namespace, pod.metadata.name)}/status`;
    return this.send(path, JSON.stringify({ status: { phase: 'Running', startTime, conditions, containerStatuses } }));
  }

  /** Until it is taken, or the pod is gone. */
  private async send(path: string, status: string): Promise<void> {
    for (let attempt = 0; attempt < 10; attempt++) {
      const answer = await this.client.send('PATCH', path, status, 'application/merge-patch+json').catch(() => undefined);
      if (answer && (answer.status < 300 || answer.status === 404)) return;
    }
  }
}

/** As the API writes times down: in whole seconds. */
function seconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

import { renameSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Json } from '../api-client';
import { type Throwaway } from '../throwaway';

/** True cost and duration of a request. */
export const TRUTH = { cpuSeconds: 0.01, idleCores: 0.002, meanSeconds: 0.1, cv: 0.5, concurrency: 8 } as const;

const SAMPLE_MILLISECONDS = 1000;
/** A pod that was removed still answers what it has. */
const DRAIN_MILLISECONDS = 1000;

interface ServicePod {
  readonly port: number;
  sample?: { readonly at: number; readonly cpuSeconds: number };
  /** Cores between the last two samples. */
  cores?: number;
}

/** The pods of a Deployment as processes of this machine, behind a balancer that takes them in turn. */
export class ServicePods {
  private readonly pods = new Map<string, ServicePod>();
  private readonly agent = new Agent({ keepAlive: true });
  private readonly sampling: NodeJS.Timeout;
  private turn = 0;
  private load?: NodeJS.Timeout;

  /** @param namespace label that Prometheus gives to all that it scrapes of them. */
  constructor(private readonly place: Throwaway, private readonly namespace: string) {
    this.tellPrometheus();
    this.sampling = setInterval(() => this.pods.forEach((pod) => void sample(pod)), SAMPLE_MILLISECONDS);
  }

  /** The file in which Prometheus finds the pods. */
  public get targets(): string {
    return this.place.path('targets.json');
  }

  /** Starts what a pod runs, and returns once it listens. */
  public async start({ metadata: { name } }: Json): Promise<void> {
    this.place.start(name, process.execPath, [join(__dirname, 'service.js')], {
      CONCURRENCY: String(TRUTH.concurrency), MEAN_SECONDS: String(TRUTH.meanSeconds), CV: String(TRUTH.cv),
      CPU_SECONDS: String(TRUTH.cpuSeconds), IDLE_CORES: String(TRUTH.idleCores),
    });
    await this.place.until(name, async () => this.portOf(name) !== undefined);
    this.pods.set(name, { port: this.portOf(name)! });
    this.tellPrometheus();
  }

  /** Takes a pod out of the balancer, then ends it. */
  public async end(name: string): Promise<void> {
    if (!this.pods.delete(name)) return;
    this.tellPrometheus();
    await pause(DRAIN_MILLISECONDS);
    await this.place.stop(name);
  }

  /** Cores of a pod over the last second, as metrics-server has them; undefined until there are two samples. */
  public coresOf(name: string): number | undefined {
    return this.pods.get(name)?.cores;
  }

  /** Sends requests at an even pace that changes with time, and returns when it began, in milliseconds. */
  public sendAt(perSecond: (seconds: number) => number): number {
    const began = Date.now();
    let due = 0;
    let last = 0;
    this.load = setInterval(() => {
      const seconds = (Date.now() - began) / 1000;
      due += perSecond((last + seconds) / 2) * (seconds - last);
      last = seconds;
      for (; due >= 1; due--) this.sendOne();
    }, 5);
    return began;
  }

  public sendNothing(): void {
    clearInterval(this.load);
  }

  public async stop(): Promise<void> {
    this.sendNothing();
    clearInterval(this.sampling);
    await Promise.all([...this.pods.keys()].map((name) => this.end(name)));
    this.agent.destroy();
  }

  private sendOne(): void {
    const pods = [...this.pods.values()];
    if (pods.length === 0) return;
    const { port } = pods[this.turn++ % pods.length];
    // A pod that ends takes what it has not answered with it.
    request({ port, host: '127.0.0.1', agent: this.agent }, (response) => response.resume()).on('error', () => undefined).end();
  }

  private portOf(name: string): number | undefined {
    const [, port] = /listening on (\d+)/.exec(this.place.log(name)) ?? [];
    return port === undefined ? undefined : Number(port);
  }

  private tellPrometheus(): void {
    const groups = [...this.pods].map(([pod, { port }]) => ({ targets: [`127.0.0.1:${port}`], labels: { namespace: this.namespace, pod } }));
    writeFileSync(`${this.targets}.new`, JSON.stringify(groups));
    renameSync(`${this.targets}.new`, this.targets);
  }
}

async function sample(pod: ServicePod): Promise<void> {
  const text = await fetch(`http://127.0.0.1:${pod.port}/metrics`).then((response) => response.text(), () => '');
  const [, value] = /^process_cpu_seconds_total (\S+)/m.exec(text) ?? [];
  if (value === undefined) return;
  const { sample: before } = pod;
  pod.sample = { at: Date.now(), cpuSeconds: Number(value) };
  if (before) pod.cores = (pod.sample.cpuSeconds - before.cpuSeconds) / ((pod.sample.at - before.at) / 1000);
}

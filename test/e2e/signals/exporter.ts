import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Json } from '../api-client';

const TICK = 100;
/** The place that no pod is: what shows the metrics of queues. */
const OUTSIDE = 'outside';

/** Sources of the metrics in one namespace. */
export interface ShownMetrics {
  /** The pods that answer requests now. */
  readonly pods: () => readonly Json[];
  /** Requests per second that they answer together, each as many as any other. */
  readonly requests: () => number;
  /** Gauges measured outside of the pods, by name. */
  readonly gauges?: Readonly<Record<string, () => number>>;
}

/**
 * Plays the applications of all pods: the requests that each has answered are counted and shown, as a client library of
 * Prometheus does.
 */
export class Exporter {
  public static async start(): Promise<Exporter> {
    const exporter = new Exporter();
    await new Promise<void>((resolve) => exporter.server.listen(0, '127.0.0.1', resolve));
    return exporter;
  }

  private readonly server: Server;
  private readonly shown = new Map<string, ShownMetrics>();
  private readonly counters = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;
  private last = Date.now();

  private constructor() {
    this.server = createServer((request, response) => {
      const [, namespace, what] = request.url!.split('/');
      const shown = this.shown.get(namespace);
      if (shown && what === 'targets') response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.targets(namespace, shown)));
      else if (shown) response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(this.exposition(namespace, what, shown));
      else response.writeHead(404).end();
    });
    this.timer = setInterval(() => this.count(), TICK);
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public show(namespace: string, metrics: ShownMetrics): void {
    this.shown.set(namespace, metrics);
  }

  /** URL of a namespace's scrape targets, for Prometheus' discovery by HTTP. */
  public targetsUrl(namespace: string): string {
    return `http://127.0.0.1:${this.port}/${namespace}/targets`;
  }

  public stop(): void {
    clearInterval(this.timer);
    this.server.closeAllConnections();
    this.server.close();
  }

  private count(): void {
    const now = Date.now();
    const seconds = (now - this.last) / 1000;
    this.last = now;
    for (const [namespace, { pods, requests }] of this.shown) {
      const names = pods().map(({ metadata }) => `${namespace}/${metadata.name}`);
      for (const name of names) this.counters.set(name, (this.counters.get(name) ?? 0) + (requests() * seconds) / names.length);
    }
  }

  /** With the labels that the Prometheus Operator gives to what a PodMonitor finds. */
  private targets(namespace: string, { pods, gauges }: ShownMetrics): Json[] {
    const target = (name: string, labels: Json) => ({ targets: [`127.0.0.1:${this.port}`], labels: { __metrics_path__: `/${namespace}/${name}`, ...labels } });
    const ofPods = pods().map(({ metadata, spec }) => target(metadata.name, { namespace, pod: metadata.name, container: spec.containers[0].name }));
    return gauges ? [...ofPods, target(OUTSIDE, { service: OUTSIDE })] : ofPods;
  }

  private exposition(namespace: string, what: string, { gauges = {} }: ShownMetrics): string {
    const lines = what === OUTSIDE
      ? Object.entries(gauges).flatMap(([name, value]) => [`# TYPE ${name} gauge`, `${name} ${value()}`])
      : ['# TYPE http_requests_total counter', `http_requests_total ${this.counters.get(`${namespace}/${what}`) ?? 0}`];
    return `${lines.join('\n')}\n`;
  }
}

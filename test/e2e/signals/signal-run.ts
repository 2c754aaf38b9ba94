import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type App, Chart, Testing } from 'cdk8s';
import { loadWorld, type Run, type Scenario, simulate } from '../../../lib/entry/simulator';
import { ROOT } from '../../support/imports';
import { type Json, resourcePath } from '../api-client';
import { SYNC_PERIOD } from '../control-plane';
import { KubeletStandIn } from '../kubelet-stand-in';
import { applyInOrder, createNamespace } from '../manifest-group';
import { type Throwaway } from '../throwaway';
import { type ShownMetrics } from './exporter';
import { changesOf, outside, type ReplicaChange, renderChanges } from './replica-changes';
import { type SignalChain } from './signal-chain';

/** The workload of each scenario. */
export const NAME = 'web';

/** Seconds between Prometheus' scrapes of the pods, and between an adapter's discoveries of series. */
export const SCRAPE_INTERVAL = 5;

/** Longest time in milliseconds that a workload may take to reach its initial replicas. */
const LONGEST_START = 120_000;

const SEEDS = [1, 2, 3, 4, 5];

/** A workload with its policy, and what happens to it. */
export interface SignalScenario {
  readonly name: string;
  readonly namespace: string;
  /** Seconds that it is played once the workload has its initial replicas. */
  readonly seconds: number;
  readonly initialReplicas: number;
  /** Adds the workload, called NAME, with what scales it. */
  build(chart: Chart): void;
  /** Requests per second. */
  requests?(seconds: number): number;
  /** Gauges measured outside of the pods, by name. */
  readonly gauges?: Readonly<Record<string, (seconds: number) => number>>;
  /** Actions, by second. */
  readonly actions?: ReadonlyArray<readonly [seconds: number, act: () => Promise<unknown>]>;
  /** Input of the simulator beside the manifests and the traffic. */
  readonly told?: {
    readonly faults?: Scenario['faults'];
    /** By the metric's name: what it is at a second. */
    readonly metrics?: Readonly<Record<string, (seconds: number) => number>>;
  };
  /** Counts of replicas that have to be seen, in this order, for the scenario to have shown anything. */
  readonly shows: readonly number[];
}

/** One scenario, played on the real chain and predicted from the same manifests and the same traffic. */
export class SignalRun {
  public happened: ReplicaChange[] = [];
  public predicted: ReplicaChange[][] = [];
  /** Conditions of the autoscaler at the end, one line each. */
  public conditions: string[] = [];
  private begun = Infinity;
  private readonly chart: Chart;
  private kubelet?: KubeletStandIn;

  /** @param app of all that runs on one chain: its adapter has one configuration for all of it */
  constructor(app: App, public readonly scenario: SignalScenario) {
    this.chart = new Chart(app, scenario.namespace, { namespace: scenario.namespace });
    scenario.build(this.chart);
  }

  /** Applied manifests: the workload and its autoscaler. */
  public get manifests(): Json[] {
    return Testing.synth(this.chart);
  }

  /** @param shared what else the simulator has to read: the configuration of the adapter */
  public async play({ client, exporter, place, minor }: SignalChain, shared: readonly Json[] = []): Promise<void> {
    const { namespace, seconds, initialReplicas, actions = [] } = this.scenario;
    await createNamespace(client, namespace);
    this.kubelet = await KubeletStandIn.start(client, namespace, { startedAgo: 0 });
    exporter.show(namespace, this.shown());
    const changes: ReplicaChange[] = [];
    const path = resourcePath('apps/v1', 'deployments', namespace);
    const endWatch = await client.watch(path, ({ object }) => changes.push({ seconds: Date.now() / 1000, replicas: object.spec.replicas }));
    try {
      await applyInOrder(client, this.manifests);
      const waiting = Date.now();
      while (changes.at(-1)?.replicas !== initialReplicas || this.kubelet.running.length !== initialReplicas) {
        if (Date.now() > waiting + LONGEST_START) throw new Error(`${namespace} has ${changes.at(-1)?.replicas} replicas and does not come to ${initialReplicas}`);
        await pause(100);
      }
      this.begun = Date.now();
      await Promise.all([pause(seconds * 1000), ...actions.map(async ([at, act]) => {
        await pause(at * 1000);
        await act();
      })]);
      const { status } = await client.get(resourcePath('autoscaling/v2', 'horizontalpodautoscalers', namespace, NAME));
      this.conditions = (status.conditions ?? []).map(({ type, status: truth, message }: Json) => `${type} ${truth}: ${message}`);
    } finally {
      endWatch();
      this.kubelet.stop();
    }
    this.happened = changesOf(changes.map((change) => ({ ...change, seconds: change.seconds - this.begun / 1000 })), initialReplicas);
    this.predicted = await this.predict(place, minor, [...this.manifests, ...shared]);
    this.record(minor);
  }

  /**
   * Times with fewer or more replicas than predicted within some seconds of that moment; the first seconds belong to
   * the state before.
   */
  public unpredicted(from: number, slack: number): string[] {
    return outside(this.happened, this.predicted, { from, until: this.scenario.seconds - slack, slack });
  }

  /** Metrics of the pods and queues of its namespace. */
  private shown(): ShownMetrics {
    const { requests = () => 0, gauges } = this.scenario;
    return {
      pods: () => this.kubelet?.running ?? [],
      requests: () => requests(this.seconds),
      ...(gauges && { gauges: Object.fromEntries(Object.entries(gauges).map(([name, value]) => [name, () => value(this.seconds)])) }),
    };
  }

  /** Since it began; 0 before that. */
  private get seconds(): number {
    return Math.max(0, (Date.now() - this.begun) / 1000);
  }

  /** Once for each seed, since the phases of the controller and of the scrapes are unknown. */
  private async predict(place: Throwaway, minor: number, manifests: readonly Json[]): Promise<ReplicaChange[][]> {
    const { namespace, seconds, initialReplicas, requests = () => 0, told } = this.scenario;
    const each = Array.from({ length: seconds }, (_, second) => second);
    const traffic = { file: place.write(`${namespace}.csv`, ['seconds,requests', ...each.map((second) => `${second},${requests(second)}`)].join('\n')) };
    const metrics = Object.fromEntries(Object.entries(told?.metrics ?? {}).map(([name, value]) => (
      [name, { signal: 'series' as const, step: '1s', values: each.map((second) => value(second)) }]
    )));
    const scenario: Scenario = {
      kubernetes: `1.${minor}`,
      start: new Date(this.begun).toISOString(),
      duration: seconds,
      traffic: { ...traffic, arrivals: 'even' },
      controller: { syncPeriod: SYNC_PERIOD },
      pipeline: { custom: { scrape: SCRAPE_INTERVAL, relist: SCRAPE_INTERVAL } },
      workloads: {
        [NAME]: {
          replicas: initialReplicas,
          // No time passes in a pod without a process.
          service: { time: '1ms', concurrency: 1000 },
          startUp: { schedule: 0, coldPull: 0, warmPull: 0, init: 0, boot: 0 },
          metrics,
        },
      },
      ...(told?.faults && { faults: told.faults }),
    };
    const runs: Run[] = [];
    for (const seed of SEEDS) runs.push(simulate(await loadWorld({ manifests, scenario, seed })));
    return runs.map(({ workloads: [{ events }] }) => changesOf(events.map(({ seconds: at, to }) => ({ seconds: at, replicas: to })), initialReplicas));
  }

  /** For the page that says what was proven. */
  private record(minor: number): void {
    const { name, namespace } = this.scenario;
    const folder = join(ROOT, `.cache/e2e/1.${minor}.signals`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${namespace}.json`), JSON.stringify({ name, happened: renderChanges(this.happened), predicted: renderChanges(this.predicted[0]) }));
  }
}

/** By which the pods of runs are read. */
export function podMonitorsOf(runs: readonly SignalRun[]): Json[] {
  return runs.flatMap(({ manifests }) => manifests.filter(({ kind }) => kind === 'PodMonitor'));
}

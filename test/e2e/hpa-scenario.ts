import { setTimeout as pause } from 'node:timers/promises';
import { readAutoscalerSpec } from '../../lib/scenario/autoscaler-manifest';
import { controllerParameters, setDefaultsHorizontalPodAutoscaler } from '../../lib/hpa';
import { type Manifest } from '../../lib/manifest';
import { type Json, resourcePath } from './api-client';
import { type ComparedPass, comparePasses } from './compare-passes';
import { SYNC_PERIOD } from './control-plane';
import { KubeletStandIn, type PodStart } from './kubelet-stand-in';
import { type MetricItems, type MetricQuery } from './metrics-server';
import { type Served } from './observation';
import { passesOf } from './pass-log';
import { client, MINOR, RUNNING } from './running';

/** Usage and load of a pod at a moment; no API serves a figure that is left out. */
export interface PodFigures {
  /** By container, in thousandths of a core. */
  readonly cpu?: Readonly<Record<string, number>>;
  /** By container, in mebibytes. */
  readonly memory?: Readonly<Record<string, number>>;
  /** The custom metrics, by name. */
  readonly custom?: Readonly<Record<string, number>>;
}

/** A Deployment, its autoscaler, and what happens to them. */
export interface HpaScenario {
  readonly name: string;
  /** Seconds that it is played from the first answer of a metrics API. */
  readonly seconds: number;
  readonly replicas: number;
  /** The spec of the HPA, save for its target. */
  readonly autoscaler: Json;
  readonly containers?: readonly Json[];
  readonly start?: PodStart;
  /** Figures of one pod; pods are counted from 0 in the order of their names. */
  pod?(seconds: number, ordinal: number, pods: number): PodFigures;
  /** Metrics of no pod, by name: one value a series; undefined where the API fails. */
  external?(seconds: number, name: string): readonly number[] | undefined;
  /** Hand-made changes of the replicas: at a second, how many. */
  readonly byHand?: readonly (readonly [seconds: number, replicas: number])[];
  /** Reasons of conditions or replica counts that must occur for the scenario to have shown anything. */
  readonly shows: readonly (string | number)[];
  /** The oldest version that has it. */
  readonly sinceMinor?: number;
}

const NAME = 'web';
/** Seconds that events are waited for. */
const EVENT_SECONDS = 60;
/**
 * Events that a component reports of one object before it is limited to one in five minutes (defaultSpamBurst of
 * client-go); 1.28 reports each failed pass.
 */
const EVENTS_OF_AN_OBJECT = 25;
const REQUESTS = [{ name: 'app', image: 'registry.example.com/web:1', resources: { requests: { cpu: '400m', memory: '256Mi' } } }];

/** One scenario on the real controller. */
export class HpaRun {
  public compared: ComparedPass[] = [];
  /** The texts of the events about what was scaled, each once. */
  public events: string[] = [];
  /** True once the controller has reported as many events as it may, so that some are missing. */
  public hasNoMoreEvents = false;
  private readonly served: Served[] = [];
  private begun?: number;
  private kubelet!: KubeletStandIn;

  constructor(private readonly scenario: HpaScenario, public readonly namespace: string) {}

  /** Events that follow from the simulator's decisions. */
  public get expectedEvents(): string[] {
    const said = this.compared.flatMap(({ rescaleReason, real }) => (rescaleReason === undefined ? [] : `New size: ${real.replicas}; reason: ${rescaleReason}`));
    return [...new Set(said)];
  }

  /** Present answer of the metrics APIs. */
  public answer(query: MetricQuery): MetricItems {
    this.begun ??= Date.now();
    const items = this.itemsOf(query, (Date.now() - this.begun) / 1000);
    this.served.push({ at: Date.now(), query, items });
    return items;
  }

  public async play(): Promise<void> {
    const { namespace, scenario } = this;
    const autoscaler = await this.begin();
    const actions = (scenario.byHand ?? []).map(async ([seconds, replicas]) => {
      await pause(seconds * 1000);
      await client.merge(resourcePath('apps/v1', 'deployments', namespace, NAME), { spec: { replicas } });
    });
    await Promise.all([pause(scenario.seconds * 1000), ...actions]);
    await this.compare(autoscaler);
  }

  /**
   * Returns once the controller has asked some of the metrics APIs, which it finds a while after they are there. Until
   * then it tells of each failure by an event, and of one object it tells some two dozen: those that are looked at
   * would be missing.
   */
  public async find(apis: ReadonlyArray<MetricQuery['api']>): Promise<void> {
    await this.begin();
    while (!apis.every((api) => this.served.some(({ query }) => query.api === api))) await pause(100);
    this.kubelet.stop();
    await this.remove();
  }

  private async begin(): Promise<Json> {
    const { namespace, scenario } = this;
    await client.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    this.kubelet = await KubeletStandIn.start(client, namespace, scenario.start);
    await client.create(resourcePath('apps/v1', 'deployments', namespace), deployment(scenario));
    await this.settled(scenario.replicas);
    const autoscaler = await client.create(resourcePath('autoscaling/v2', 'horizontalpodautoscalers', namespace), autoscalerOf(scenario));
    while (this.begun === undefined) await pause(100);
    return autoscaler;
  }

  /** The passes up to the last but one, which has certainly ended. */
  private async compare(autoscaler: Json): Promise<void> {
    await this.remove();
    const all = passesOf(RUNNING.auditLog, this.namespace, NAME);
    const [passes, beyond] = [all.slice(0, -1), `New size: ${all.at(-1)?.scaledTo};`];
    const spec = setDefaultsHorizontalPodAutoscaler(readAutoscalerSpec(autoscaler as Manifest));
    const parameters = controllerParameters(MINOR, { syncPeriod: SYNC_PERIOD * 1000 });
    this.compared = comparePasses({ spec, parameters, passes, served: this.served, pods: this.kubelet.history });
    this.kubelet.stop();
    // The controller's events come some time after what they tell of: the longer, the more others there are.
    for (let attempt = 0; attempt < EVENT_SECONDS * 5; attempt++) {
      const { items } = await client.get(resourcePath('v1', 'events', this.namespace));
      const told: string[] = items.filter(({ reason }: Json) => reason === 'SuccessfulRescale').map(({ message }: Json) => message);
      this.events = told.filter((text) => !text.startsWith(beyond) || this.expectedEvents.includes(text));
      const ofAutoscaler = items.filter(({ involvedObject }: Json) => involvedObject.kind === 'HorizontalPodAutoscaler');
      this.hasNoMoreEvents = ofAutoscaler.reduce((sum: number, { count = 1 }: Json) => sum + count, 0) >= EVENTS_OF_AN_OBJECT;
      if (this.hasNoMoreEvents || this.expectedEvents.every((text) => this.events.includes(text))) break;
      await pause(200);
    }
  }

  /** Ends the passes. */
  private async remove(): Promise<void> {
    await client.delete(resourcePath('autoscaling/v2', 'horizontalpodautoscalers', this.namespace, NAME));
  }

  private async settled(replicas: number): Promise<void> {
    while (this.kubelet.running.length < replicas) await pause(100);
  }

  private itemsOf({ api, name }: MetricQuery, seconds: number): MetricItems {
    const { scenario } = this;
    if (api === 'external') return scenario.external?.(seconds, name)?.map((value) => ({ metricName: name, metricLabels: {}, timestamp: now(), value: quantity(value) }));
    const pods = [...this.kubelet.running].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    const figures = pods.map((pod, ordinal) => ({ name: pod.metadata.name, ...scenario.pod?.(seconds, ordinal, pods.length) }));
    return api === 'resource' ? figures.flatMap(podMetrics) : figures.flatMap((each) => metricValue(each, name));
  }
}

function podMetrics({ name, cpu, memory }: PodFigures & { name: string }): Json[] {
  const containers = Object.keys({ ...cpu, ...memory }).map((container) => ({
    name: container,
    usage: { ...(cpu && { cpu: `${cpu[container]}m` }), ...(memory && { memory: `${memory[container]}Mi` }) },
  }));
  return containers.length === 0 ? [] : [{ metadata: { name }, timestamp: now(), window: '10s', containers }];
}

function metricValue({ name, custom }: PodFigures & { name: string }, metric: string): Json[] {
  const value = custom?.[metric];
  if (value === undefined) return [];
  return [{ describedObject: { kind: 'Pod', name, apiVersion: 'v1' }, metric: { name: metric }, timestamp: now(), value: quantity(value) }];
}

function deployment({ replicas, containers = REQUESTS }: HpaScenario): Json {
  const template = { metadata: { labels: { app: NAME } }, spec: { containers } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: NAME }, spec: { replicas, selector: { matchLabels: { app: NAME } }, template } };
}

function autoscalerOf({ autoscaler }: HpaScenario): Json {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: NAME };
  return { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: NAME }, spec: { scaleTargetRef, ...autoscaler } };
}

function quantity(value: number): string {
  return `${Math.round(value * 1000)}m`;
}

function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

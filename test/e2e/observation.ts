import {
  type ContainerRequests, type DefaultedHorizontalPodAutoscalerSpec, type MetricReading, type MetricSpec, type Milli, type Observation, type PodGroup,
  type PodGroupSample,
} from '../../lib/hpa';
import { Quantity } from '../../lib/values/quantity';
import { type Json } from './api-client';
import { type MetricItems, type MetricQuery } from './metrics-server';
import { type RealPass } from './pass-log';

/** One answer of the metrics server. */
export interface Served {
  /** In milliseconds. */
  readonly at: number;
  readonly query: MetricQuery;
  readonly items: MetricItems;
}

/** Observation for the simulator's controller: the scale, the pods and the metrics answers that the real one saw. */
export function observationOf(
  spec: DefaultedHorizontalPodAutoscalerSpec, pass: RealPass, served: readonly Served[], pods: readonly Json[], now: number,
): Observation {
  return {
    now,
    specReplicas: pass.specReplicas,
    statusReplicas: pass.statusReplicas,
    pods: pods.map(podGroup),
    metrics: spec.metrics.map((metric) => readingOf(metric, served.filter(({ query }) => answers(metric, query)).at(-1)?.items, pods)),
  };
}

/** Pods as the controller tells them apart: here every pod stands alone. */
function podGroup({ metadata, spec, status }: Json): PodGroup {
  const ready = status.conditions?.find(({ type }: Json) => type === 'Ready');
  return {
    count: 1,
    phase: status.phase,
    deleting: metadata.deletionTimestamp !== undefined,
    ready: ready?.status,
    ...(ready && { readyTransitionTime: Date.parse(ready.lastTransitionTime) }),
    ...(status.startTime && { startTime: Date.parse(status.startTime) }),
    requests: { containers: spec.containers.map(containerRequests) },
  };
}

function containerRequests({ name, resources }: Json): ContainerRequests {
  return { name, requestsMilli: Object.fromEntries(Object.entries<string>(resources?.requests ?? {}).map(([resource, amount]) => [resource, milli(amount)])) };
}

function answers({ type, name }: MetricSpec, query: MetricQuery): boolean {
  if (type === 'Resource' || type === 'ContainerResource') return query.api === 'resource';
  return query.api === type.toLowerCase() && query.name === name;
}

function readingOf(metric: MetricSpec, items: MetricItems, pods: readonly Json[]): MetricReading {
  if (!items || items.length === 0) return { error: 'the metrics API has nothing' };
  if (metric.type === 'External') return { samplesMilli: items.map(({ value }) => milli(value)) };
  if (metric.type === 'Object') return { valueMilli: milli(items[0].value) };
  const samples = new Map(items.map((item) => (metric.type === 'Pods' ? podsSample(item) : resourceSample(item, metric))));
  const names = pods.map(({ metadata }) => metadata.name);
  const strays = [...samples].flatMap(([name, sample]) => (sample && !names.includes(name) ? [Number(sample.totalMilli)] : []));
  return { samples: names.map((name) => samples.get(name)), strays: { count: strays.length, totalMilli: strays.reduce((sum, each) => sum + each, 0) } };
}

function podsSample({ describedObject, value, timestamp, windowSeconds }: Json): [string, PodGroupSample] {
  return [describedObject.name, { totalMilli: milli(value), timestamp: Date.parse(timestamp), window: (windowSeconds ?? 60) * 1000 }];
}

/** A pod one of whose containers does not report the resource counts as one without metrics. */
function resourceSample({ metadata, timestamp, window, containers }: Json, { resource, container }: MetricSpec): [string, PodGroupSample | undefined] {
  const usages = containers.filter(({ name }: Json) => container === undefined || name === container).map(({ usage }: Json) => usage[resource!]);
  if (usages.length === 0 || usages.includes(undefined)) return [metadata.name, undefined];
  const totalMilli = usages.reduce((sum: number, usage: string) => sum + Number(milli(usage)), 0);
  return [metadata.name, { totalMilli, timestamp: Date.parse(timestamp), window: Number.parseInt(window) * 1000 }];
}

function milli(quantity: string): Milli {
  return Number(Quantity.parse(quantity).milliBigInt());
}

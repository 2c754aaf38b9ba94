import { type MetricSpec } from '../../../hpa';
import { type Trigger, type Workload, type World } from '../../world/world';
import { type EventQueue } from '../events/event-queue';
import { CustomMetric } from '../metrics/custom-metric';
import { type Measured } from '../metrics/measured';
import { Distorter, type TimedDistortion } from '../metrics/distortion';
import { externalReader, podsReader, resourceReader, valueReader, type MetricReader } from '../metrics/metric-reader';
import { QueryMetric } from '../metrics/query-metric';
import { ResourceMetrics } from '../metrics/resource-metrics';
import { type PartitionLags } from '../traffic/workload-station';
import { type RandomStream } from '../random/random-stream';
import { type TriggerBackend } from './keda/trigger-reader';
import { type ScaledObjectMetrics } from './keda/scaled-object-metrics';

interface CustomSource {
  readonly metric: CustomMetric | QueryMetric;
  readonly scale: number;
  readonly pipeline: World['metrics']['custom'];
  /** Log whose lag the metric measures. */
  readonly log?: PartitionLags;
}

/** Metric sources of one workload's autoscaler, including injected faults. */
export class MetricSources {
  private resourceMetrics?: ResourceMetrics;

  public constructor(
    private readonly workload: Workload, private readonly world: World, private readonly eventQueue: EventQueue,
    private readonly own: Measured, private readonly all: ReadonlyMap<string, Measured>, private readonly random: (purpose: string) => RandomStream,
  ) {}

  /** Returns the reader of an HPA metric; undefined for a metric without a signal. */
  public readerOf(spec: MetricSpec, keda?: ScaledObjectMetrics): MetricReader | undefined {
    const { own, eventQueue, world } = this;
    if (spec.type === 'Resource' || spec.type === 'ContainerResource') {
      const { resource = '' } = spec;
      if (resource !== 'cpu' && resource !== 'memory') return undefined;
      this.resourceMetrics ??= new ResourceMetrics(
        () => own.controller.pods, own.usage, eventQueue, world.metrics.resource, this.random('metrics-server'), own.controller.changes,
      );
      return resourceReader(spec, this.resourceMetrics, own.usage, this.distortionsOf(resource));
    }
    const { name = '' } = spec;
    if (keda && spec.type === 'External') return externalReader(name, (now) => keda.read(name, now));
    const source = this.customMetric(name);
    if (!source) return undefined;
    const { metric, scale, pipeline } = source;
    const distortions = [...this.distortionsOf(name), ...this.outages()];
    return spec.type === 'Pods' ? podsReader(name, metric, scale, pipeline.nanBecomes, distortions) : valueReader(spec, metric, scale, pipeline, distortions);
  }

  /** Returns the backend that a KEDA trigger queries. */
  public backendOf({ metric: name, name: ownName, type, source }: Trigger): TriggerBackend {
    const found = source.kind === 'cron' ? undefined : this.customMetric(name);
    const distorter = new Distorter(this.distortionsOf(name, ownName, type));
    const outages = this.outages();
    return {
      startEpochSeconds: this.world.startEpochSeconds ?? 0,
      ...(source.kind === 'kafka' && found?.log?.partitions === source.partitions && { partitions: found.log }),
      problem: (now) => {
        if (outages.some(({ from, until }) => now >= from && now < until)) return 'connection refused';
        return found?.metric instanceof QueryMetric && found.metric.vector(now).length > 1 ? 'it returned multiple elements' : undefined;
      },
      measure: (now) => {
        const value = found?.metric.ofWorkload(now);
        return distorter.show(value === undefined ? undefined : value * found!.scale, now);
      },
    };
  }

  private customMetric(name: string): CustomSource | undefined {
    const { workload, world, eventQueue } = this;
    const mapping = workload.metrics.find(({ metric }) => metric === name);
    const measured = mapping && (mapping.workload === undefined ? this.own : this.all.get(mapping.workload));
    if (!measured) return undefined;
    const pipeline = { ...world.metrics.custom, ...mapping.pipeline };
    const { scale = 1, query } = mapping;
    const random = this.random(`metric ${name}`);
    if (query) {
      const { history } = world.workloads.find(({ id }) => id === (mapping.workload ?? workload.id)) ?? workload;
      return { metric: new QueryMetric(query, measured, pipeline, eventQueue, random, world.startEpochSeconds ?? 0, history), scale, pipeline };
    }
    const metric = new CustomMetric(mapping.signal, measured, pipeline, eventQueue, random);
    const log = mapping.signal.kind === 'in-flight' && scale === 1 ? measured.station.log : undefined;
    return { metric, scale, pipeline, ...(log && { log }) };
  }

  private distortionsOf(...names: ReadonlyArray<string | undefined>): TimedDistortion[] {
    return this.world.faults.filter((fault) => fault.kind === 'metric')
      .filter(({ workload, metric }) => workload === this.workload.id && (metric === '*' || names.includes(metric)));
  }

  private outages(): TimedDistortion[] {
    return this.world.faults.flatMap((fault) => (fault.kind === 'prometheus-outage' ? [{ ...fault, distortion: { kind: 'missing' } }] : []));
  }
}

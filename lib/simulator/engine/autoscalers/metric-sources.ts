import { type TriggerBackend } from './keda/trigger-reader';
import { type ScaledObjectMetrics } from './keda/scaled-object-metrics';
import { type Agenda } from '../events/event-queue';
import { type MetricSpec } from '../../../hpa';
import { CustomMetric } from '../metrics/custom-metric';
import { type Measured } from '../metrics/measured';
import { Distorter, type TimedDistortion } from '../metrics/distortion';
import { externalReader, podsReader, resourceReader, valueReader, type MetricReader } from '../metrics/metric-reader';
import { QueryMetric } from '../metrics/query-metric';
import { ResourceMetrics } from '../metrics/resource-metrics';
import { type PartitionedLog } from '../requests/partitioned-log';
import { type RandomStream } from '../random/random-stream';
import { type Trigger, type Workload, type World } from '../../world/world';

interface CustomSource {
  readonly metric: CustomMetric | QueryMetric;
  readonly scale: number;
  readonly pipeline: World['metrics']['custom'];
  /** The log that the metric is the lag of. */
  readonly log?: PartitionedLog;
}

/** Where the metrics of one workload's autoscaler come from, with all that goes wrong with them. */
export class MetricSources {
  private resourceMetrics?: ResourceMetrics;

  public constructor(
    private readonly workload: Workload, private readonly world: World, private readonly agenda: Agenda,
    private readonly own: Measured, private readonly all: ReadonlyMap<string, Measured>, private readonly random: (purpose: string) => RandomStream,
  ) {}

  /** What the HPA reads; undefined where nobody said what the metric measures. */
  public readerOf(spec: MetricSpec, keda?: ScaledObjectMetrics): MetricReader | undefined {
    const { own, agenda, world } = this;
    if (spec.type === 'Resource' || spec.type === 'ContainerResource') {
      const { resource = '' } = spec;
      if (resource !== 'cpu' && resource !== 'memory') return undefined;
      this.resourceMetrics ??= new ResourceMetrics(() => own.controller.pods, own.usage, agenda, world.metrics.resource, this.random('metrics-server'));
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

  /** What a KEDA trigger asks. */
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
    const { workload, world, agenda } = this;
    const mapping = workload.metrics.find(({ metric }) => metric === name);
    const measured = mapping && (mapping.workload === undefined ? this.own : this.all.get(mapping.workload));
    if (!measured) return undefined;
    const pipeline = { ...world.metrics.custom, ...mapping.pipeline };
    const { scale = 1, query } = mapping;
    const random = this.random(`metric ${name}`);
    if (query) {
      const { history } = world.workloads.find(({ id }) => id === (mapping.workload ?? workload.id)) ?? workload;
      return { metric: new QueryMetric(query, measured, pipeline, agenda, random, world.startEpochSeconds ?? 0, history), scale, pipeline };
    }
    const metric = new CustomMetric(mapping.signal, measured, pipeline, agenda, random);
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

import { type Size } from 'cdk8s';
import { type Cpu } from '../values/cpu';
import { isPathSegment } from '../values/names';
import { Quantity } from '../values/quantity';
import { MetricTarget } from './metric-target';

/** Who serves a metric to the HPA. */
export enum ServedBy {
  /** Something outside this app: an adapter that the cluster runs already. */
  EXTERNAL = 'external',
}

/** Options of a resource metric. */
export interface ContainerMetricOptions {
  /**
   * The one container to measure. Name it where a sidecar shares the pod: its idle requests dilute the pod's utilization.
   *
   * @default - the whole pod
   */
  readonly container?: string;
}

/** Options of a metric that a metrics adapter serves. */
export interface ServedMetricOptions {
  /**
   * Labels that the metric's series must have.
   *
   * @default - no selector
   */
  readonly selector?: Record<string, string>;

  /**
   * Who serves it. Until something in the app does, or this is ServedBy.EXTERNAL, the synthesis warns: an HPA that names a metric nobody serves
   * does nothing with it and never scales down.
   *
   * @default - nobody yet
   */
  readonly servedBy?: ServedBy;
}

/** Options of requests per second. */
export interface RequestsPerSecondOptions extends ServedMetricOptions {
  /**
   * The metric's name in the custom metrics API.
   *
   * @default 'http_requests_per_second'
   */
  readonly metricName?: string;
}

/** The object that an object metric describes. */
export interface ObjectMetricProps extends ServedMetricOptions {
  /** The object's API version, as in 'networking.k8s.io/v1'. */
  readonly apiVersion: string;
  /** The object's kind, as in 'Ingress'. */
  readonly kind: string;
  /** The object's name, in the namespace of the autoscaler. */
  readonly name: string;
  /** What the metric is compared with. */
  readonly target: MetricTarget;
}

/** One signal of a policy. Of several, the one that wants the most replicas wins. */
export class ScalingMetric {
  /**
   * CPU use, as a share of what the containers request.
   *
   * @param percent a whole number above 0
   */
  public static cpuUtilization(percent: number, options: ContainerMetricOptions = {}): ScalingMetric {
    return resource('cpu', utilization(percent), options);
  }

  /**
   * Memory use, as a share of what the containers request. Few runtimes hand memory back: such a metric scales up and seldom down.
   *
   * @param percent a whole number above 0
   */
  public static memoryUtilization(percent: number, options: ContainerMetricOptions = {}): ScalingMetric {
    return resource('memory', utilization(percent), options);
  }

  /** CPU use per pod, whatever is requested. */
  public static cpuAverage(cpu: Cpu, options: ContainerMetricOptions = {}): ScalingMetric {
    return resource('cpu', MetricTarget.averageValue(cpu.toString())._manifest(), options);
  }

  /** Memory use per pod, whatever is requested. */
  public static memoryAverage(size: Size, options: ContainerMetricOptions = {}): ScalingMetric {
    return resource('memory', MetricTarget.averageValue(size.asString())._manifest(), options);
  }

  /**
   * Requests per second and pod.
   *
   * @param perPod above 0, in steps of 0.001
   */
  public static requestsPerSecond(perPod: number, options: RequestsPerSecondOptions = {}): ScalingMetric {
    return ScalingMetric.pods(options.metricName ?? 'http_requests_per_second', Quantity.ofNumber(perPod).toString(), options);
  }

  /**
   * Any metric that each pod has, averaged over the pods (custom metrics API).
   *
   * @param name the metric's name as the API serves it
   * @param averageValue a quantity above 0, as in '100' or '500m'
   */
  public static pods(name: string, averageValue: string, options: ServedMetricOptions = {}): ScalingMetric {
    return served('Pods', 'pods', { metric: identifier(name, options), target: MetricTarget.averageValue(averageValue)._manifest() }, name, options);
  }

  /**
   * A metric of one object, such as an Ingress (custom metrics API).
   *
   * @param metricName the metric's name as the API serves it
   */
  public static object(metricName: string, props: ObjectMetricProps): ScalingMetric {
    const describedObject = { apiVersion: props.apiVersion, kind: props.kind, name: props.name };
    return served('Object', 'object', { describedObject, metric: identifier(metricName, props), target: props.target._manifest() }, metricName, props);
  }

  /**
   * A metric that belongs to no object of the cluster, such as a queue's length (external metrics API).
   *
   * @param name the metric's name as the API serves it
   */
  public static external(name: string, target: MetricTarget, options: ServedMetricOptions = {}): ScalingMetric {
    return served('External', 'external', { metric: identifier(name, options), target: target._manifest() }, name, options);
  }

  /** @internal */
  public static _of(manifest: object, type: string, servedExternally?: string): ScalingMetric {
    return new ScalingMetric(manifest, type, servedExternally);
  }

  private constructor(
    private readonly manifest: object,
    /** The metric's type in autoscaling/v2: Resource, ContainerResource, Pods, Object or External. */
    public readonly type: string,
    /** The name of a metric that something outside the app serves. */
    private readonly servedExternally?: string,
  ) {}

  /** @internal */
  public _manifest(): object {
    return this.manifest;
  }

  /** @internal */
  public _servedExternally(): string | undefined {
    return this.servedExternally;
  }

  /** @internal */
  public _wakesFromZero(): boolean {
    return this.type === 'Object' || this.type === 'External';
  }
}

function utilization(percent: number): object {
  if (!Number.isSafeInteger(percent) || percent < 1) {
    throw new Error(`a target utilization must be a whole number of percent, at least 1, got ${percent}`);
  }
  return { type: 'Utilization', averageUtilization: percent };
}

function resource(name: string, target: object, { container }: ContainerMetricOptions): ScalingMetric {
  return container === undefined
    ? ScalingMetric._of({ type: 'Resource', resource: { name, target } }, 'Resource')
    : ScalingMetric._of({ type: 'ContainerResource', containerResource: { name, container, target } }, 'ContainerResource');
}

function served(type: string, field: string, source: object, name: string, { servedBy }: ServedMetricOptions): ScalingMetric {
  return ScalingMetric._of({ type, [field]: source }, type, servedBy === ServedBy.EXTERNAL ? name : undefined);
}

function identifier(name: string, { selector }: ServedMetricOptions): object {
  if (name === '' || !isPathSegment(name)) {
    throw new Error(`metric name '${name}' cannot stand in the path of a metrics api; it is not empty, '.' or '..' and has neither '/' nor '%', as in 'http_requests_per_second'`);
  }
  return { name, ...(selector && { selector: { matchLabels: selector } }) };
}

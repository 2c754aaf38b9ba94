import { type Duration, type Size } from 'cdk8s';
import { sizeQuantity } from '../kube/size-quantity';
import { type Cpu } from '../values/cpu';
import { errorRateDefinition, gaugeDefinition, percentileDefinition, rateDefinition, shareDefinition } from './business-metrics';
import { deficitDefinition, requireLowerIsBetter } from './guard-definitions';
import { type KedaAuthentication } from './keda-authentication';
import { kedaDefinition } from './keda-definitions';
import { type MetricDefinition, type MetricType } from './metric-definition';
import {
  type ContainerMetricOptions, type DeficitOptions, type ErrorRateOptions, type GaugeMetricOptions, type LatencyOptions, type ObjectMetricProps,
  type PercentileLatencyOptions, type PodMetricOptions, type PrometheusMetricOptions, type RequestsPerSecondOptions, ServedBy, type ServedMetricOptions,
  type TokensPerSecondOptions,
} from './metric-options';
import { MetricTarget } from './metric-target';
import { legalMetricName, wholeQuery } from './promql';
import { promqlDefinition } from './promql-definitions';
import { kafkaLagDefinition, natsJetStreamDefinition, rabbitMqDefinition, redisListDefinition, redisStreamDefinition, sqlRowsDefinition } from './queue-definitions';
import { type KafkaLagProps, type NatsJetStreamProps, type RabbitMqQueueProps, type RedisListProps, type RedisStreamProps, type SqlRowsProps } from './queue-props';
import { resourceDefinition } from './resource-definitions';
import { servedDefinition } from './served-definitions';

/**
 * Requests that the engine ended with an error, among all requests that it ended. Invalid requests never reach the
 * engine.
 */
const VLLM_ERRORS = { counter: 'vllm:request_success_total', statusLabel: 'finished_reason', failed: 'error' };

/** Metric of a scaling policy. The metric that proposes the most replicas wins. */
export class ScalingMetric {
  /**
   * CPU utilization: usage in percent of the containers' requests.
   *
   * @param percent a whole number above 0
   */
  public static cpuUtilization(percent: number, options: ContainerMetricOptions = {}): ScalingMetric {
    return ScalingMetric._of(resourceDefinition('cpu', { utilization: percent }, options.container));
  }

  /**
   * Memory utilization: usage in percent of the containers' requests. Few runtimes return memory to the operating
   * system: the metric scales up and seldom down.
   *
   * @param percent a whole number above 0
   */
  public static memoryUtilization(percent: number, options: ContainerMetricOptions = {}): ScalingMetric {
    return ScalingMetric._of(resourceDefinition('memory', { utilization: percent }, options.container));
  }

  /** Average CPU usage per pod, independent of the containers' requests. */
  public static cpuAverage(cpu: Cpu, options: ContainerMetricOptions = {}): ScalingMetric {
    return ScalingMetric._of(resourceDefinition('cpu', { average: MetricTarget.averageValue(cpu.toString()) }, options.container));
  }

  /** Average memory usage per pod, independent of the containers' requests. */
  public static memoryAverage(size: Size, options: ContainerMetricOptions = {}): ScalingMetric {
    return ScalingMetric._of(resourceDefinition('memory', { average: MetricTarget.averageValue(sizeQuantity(size)) }, options.container));
  }

  /**
   * Requests per second and pod, from a counter that the pods expose.
   *
   * @param requests per pod, above 0, in steps of 0.001
   */
  public static requestsPerSecond(requests: number, options: RequestsPerSecondOptions = {}): ScalingMetric {
    const { counter = 'http_requests_total', metricName = 'http_requests_per_second' } = options;
    return ScalingMetric._of(rateDefinition('requests per second', counter, metricName, requests, options), options.servedBy);
  }

  /**
   * Requests in flight per pod: by Little's law, the request rate times the request duration.
   *
   * @param requests per pod, above 0, in steps of 0.001
   * @param options the default gauge is `http_requests_inprogress`
   */
  public static concurrency(requests: number, options: GaugeMetricOptions = {}): ScalingMetric {
    return ScalingMetric._of(gaugeDefinition('concurrency', options.gauge ?? 'http_requests_inprogress', requests, options), options.servedBy);
  }

  /**
   * Requests waiting in the queue of each pod.
   *
   * @param gauge the series, as in 'tgi_queue_size'
   * @param length per pod, above 0, in steps of 0.001
   */
  public static queueLength(gauge: string, length: number, options: PodMetricOptions = {}): ScalingMetric {
    return ScalingMetric._of(gaugeDefinition('queue length', gauge, length, options), options.servedBy);
  }

  /**
   * Requests waiting for the batch of a model server. Google's guide to inference autoscaling starts with 3 to 5 per
   * pod.
   *
   * @param requests per pod, above 0, in steps of 0.001
   * @param options the default gauge is vLLM's `vllm:num_requests_waiting`
   */
  public static waitingRequests(requests: number, options: GaugeMetricOptions = {}): ScalingMetric {
    return ScalingMetric._of(gaugeDefinition('waiting requests', options.gauge ?? 'vllm:num_requests_waiting', requests, options), options.servedBy);
  }

  /**
   * KV cache utilization.
   *
   * @param share 0 to 1
   * @param options the default gauge is vLLM's `vllm:kv_cache_usage_perc`
   */
  public static kvCacheUse(share: number, options: GaugeMetricOptions = {}): ScalingMetric {
    return ScalingMetric._of(shareDefinition('kv cache use', options.gauge ?? 'vllm:kv_cache_usage_perc', share, options), options.servedBy);
  }

  /**
   * Tokens generated by a model server, per second and pod.
   *
   * @param tokens per pod, above 0, in steps of 0.001
   */
  public static tokensPerSecond(tokens: number, options: TokensPerSecondOptions = {}): ScalingMetric {
    const { counter = 'vllm:generation_tokens_total', metricName = 'tokens_per_second' } = options;
    return ScalingMetric._of(rateDefinition('tokens per second', counter, metricName, tokens, options), options.servedBy);
  }

  /**
   * Request latency percentile, as a guard. Above the maximum, each scaling decision may add one step. It cannot be the
   * only metric of a policy: latency shows that replicas are missing, not how many.
   *
   * @param percentile above 0 and below 100
   * @param options the default histogram is `http_request_duration_seconds`
   */
  public static latency(percentile: number, maximum: Duration, options: LatencyOptions = {}): ScalingMetric {
    return ScalingMetric._of(percentileDefinition('latency', options.histogram ?? 'http_request_duration_seconds', percentile, maximum, options), options.servedBy);
  }

  /**
   * Time to first token, as a guard.
   *
   * @param options the default histogram is vLLM's `vllm:time_to_first_token_seconds`
   */
  public static timeToFirstToken(maximum: Duration, options: PercentileLatencyOptions = {}): ScalingMetric {
    const histogram = options.histogram ?? 'vllm:time_to_first_token_seconds';
    return ScalingMetric._of(percentileDefinition('time to first token', histogram, options.percentile ?? 95, maximum, options), options.servedBy);
  }

  /**
   * Duration of one batch step, as a guard. It grows with the batch size.
   *
   * @param options the default histogram is vLLM's `vllm:inter_token_latency_seconds`
   */
  public static batchLatency(maximum: Duration, options: PercentileLatencyOptions = {}): ScalingMetric {
    const histogram = options.histogram ?? 'vllm:inter_token_latency_seconds';
    return ScalingMetric._of(percentileDefinition('batch latency', histogram, options.percentile ?? 95, maximum, options), options.servedBy);
  }

  /**
   * Error rate: share of failed requests, as a guard.
   *
   * vLLM's HTTP metrics count client errors (such as a prompt that is too long) as 5xx. On a module that runs vLLM, the
   * default is therefore the share of requests that the engine ended with an error, from `vllm:request_success_total`.
   * A counter in the options overrides it. A ScalingPolicy on any other target has to set the options: `{ counter:
   * 'vllm:request_success_total', statusLabel: 'finished_reason', failed: 'error' }`.
   *
   * @param share maximum error rate, above 0 and below 1
   */
  public static errorRate(share: number, options: ErrorRateOptions = {}): ScalingMetric {
    const { counter, statusLabel, failed } = options;
    const isDefault = counter === undefined && statusLabel === undefined && failed === undefined;
    const ofVllm = isDefault ? errorRateDefinition(share, { ...options, ...VLLM_ERRORS }) : undefined;
    return new ScalingMetric(errorRateDefinition(share, options), options.servedBy, ofVllm);
  }

  /**
   * Deficit of a metric that is better when it is higher (a quality score, cache hits), as a guard. The deficit is the
   * distance below the goal.
   *
   * @param name the metric's name in the external metrics API, without the suffix '_deficit'
   * @param query a PromQL expression that returns one value
   * @param goal above 0
   */
  public static deficit(name: string, query: string, goal: number, options: DeficitOptions = {}): ScalingMetric {
    return ScalingMetric._of(deficitDefinition(name, query, goal, options), options.servedBy);
  }

  /**
   * PromQL query that returns one value for the whole workload. An HPA reads it from prometheus-adapter as an external
   * metric; KEDA queries Prometheus.
   *
   * @param name the metric's name in the external metrics API, shared by all workloads that use it; characters that the
   * API does not accept become '_'
   * @param query a PromQL expression that returns one value
   * @param target the target of the value; MetricTarget.averageValue divides the value by the number of replicas
   */
  public static prometheus(name: string, query: string, target: MetricTarget, options: PrometheusMetricOptions = {}): ScalingMetric {
    requireLowerIsBetter(name, options.higherIsBetter);
    const whole = wholeQuery(query);
    return ScalingMetric._of(promqlDefinition({
      name,
      metric: () => legalMetricName(name),
      query: () => whole,
      target,
      role: 'load',
      ofPods: false,
      wakes: options.wakesFromZero ?? true,
      maxReplicas: options.maxReplicas,
      activation: options.activation,
    }), options.servedBy);
  }

  /** Kafka consumer-group lag. */
  public static kafkaLag(props: KafkaLagProps): ScalingMetric {
    return ScalingMetric._of(kafkaLagDefinition(props), props.servedBy);
  }

  /** Length of a Redis list. */
  public static redisList(props: RedisListProps): ScalingMetric {
    return ScalingMetric._of(redisListDefinition(props), props.servedBy);
  }

  /** Consumer-group lag of a Redis stream, Redis 7 or later. */
  public static redisStream(props: RedisStreamProps): ScalingMetric {
    return ScalingMetric._of(redisStreamDefinition(props), props.servedBy);
  }

  /** Ready messages of a RabbitMQ queue. */
  public static rabbitMqQueue(props: RabbitMqQueueProps): ScalingMetric {
    return ScalingMetric._of(rabbitMqDefinition(props), props.servedBy);
  }

  /**
   * Pending messages of a NATS JetStream consumer. KEDA also counts messages that are delivered and not acknowledged.
   */
  public static natsJetStream(props: NatsJetStreamProps): ScalingMetric {
    return ScalingMetric._of(natsJetStreamDefinition(props), props.servedBy);
  }

  /** Result of a SQL query, such as the number of pending rows. */
  public static sqlRows(props: SqlRowsProps): ScalingMetric {
    return ScalingMetric._of(sqlRowsDefinition(props), props.servedBy);
  }

  /**
   * Any KEDA trigger, with the metadata of KEDA's documentation. Plain Kubernetes cannot read it.
   *
   * @param type the trigger type, as in 'aws-sqs-queue'
   * @param metadata the trigger metadata; all values are strings
   * @param authentication the authentication of KEDA at the trigger's source
   * @see https://keda.sh/docs/latest/scalers/
   */
  public static keda(type: string, metadata: Record<string, string>, authentication?: KedaAuthentication): ScalingMetric {
    return ScalingMetric._of(kedaDefinition(type, metadata, authentication));
  }

  /**
   * Any metric of each pod, averaged over the pods (custom metrics API).
   *
   * @param name the metric's name as the API serves it
   * @param averageValue a quantity above 0, as in '100' or '500m'
   */
  public static pods(name: string, averageValue: string, options: ServedMetricOptions = {}): ScalingMetric {
    requireLowerIsBetter(name, options.higherIsBetter);
    const target = MetricTarget.averageValue(averageValue)._manifest();
    return ScalingMetric._of(servedDefinition({ type: 'Pods', field: 'pods', served: name, selector: options.selector, source: { target } }), options.servedBy);
  }

  /**
   * Metric of one Kubernetes object, such as an Ingress (custom metrics API).
   *
   * @param metricName the metric's name as the API serves it
   */
  public static object(metricName: string, props: ObjectMetricProps): ScalingMetric {
    requireLowerIsBetter(metricName, props.higherIsBetter);
    const describedObject = { apiVersion: props.apiVersion, kind: props.kind, name: props.name };
    const source = { describedObject, target: props.target._manifest() };
    return ScalingMetric._of(servedDefinition({ type: 'Object', field: 'object', served: metricName, selector: props.selector, source }), props.servedBy);
  }

  /**
   * Metric of no Kubernetes object, such as the length of a queue (external metrics API).
   *
   * @param name the metric's name as the API serves it
   */
  public static external(name: string, target: MetricTarget, options: ServedMetricOptions = {}): ScalingMetric {
    requireLowerIsBetter(name, options.higherIsBetter);
    const source = { target: target._manifest() };
    return ScalingMetric._of(servedDefinition({ type: 'External', field: 'external', served: name, selector: options.selector, source }), options.servedBy);
  }

  /** @internal */
  public static _of(definition: MetricDefinition, servedBy?: ServedBy): ScalingMetric {
    return new ScalingMetric(definition, servedBy);
  }

  /** The metric's type in autoscaling/v2: Resource, ContainerResource, Pods, Object or External. */
  public readonly type: string;

  private constructor(
    /** @internal */
    public readonly _definition: MetricDefinition,
    private readonly servedBy?: ServedBy,
    /** The same metric from vLLM's series, if they differ from those of other servers. */
    private readonly onVllm?: MetricDefinition,
  ) {
    this.type = _definition.type satisfies MetricType;
  }

  /**
   * Returns the metric with this server, unless it has one already.
   *
   * @internal
   */
  public _servedBy(servedBy: ServedBy): ScalingMetric {
    return this.servedBy === undefined ? new ScalingMetric(this._definition, servedBy, this.onVllm) : this;
  }

  /**
   * Returns the metric for a pod that runs vLLM.
   *
   * @internal
   */
  public _onVllm(): ScalingMetric {
    return this.onVllm ? new ScalingMetric(this.onVllm, this.servedBy) : this;
  }

  /** @internal */
  public _servedExternally(): boolean {
    return this.servedBy === ServedBy.EXTERNAL;
  }

  /**
   * Returns the metric of the series with certain labels, unless it selects labels already.
   *
   * @internal
   */
  public _withLabels(labels: Readonly<Record<string, string>>): ScalingMetric {
    return this._definition.withLabels ? new ScalingMetric(this._definition.withLabels(labels), this.servedBy) : this;
  }

  /**
   * Returns the metric of one container, if the metric supports containers.
   *
   * @internal
   */
  public _measuredIn(container: string): ScalingMetric {
    return this._definition.inContainer ? new ScalingMetric(this._definition.inContainer(container), this.servedBy) : this;
  }
}

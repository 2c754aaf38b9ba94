import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { type KubeObjectProps } from '../kube/kube-object';
import { checkedLabels } from '../kube/labels';
import { type SecretKey } from '../kube/secret-key';
import { Synthesis } from '../kube/synthesis';
import { UserError } from '../values/user-error';
import { type MetricsEndpoint } from './metrics-endpoint';
import { metricsPath, podMonitor } from './pod-monitor';

/** Options of a PodMonitor. */
export interface PodMonitorOptions {
  /**
   * Labels that match the podMonitorSelector of a Prometheus, as in `{ release: 'kube-prometheus-stack' }`.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/** Pods with a metrics endpoint. */
export interface MonitoredPods {
  readonly podLabels: Record<string, string>;
  readonly port: number;
  readonly portName: string;
  readonly endpoint: MetricsEndpoint;
  /** Bearer token of the metrics endpoint, if it needs one. */
  readonly bearer?: SecretKey;
}

const NEEDS_OPERATOR = 'PodMonitor objects need the Prometheus Operator in the cluster; use Monitoring.annotations() or Monitoring.none() if it is not installed';

/** Discovery of a module's metrics endpoint by Prometheus. */
export class Monitoring {
  /** PodMonitor for the Prometheus Operator. The cluster needs the operator's custom resource definitions. */
  public static podMonitor(options: PodMonitorOptions = {}): Monitoring {
    return new Monitoring('PodMonitor', checkedLabels(options.labels ?? {}));
  }

  /**
   * Pod annotations prometheus.io/scrape, prometheus.io/path and prometheus.io/port, for a Prometheus with a scrape
   * configuration for them.
   */
  public static annotations(): Monitoring {
    return new Monitoring('annotations', {});
  }

  /** No discovery by this library. */
  public static none(): Monitoring {
    return new Monitoring('none', {});
  }

  private constructor(private readonly kind: 'PodMonitor' | 'annotations' | 'none', private readonly labels: Record<string, string>) {}

  /** @internal */
  public _podAnnotations({ endpoint, port, bearer }: MonitoredPods): Record<string, string> {
    if (this.kind !== 'annotations') return {};
    if (bearer) throw new UserError('these metrics need a key, which annotations cannot hold; use Monitoring.podMonitor(), or Monitoring.none() and your own scrape configuration');
    return { 'prometheus.io/scrape': 'true', 'prometheus.io/path': metricsPath(endpoint), 'prometheus.io/port': String(port) };
  }

  /** @internal */
  public _create(scope: Construct, id: string, metadata: KubeObjectProps['metadata'], pods: MonitoredPods): ApiObject | undefined {
    if (this.kind !== 'PodMonitor') return undefined;
    Synthesis.of(scope).note(NEEDS_OPERATOR);
    return podMonitor(scope, id, { ...pods, metadata: { ...metadata, labels: { ...metadata.labels, ...this.labels } } });
  }
}

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
   * Labels by which a Prometheus finds its monitors, as in `{ release: 'kube-prometheus-stack' }`.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/** Pods that show metrics. */
export interface MonitoredPods {
  readonly podLabels: Record<string, string>;
  readonly port: number;
  readonly portName: string;
  readonly endpoint: MetricsEndpoint;
  /** Authorization that the endpoint asks for. */
  readonly bearer?: SecretKey;
}

const NEEDS_OPERATOR = 'PodMonitor objects need the Prometheus Operator in the cluster; use Monitoring.annotations() or Monitoring.none() if it is not installed';

/** Discovery of a module's pods by Prometheus. */
export class Monitoring {
  /** By a PodMonitor, for the Prometheus Operator, whose custom resource definitions the cluster has to have. */
  public static podMonitor(options: PodMonitorOptions = {}): Monitoring {
    return new Monitoring('PodMonitor', checkedLabels(options.labels ?? {}));
  }

  /**
   * By the annotations prometheus.io/scrape, /path and /port on the pods, for a Prometheus that is configured to follow
   * them.
   */
  public static annotations(): Monitoring {
    return new Monitoring('annotations', {});
  }

  /** Not by anything that is made here. */
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

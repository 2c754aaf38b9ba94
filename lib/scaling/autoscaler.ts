import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { type AutoscalerProps } from './autoscaler-props';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler';
import { type KedaOptions } from './keda-options';
import { scaledObject } from './scaled-object';

/** Autoscaler that applies a policy. It rejects a metric that it cannot read. */
export class Autoscaler {
  /** HorizontalPodAutoscaler of plain Kubernetes, with metrics from a metrics adapter. */
  public static hpa(): Autoscaler {
    return new Autoscaler();
  }

  /** KEDA ScaledObject, with triggers that KEDA queries. KEDA has to be installed in the cluster. */
  public static keda(options: KedaOptions = {}): Autoscaler {
    return new Autoscaler(options);
  }

  private constructor(private readonly keda?: KedaOptions) {}

  /** @internal */
  public get _isKeda(): boolean {
    return this.keda !== undefined;
  }

  /**
   * True if query metrics are available: KEDA needs a Prometheus, and an HPA's adapter is configured elsewhere.
   * @internal
   */
  public get _asksPrometheus(): boolean {
    return this.keda?.metricsSource !== undefined;
  }

  /** @internal */
  public _create(scope: Construct, props: AutoscalerProps): ApiObject {
    return this.keda ? scaledObject(scope, props, this.keda) : horizontalPodAutoscaler(scope, props);
  }
}

import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { type AutoscalerProps } from './autoscaler-props';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler';
import { type KedaOptions } from './keda-options';
import { scaledObject } from './scaled-object';

/** Autoscaler that carries a policy out. A metric that it cannot read is refused. */
export class Autoscaler {
  /** Plain Kubernetes: a HorizontalPodAutoscaler, with metrics that an adapter serves. */
  public static hpa(): Autoscaler {
    return new Autoscaler();
  }

  /** KEDA: a ScaledObject, with triggers that KEDA asks by itself. It has to be installed in the cluster. */
  public static keda(options: KedaOptions = {}): Autoscaler {
    return new Autoscaler(options);
  }

  private constructor(private readonly keda?: KedaOptions) {}

  /** @internal */
  public get _isKeda(): boolean {
    return this.keda !== undefined;
  }

  /**
   * True where query metrics can be read: KEDA needs the Prometheus, the adapter of an HPA is configured elsewhere.
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

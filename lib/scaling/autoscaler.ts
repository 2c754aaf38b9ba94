import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { type AutoscalerProps } from './autoscaler-props';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler';
import { type KedaOptions } from './keda-options';
import { scaledObject } from './scaled-object';

/** Who carries a policy out. The policy is the same; a metric that one of them cannot read is refused. */
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

  /** Whether metrics that are queries can be read: KEDA has to know where, an HPA's adapter is set up elsewhere. @internal */
  public get _asksPrometheus(): boolean {
    return this.keda?.metricsSource !== undefined;
  }

  /** @internal */
  public _create(scope: Construct, props: AutoscalerProps): ApiObject {
    return this.keda ? scaledObject(scope, props, this.keda) : horizontalPodAutoscaler(scope, props);
  }
}

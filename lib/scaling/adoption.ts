import { requireApiType, requireReferencedName } from '../kube/names';
import { adoptReplicas, type AdoptedWorkload, adoptHorizontalPodAutoscaler, adoptScaledObject } from './adoption-steps';

/** Options of the adoption of a ScaledObject. */
export interface AdoptScaledObjectOptions {
  /**
   * The name of the HPA that KEDA made of it; a policy of this library calls it as the ScaledObject.
   *
   * @default - as KEDA calls it: 'keda-hpa-' and the name
   */
  readonly horizontalPodAutoscaler?: string;
}

/** Names of an autoscaler, and of the HPA that it is or creates. */
export interface AutoscalerNames {
  readonly object: string;
  readonly hpa: string;
}

/**
 * Adoption of a running workload by a policy.
 *
 * A manifest that no longer sets `replicas` tells the API server to forget the number, and a Deployment without a
 * number has one pod. The steps that a policy prints hand the number over first, so that the live count does not dip.
 * Nor does it where one autoscaler takes over from another: the HPA stays the same object throughout.
 */
export class Adoption {
  /** The workload's manifest fixed its `replicas` until now. */
  public static fromFixedReplicas(): Adoption {
    return new Adoption();
  }

  /**
   * An HPA made by other means scales the workload already. The new autoscaler takes its name: an HPA updates it in
   * place, and KEDA becomes its owner.
   *
   * @param name the name of that HPA
   */
  public static fromHorizontalPodAutoscaler(name: string): Adoption {
    requireReferencedName('HorizontalPodAutoscaler', name);
    return new Adoption(name);
  }

  /**
   * A ScaledObject scales the workload already, made by other means or by a policy that had Autoscaler.keda(). With
   * KEDA it is updated in place; with plain Kubernetes KEDA lets go of its HPA first, which is then updated in place.
   *
   * @param name the name of that ScaledObject
   */
  public static fromScaledObject(name: string, options: AdoptScaledObjectOptions = {}): Adoption {
    const hpa = options.horizontalPodAutoscaler ?? `keda-hpa-${name}`;
    requireReferencedName('ScaledObject', name);
    requireReferencedName('HorizontalPodAutoscaler', hpa);
    return new Adoption(hpa, name);
  }

  private constructor(
    /** The name of the HPA that is taken over. */
    public readonly autoscalerName?: string,
    /** The name of the ScaledObject that is taken over. */
    public readonly scaledObjectName?: string,
  ) {}

  /**
   * Name of the autoscaler; undefined where it is free.
   *
   * @internal
   */
  public _names(isKeda: boolean): AutoscalerNames | undefined {
    const { autoscalerName: hpa, scaledObjectName } = this;
    return hpa === undefined ? undefined : { object: isKeda ? scaledObjectName ?? hpa : hpa, hpa };
  }

  /**
   * True where KEDA takes over an HPA that it did not create.
   *
   * @internal
   */
  public _transfersOwnership(): boolean {
    return this.autoscalerName !== undefined && this.scaledObjectName === undefined;
  }

  /**
   * Every part stands unquoted in a shell command, so that each is checked to be nothing but a name.
   *
   * @internal
   */
  public _steps(workload: AdoptedWorkload, isKeda: boolean): string[] {
    requireApiType(workload.apiVersion, workload.kind);
    requireReferencedName(workload.kind, workload.name);
    if (workload.namespace !== undefined) requireReferencedName('Namespace', workload.namespace);
    const { autoscalerName: hpa, scaledObjectName: scaledObject } = this;
    const replicas = adoptReplicas(workload);
    if (hpa === undefined) return replicas;
    if (isKeda) return scaledObject === undefined ? [...replicas, ...adoptHorizontalPodAutoscaler(workload, hpa)] : replicas;
    return scaledObject === undefined ? replicas : [...replicas, ...adoptScaledObject(workload, scaledObject, hpa)];
  }
}

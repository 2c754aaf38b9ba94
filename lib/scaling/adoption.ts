import { requireApiType, requireReferencedName } from '../kube/names';
import { adoptReplicas, type AdoptedWorkload, adoptHorizontalPodAutoscaler, adoptScaledObject } from './adoption-steps';

/** Options for the adoption of a ScaledObject. */
export interface AdoptScaledObjectOptions {
  /**
   * Name of the HPA that KEDA created for the ScaledObject. A policy of this library gives it the name of the
   * ScaledObject.
   *
   * @default - the name that KEDA gives: 'keda-hpa-' and the name of the ScaledObject
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
 * If an apply removes `replicas` from a manifest, the API server resets the field, and a Deployment without `replicas`
 * has one pod. The steps that a policy prints transfer the field first, so that the running replicas stay. The replicas
 * also stay if one autoscaler replaces another: the HPA remains the same object.
 */
export class Adoption {
  /** Adopts a workload whose manifest sets a fixed `replicas`. */
  public static fromFixedReplicas(): Adoption {
    return new Adoption();
  }

  /**
   * Adopts a workload that an existing HPA scales. The new autoscaler takes its name: a new HPA updates it in place,
   * and KEDA becomes its owner.
   *
   * @param name the name of the existing HPA
   */
  public static fromHorizontalPodAutoscaler(name: string): Adoption {
    requireReferencedName('HorizontalPodAutoscaler', name);
    return new Adoption(name);
  }

  /**
   * Adopts a workload that an existing ScaledObject scales, including that of a policy with Autoscaler.keda(). With
   * KEDA, the apply updates it in place. With an HPA, KEDA first releases its HPA, which the apply then updates in
   * place.
   *
   * @param name the name of the existing ScaledObject
   */
  public static fromScaledObject(name: string, options: AdoptScaledObjectOptions = {}): Adoption {
    const hpa = options.horizontalPodAutoscaler ?? `keda-hpa-${name}`;
    requireReferencedName('ScaledObject', name);
    requireReferencedName('HorizontalPodAutoscaler', hpa);
    return new Adoption(hpa, name);
  }

  private constructor(
    /** Name of the adopted HPA. */
    public readonly autoscalerName?: string,
    /** Name of the adopted ScaledObject. */
    public readonly scaledObjectName?: string,
  ) {}

  /**
   * Names of the adopted autoscaler; undefined if the policy can choose a name.
   *
   * @internal
   */
  public _names(isKeda: boolean): AutoscalerNames | undefined {
    const { autoscalerName: hpa, scaledObjectName } = this;
    return hpa === undefined ? undefined : { object: isKeda ? scaledObjectName ?? hpa : hpa, hpa };
  }

  /**
   * Returns true if KEDA takes over an HPA that it did not create.
   *
   * @internal
   */
  public _transfersOwnership(): boolean {
    return this.autoscalerName !== undefined && this.scaledObjectName === undefined;
  }

  /**
   * Returns the manual steps. Names are unquoted in a shell command, so that each is validated as a Kubernetes name.
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

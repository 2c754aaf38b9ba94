import { Construct } from 'constructs';
import { requireApiType, requireReferencedName } from './names';

/** Properties of an existing workload. */
export interface WorkloadReferenceProps {
  /**
   * API version of the workload.
   *
   * @default 'apps/v1'
   */
  readonly apiVersion?: string;

  /**
   * Kind of the workload. It needs a scale subresource.
   *
   * @default 'Deployment'
   */
  readonly kind?: string;

  /** Name of the workload. */
  readonly name: string;

  /**
   * Namespace of the workload. An autoscaler can only target a workload in its own namespace.
   *
   * @default - the chart's namespace
   */
  readonly namespace?: string;
}

/**
 * Reference by name to a workload outside this app.
 *
 * Its pods are unknown here. Checks that need them report a warning instead.
 *
 * ```ts
 * const legacy = WorkloadReference.fromName(chart, 'Legacy', { name: 'legacy-search' });
 * new ScalingPolicy(chart, 'LegacyScaling', { target: legacy, maxReplicas: 6 });
 * ```
 */
export class WorkloadReference extends Construct {
  /**
   * References a workload that is not in this app.
   *
   * @throws if the name is invalid.
   */
  public static fromName(scope: Construct, id: string, props: WorkloadReferenceProps): WorkloadReference {
    return new WorkloadReference(scope, id, props);
  }

  /** API version of the workload. */
  public readonly apiVersion: string;
  /** Kind of the workload. */
  public readonly kind: string;
  /** Name of the workload. */
  public readonly name: string;
  /** Namespace of the workload; undefined for that of the chart. */
  public readonly namespace?: string;

  private constructor(scope: Construct, id: string, props: WorkloadReferenceProps) {
    super(scope, id);
    this.apiVersion = props.apiVersion ?? 'apps/v1';
    this.kind = props.kind ?? 'Deployment';
    this.name = props.name;
    this.namespace = props.namespace;
    requireApiType(this.apiVersion, this.kind);
    requireReferencedName(this.kind, props.name);
    if (props.namespace !== undefined) requireReferencedName('Namespace', props.namespace);
  }
}

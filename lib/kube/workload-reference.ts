import { Construct } from 'constructs';
import { requireApiType, requireReferencedName } from './names';

/** The name under which the cluster knows a workload. */
export interface WorkloadReferenceProps {
  /**
   * The workload's API version.
   *
   * @default 'apps/v1'
   */
  readonly apiVersion?: string;

  /**
   * The workload's kind: anything with a scale subresource.
   *
   * @default 'Deployment'
   */
  readonly kind?: string;

  /** The workload's name. */
  readonly name: string;

  /**
   * The namespace it is in; an autoscaler can only reach a workload in its own.
   *
   * @default - the chart's namespace
   */
  readonly namespace?: string;
}

/**
 * A workload that exists elsewhere, known by its name alone.
 *
 * Its pods cannot be seen here: checks that need them are warnings that say so.
 *
 * ```ts
 * const legacy = WorkloadReference.fromName(chart, 'Legacy', { name: 'legacy-search' });
 * new ScalingPolicy(chart, 'LegacyScaling', { target: legacy, maxReplicas: 6 });
 * ```
 */
export class WorkloadReference extends Construct {
  /**
   * Names a workload that is not in this app.
   *
   * @throws where the name cannot be one.
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

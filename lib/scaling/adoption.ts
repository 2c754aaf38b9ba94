import { requireApiType, requireReferencedName } from '../kube/names';

/** The object whose replica count an autoscaler takes over. */
export interface AdoptedWorkload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/**
 * How a policy takes over a workload that runs already.
 *
 * A manifest that no longer sets `replicas` tells the API server to forget the number, and a Deployment without a number has one pod. The steps that
 * a policy prints hand the number over first, so that the live count does not dip.
 */
export class Adoption {
  /** The workload's manifest fixed its `replicas` until now. */
  public static fromFixedReplicas(): Adoption {
    return new Adoption();
  }

  /**
   * An HPA made by other means scales the workload already. The new one takes its name, so that it is updated in place and two never fight.
   *
   * @param name the name of that HPA
   */
  public static fromHorizontalPodAutoscaler(name: string): Adoption {
    return new Adoption(name);
  }

  private constructor(
    /** The name of the HPA that is taken over. */
    public readonly autoscalerName?: string,
  ) {}

  /**
   * Whether KEDA is to take over an HPA that it did not make.
   *
   * @internal
   */
  public _transfersOwnership(): boolean {
    return this.autoscalerName !== undefined;
  }

  /** @internal */
  public _steps(workload: AdoptedWorkload): string[] {
    return adoptionSteps(workload);
  }
}

/** Every part stands unquoted in a shell command, so that each is checked to be nothing but a name. */
function adoptionSteps({ apiVersion, kind, name, namespace }: AdoptedWorkload): string[] {
  requireApiType(apiVersion, kind);
  requireReferencedName(kind, name);
  if (namespace !== undefined) requireReferencedName('Namespace', namespace);
  const [version, group] = apiVersion.split('/').reverse();
  const resource = `${kind.toLowerCase()}${group ? `.${version}.${group}` : ''}/${name}`;
  const kubectl = namespace === undefined ? 'kubectl' : `kubectl -n ${namespace}`;
  const metadata = namespace === undefined ? `{name: ${name}}` : `{name: ${name}, namespace: ${namespace}}`;
  const replicasOnly = `apiVersion: ${apiVersion}\\nkind: ${kind}\\nmetadata: ${metadata}\\nspec: {replicas: %s}\\n`;
  return [
    `before the first apply of ${kind} ${name} without replicas, take the step of the tool that applies it:`,
    `kubectl apply: ${kubectl} apply view-last-applied ${resource} -o yaml | sed '/^  replicas: /d' | ${kubectl} apply set-last-applied -f -`,
    `server-side apply and flux: printf '${replicasOnly}' "$(${kubectl} get ${resource} -o jsonpath='{.spec.replicas}')"`
      + ` | ${kubectl} apply --server-side --field-manager=cdk8s-kotaemon-adopt --force-conflicts --validate=false -f -`,
    `argo cd: sync an Application with spec.ignoreDifferences {group: ${group ?? "''"}, kind: ${kind}, name: ${name}, jsonPointers: [/spec/replicas]} and the sync option`
      + ' RespectIgnoreDifferences=true first, and keep both; with ServerSideApply=true take the step for server-side apply as well',
  ];
}

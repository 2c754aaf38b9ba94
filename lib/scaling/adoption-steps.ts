/** Workload whose replica count an autoscaler takes over. */
export interface AdoptedWorkload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Returns the steps that transfer the field `replicas` to the autoscaler. */
export function adoptReplicas({ apiVersion, kind, name, namespace }: AdoptedWorkload): string[] {
  const [version, group] = apiVersion.split('/').reverse();
  const resource = `${kind.toLowerCase()}${group ? `.${version}.${group}` : ''}/${name}`;
  const kubectl = kubectlIn(namespace);
  const metadata = namespace === undefined ? `{name: ${name}}` : `{name: ${name}, namespace: ${namespace}}`;
  const replicasOnly = `apiVersion: ${apiVersion}\\nkind: ${kind}\\nmetadata: ${metadata}\\nspec: {replicas: %s}\\n`;
  return [
    `before the first apply of ${kind} ${name} without replicas, run the step of the tool that applies it:`,
    `kubectl apply: ${kubectl} apply view-last-applied ${resource} -o yaml | sed '/^  replicas: /d' | ${kubectl} apply set-last-applied -f -`,
    `server-side apply and flux: printf '${replicasOnly}' "$(${kubectl} get ${resource} -o jsonpath='{.spec.replicas}')"`
      + ` | ${kubectl} apply --server-side --field-manager=cdk8s-kotaemon-adopt --force-conflicts --validate=false -f -`,
    `argo cd: sync an Application with spec.ignoreDifferences {group: ${group ?? "''"}, kind: ${kind}, name: ${name}, jsonPointers: [/spec/replicas]} and the sync option`
      + ' RespectIgnoreDifferences=true first, and keep both; with ServerSideApply=true, also run the step for server-side apply',
  ];
}

/** Returns the steps that keep an HPA in the cluster after its manifest is removed, until KEDA owns it. */
export function adoptHorizontalPodAutoscaler({ namespace }: AdoptedWorkload, hpa: string): string[] {
  const kubectl = kubectlIn(namespace);
  return [
    `KEDA takes over HorizontalPodAutoscaler ${hpa} in place; before the first apply, make sure that no tool deletes it because its manifest is gone:`,
    `argo cd, flux, helm: ${kubectl} annotate hpa/${hpa} argocd.argoproj.io/sync-options=Prune=false kustomize.toolkit.fluxcd.io/prune=disabled helm.sh/resource-policy=keep --overwrite`,
    `after the apply: ${kubectl} wait hpa/${hpa} --for=jsonpath='{.metadata.ownerReferences[0].kind}'=ScaledObject --timeout=120s`,
  ];
}

/**
 * Returns the steps that remove a ScaledObject without its HPA. The HPA stays unchanged until the new manifest updates
 * it.
 */
export function adoptScaledObject({ namespace }: AdoptedWorkload, scaledObject: string, hpa: string): string[] {
  const kubectl = kubectlIn(namespace);
  const restores = '{"spec":{"advanced":{"restoreToOriginalReplicaCount":false}}}';
  return [
    `HorizontalPodAutoscaler ${hpa} outlives the ScaledObject ${scaledObject} that made it; suspend the tool that applies the manifests (argo cd, flux), and before the first apply:`,
    `${kubectl} patch scaledobject/${scaledObject} --type=merge -p '${restores}'`,
    `${kubectl} delete scaledobject/${scaledObject} --cascade=orphan`,
    `then apply, by server-side apply with --force-conflicts, since KEDA owned the fields until now; and check that it has no owner: ${kubectl} get hpa/${hpa} -o jsonpath='{.metadata.ownerReferences}'`,
  ];
}

function kubectlIn(namespace: string | undefined): string {
  return namespace === undefined ? 'kubectl' : `kubectl -n ${namespace}`;
}

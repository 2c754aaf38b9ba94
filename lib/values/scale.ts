/** The groups of Kubernetes itself: no definition of a custom resource adds to them. */
const OWN_GROUPS: ReadonlySet<string> = new Set([
  '', 'admissionregistration.k8s.io', 'apiextensions.k8s.io', 'apiregistration.k8s.io', 'apps', 'authentication.k8s.io', 'authorization.k8s.io', 'autoscaling',
  'batch', 'certificates.k8s.io', 'coordination.k8s.io', 'discovery.k8s.io', 'events.k8s.io', 'extensions', 'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io', 'node.k8s.io', 'policy', 'rbac.authorization.k8s.io', 'resource.k8s.io', 'scheduling.k8s.io', 'storage.k8s.io',
]);

const SCALABLE: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

/** Returns whether a kind can have a scale subresource; a custom resource can. */
export function mayHaveScale({ apiVersion = '', kind }: { readonly apiVersion?: string; readonly kind: string }): boolean {
  return SCALABLE.has(kind) || !OWN_GROUPS.has(apiVersion.includes('/') ? apiVersion.split('/')[0] : '');
}

/** API versions of the workloads of Kubernetes that scale. */
const API_VERSIONS: Readonly<Record<string, string>> = { Deployment: 'apps/v1', StatefulSet: 'apps/v1', ReplicaSet: 'apps/v1', ReplicationController: 'v1' };
/** Groups that had these kinds once, or that are taken for theirs. */
const MISTAKEN: ReadonlySet<string> = new Set(['', 'apps', 'extensions', 'batch', 'autoscaling', 'argoproj.io', 'keda.sh']);

/**
 * API version of a workload of Kubernetes that is named in a group that serves none; undefined where the group is right
 * or left out, or may be that of a custom resource.
 */
export function rightApiVersion({ apiVersion = '', kind }: { readonly apiVersion?: string; readonly kind: string }): string | undefined {
  const right = Object.hasOwn(API_VERSIONS, kind) ? API_VERSIONS[kind] : undefined;
  const [group, own] = [apiVersion, right ?? ''].map((version) => (version.includes('/') ? version.split('/')[0] : ''));
  return apiVersion !== '' && group !== own && MISTAKEN.has(group) ? right : undefined;
}

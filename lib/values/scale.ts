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

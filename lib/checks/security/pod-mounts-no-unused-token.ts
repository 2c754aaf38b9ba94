import { fieldsListAt, textAt, valueAt } from '../../values/fields';
import { namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'];

export const podMountsNoUnusedToken: Rule = {
  id: 'KSC054',
  title: 'pod that does not call the API mounts no service account token',
  topic: 'practice',
  severity: 'warning',
  reason: 'anyone who gains access to the pod can use the token of its service account',
  whatToChange: 'set automountServiceAccountToken: false on the pod, or bind a role to its service account if it calls the API',
  source: 'kubernetes docs, configure service accounts for pods',
  *check(manifests) {
    const bound = boundAccounts(manifests);
    for (const { workload, template } of templatesOf(manifests)) {
      const name = textAt(template.spec, 'serviceAccountName') ?? 'default';
      const account = manifests.find({ apiVersion: 'v1', kind: 'ServiceAccount', name, namespace: namespaceOf(workload) });
      const mounts = template.spec.automountServiceAccountToken ?? valueAt(account, 'automountServiceAccountToken');
      if (mounts === false || bound.has(`${namespaceOf(workload)}/${name}`)) continue;
      yield { manifest: workload, message: `mounts the token of the service account '${name}', which no role is bound to; set automountServiceAccountToken: false` };
    }
  },
};

function boundAccounts(manifests: ManifestIndex): ReadonlySet<string> {
  return new Set(BINDINGS.flatMap((kind) => manifests.ofKind(kind, 'rbac.authorization.k8s.io')).flatMap((binding) => fieldsListAt(binding, 'subjects')
    .map((subject) => `${textAt(subject, 'namespace') ?? namespaceOf(binding)}/${String(subject.name)}`)));
}

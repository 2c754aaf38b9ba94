import { fieldsListAt, listAt } from '../../values/fields';
import { type Rule } from '../rule/rule';

export const roleHasNoWildcard: Rule = {
  id: 'KSC055',
  title: 'Role names verbs, resources and API groups',
  topic: 'practice',
  severity: 'warning',
  reason: 'a wildcard allows more than was reviewed, including what later versions add',
  whatToChange: 'list the verbs and the resources, and the object names where they are known',
  source: 'kubernetes docs, role based access control good practices',
  *check(manifests) {
    for (const role of ['Role', 'ClusterRole'].flatMap((kind) => manifests.ofKind(kind, 'rbac.authorization.k8s.io'))) {
      const wide = ['verbs', 'resources', 'apiGroups'].filter((field) => fieldsListAt(role, 'rules').some((rule) => listAt(rule, field).includes('*')));
      if (wide.length > 0) yield { manifest: role, message: `allows all ${wide.join(' and all ')} by '*'; name them` };
    }
  },
};

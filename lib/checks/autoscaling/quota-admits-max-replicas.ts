import { fieldsAt, listAt } from '../../values/fields';
import { namespaceOf } from '../../manifest/manifest';
import { quotaBreaches } from '../analysis/quota';
import { type Rule } from '../rule/rule';

export const quotaAdmitsMaxReplicas: Rule = {
  id: 'KSC090',
  title: 'ResourceQuota has room for the maximum replicas',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'the quota refuses the pods that a peak needs, and the autoscaler cannot reach its maximum',
  whatToChange: 'lower maxReplicas or the requests, or raise the quota; leave room for the surge of a rollout',
  source: 'kubernetes docs, resource quotas',
  *check(manifests) {
    for (const quota of manifests.ofKind('ResourceQuota', '')) {
      const isScoped = fieldsAt(quota, 'spec', 'scopeSelector') !== undefined || listAt(quota, 'spec', 'scopes').length > 0;
      if (isScoped) continue;
      for (const { isOfOne, manifest, message } of quotaBreaches(manifests, { namespace: namespaceOf(quota), hard: fieldsAt(quota, 'spec', 'hard') ?? {} }, quota)) {
        // Workloads may share a quota that has no room for all of them at their most.
        yield { manifest, message, ...(!isOfOne && { severity: 'warning' as const }) };
      }
    }
  },
};

import { fieldsAt, fieldsListAt } from '../../values/fields';
import { isBatch } from '../../manifest/pod-template';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const servedPodHasReadinessProbe: Rule = {
  id: 'KSC042',
  title: 'pod behind a Service has a readiness probe',
  topic: 'practice',
  severity: 'warning',
  reason: 'without a readiness probe a pod gets requests as soon as its process runs, so every scale-up and every rollout begins with errors',
  whatToChange: 'add a readinessProbe that succeeds once requests can be served',
  source: 'kubernetes docs, configure liveness, readiness and startup probes',
  *check(manifests) {
    for (const { workload, template } of templatesOf(manifests)) {
      if (isBatch(workload) || manifests.servicesSelecting(workload).length === 0) continue;
      if (fieldsListAt(template.spec, 'containers').some((container) => fieldsAt(container, 'readinessProbe'))) continue;
      yield { manifest: workload, message: 'is behind a Service and has no readinessProbe; add one' };
    }
  },
};

import { fieldsAt, numberAt } from '../../values/fields';
import { runningContainers } from '../analysis/containers';
import { drainSeconds } from '../analysis/drain';
import { type Rule } from '../rule/rule';

const DEFAULT_GRACE = 30;

export const gracePeriodCoversDrain: Rule = {
  id: 'KSC023',
  title: 'grace period is longer than the preStop hook',
  topic: 'correctness',
  severity: 'error',
  reason: 'the grace period includes the preStop hook: when it ends, the process gets SIGTERM and is killed 2 s later, with the requests that it still serves',
  whatToChange: 'raise terminationGracePeriodSeconds above the preStop hook plus the longest request, or shorten the hook',
  source: 'kubernetes docs, pod lifecycle, termination of pods; kubernetes pkg/kubelet/kuberuntime, minimumGracePeriodInSeconds',
  *check(manifests) {
    for (const { workload, template, container, label } of runningContainers(manifests)) {
      const grace = numberAt(template.spec, 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE;
      const drain = drainSeconds(fieldsAt(container, 'lifecycle', 'preStop'));
      if (drain === undefined || drain < grace) continue;
      const message = `the preStop hook of ${label} takes ${drain} s and terminationGracePeriodSeconds is ${grace}, which leaves 2 s after SIGTERM; raise it above ${drain}`;
      // As long as the other, the drain is kept: what stops within 2 s loses nothing.
      yield { manifest: workload, message, ...(drain === grace && { severity: 'warning' as const }) };
    }
  },
};

import { type Fields, fieldsAt, listAt, numberAt } from '../../values/fields';
import { runningContainers } from '../analysis/containers';
import { type Rule } from '../rule/rule';
import { secondsOf } from '../analysis/seconds';

const DEFAULT_GRACE = 30;

export const gracePeriodCoversDrain: Rule = {
  id: 'KSC023',
  title: 'grace period is longer than the preStop hook',
  topic: 'correctness',
  severity: 'error',
  reason: 'the grace period starts with preStop: at its end the process gets SIGTERM and is killed 2 s later with the requests that it serves',
  whatToChange: 'raise terminationGracePeriodSeconds above the drain and the longest request, or shorten the drain',
  source: 'kubernetes docs, pod lifecycle, termination of pods; kubernetes pkg/kubelet/kuberuntime, minimumGracePeriodInSeconds',
  *check(manifests) {
    for (const { workload, template, container, label } of runningContainers(manifests)) {
      const grace = numberAt(template.spec, 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE;
      const drain = drainSeconds(fieldsAt(container, 'lifecycle', 'preStop'));
      if (drain === undefined || drain < grace) continue;
      const message = `${label} drains for ${drain} s of a grace period of ${grace} s, which leaves 2 s to end; raise terminationGracePeriodSeconds above ${drain}`;
      // As long as the other, the drain is kept: what stops within 2 s loses nothing.
      yield { manifest: workload, message, ...(drain === grace && { severity: 'warning' as const }) };
    }
  },
};

function drainSeconds(preStop: Fields | undefined): number | undefined {
  const action = numberAt(preStop, 'sleep', 'seconds');
  if (action !== undefined) return action;
  const command = listAt(preStop, 'exec', 'command').join(' ');
  // One that runs in the background, or that something else ends, is no drain.
  if (/\btimeout\s/.test(command) || /sleep\s+[\d.]+[smh]?\s*&(?!&)/.test(command)) return undefined;
  const times = Array.from(command.matchAll(/\bsleep\s+(\d+(?:\.\d+)?[smh]?)(?=[\s;&|)"']|$)/g), ([, time]) => secondsOf(/\d$/.test(time) ? `${time}s` : time) ?? 0);
  if (times.length === 0) return undefined;
  // Where a script chooses, its shortest pause is all that is certain.
  return /\b(?:if|case|while|for|until)\b|\|\|/.test(command) ? Math.min(...times) : times.reduce((sum, each) => sum + each);
}

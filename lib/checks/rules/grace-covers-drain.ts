import { type Fields, fieldsAt, listAt, numberAt } from '../../manifest/fields';
import { runningContainers } from '../containers';
import { type Rule } from '../rule';
import { secondsOf } from '../seconds';

const DEFAULT_GRACE = 30;

export const graceCoversDrain: Rule = {
  id: 'KSC023',
  title: 'the grace period is longer than the drain',
  topic: 'correctness',
  severity: 'error',
  reason: 'the grace period runs from the beginning of preStop: at its end the process is killed before it was ever asked to stop, with the requests that it serves',
  whatToChange: 'raise terminationGracePeriodSeconds above the drain and the longest request, or shorten the drain',
  source: 'kubernetes docs, pod lifecycle, termination of pods',
  *check(manifests) {
    for (const { workload, template, container, label } of runningContainers(manifests)) {
      const grace = numberAt(template.spec, 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE;
      const drain = drainSeconds(fieldsAt(container, 'lifecycle', 'preStop'));
      if (drain === undefined || drain < grace) continue;
      yield { manifest: workload, message: `${label} drains for ${drain} s and is killed after ${grace} s; raise terminationGracePeriodSeconds above ${drain}` };
    }
  },
};

function drainSeconds(preStop: Fields | undefined): number | undefined {
  const action = numberAt(preStop, 'sleep', 'seconds');
  if (action !== undefined) return action;
  const command = listAt(preStop, 'exec', 'command').join(' ');
  const times = Array.from(command.matchAll(/\bsleep\s+(\d+(?:\.\d+)?[smh]?)(?=[\s;&|)"']|$)/g), ([, time]) => secondsOf(/\d$/.test(time) ? `${time}s` : time) ?? 0);
  if (times.length === 0) return undefined;
  // Where a script chooses, its shortest pause is all that is certain.
  return /\b(?:if|case|while|for|until)\b|\|\|/.test(command) ? Math.min(...times) : times.reduce((sum, each) => sum + each);
}

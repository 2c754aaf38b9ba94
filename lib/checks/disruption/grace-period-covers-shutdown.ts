import { type Fields, fieldsAt, fieldsListAt, numberAt, textAt } from '../../values/fields';
import { runningContainers } from '../analysis/containers';
import { drainSeconds } from '../analysis/drain';
import { wordsOf } from '../analysis/model-servers';
import { podSpecFix } from '../analysis/pod-spec-fix';
import { secondsOf } from '../analysis/seconds';
import { type Rule } from '../rule/rule';

const DEFAULT_GRACE = 30;
/** Flags by which servers say how long they finish requests after SIGTERM. */
const FLAG = /^--(?:timeout[-_]graceful[-_]shutdown|graceful[-_]timeout|shutdown[-_]timeout|graceful[-_]shutdown[-_]timeout|shutdown[-_]grace[-_]period|drain[-_]timeout|drain[-_]time[-_]s|exit[-_]timeout[-_]secs|termination[-_]timeout|termination[-_]drain[-_]duration|graceful[-_]shutdown[-_]timeout[-_]s)(?:=(.+))?$/;
const VARIABLE = /^(?:SPRING_LIFECYCLE_TIMEOUT_?PER_?SHUTDOWN_?PHASE|UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN|GRACEFUL_TIMEOUT|GRACEFUL_SHUTDOWN_TIMEOUT|SHUTDOWN_TIMEOUT(?:_SECONDS)?|VLLM_SHUTDOWN_TIMEOUT|QUARKUS_SHUTDOWN_TIMEOUT|DRAIN_TIMEOUT|TERMINATION_DRAIN_DURATION)$/;

export const gracePeriodCoversShutdown: Rule = {
  id: 'KSC123',
  title: "grace period covers the preStop hook and the server's own shutdown time-out",
  topic: 'correctness',
  severity: 'warning',
  reason: 'after preStop the server finishes its requests for up to its own shutdown time-out; when the grace period ends first, it is killed with the requests that it serves',
  whatToChange: 'raise terminationGracePeriodSeconds above the sum of preStop and the shutdown time-out, or shorten the time-out',
  source: 'kubernetes docs, pod lifecycle, termination of pods; docs of uvicorn, gunicorn, spring boot, triton and vllm',
  *check(manifests) {
    for (const { workload, template, container, label } of runningContainers(manifests)) {
      const shutdown = shutdownSeconds(container);
      const grace = numberAt(template.spec, 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE;
      const drain = drainSeconds(fieldsAt(container, 'lifecycle', 'preStop')) ?? 0;
      // A preStop hook that is longer than the grace period is reported by another rule.
      if (shutdown === undefined || drain >= grace || drain + shutdown.seconds <= grace) continue;
      const before = drain > 0 ? `drains for ${drain} s and then ` : '';
      yield { manifest: workload, message: `${label} ${before}has up to ${shutdown.seconds} s to finish requests (${shutdown.by}), and terminationGracePeriodSeconds is ${grace}; raise it to at least ${drain + shutdown.seconds}`, ...podSpecFix(workload, template.spec, 'terminationGracePeriodSeconds', Math.ceil(drain + shutdown.seconds)) };
    }
  },
};

function shutdownSeconds(container: Fields): { readonly seconds: number; readonly by: string } | undefined {
  const words = wordsOf(container).flatMap((word) => word.split(/\s+/));
  for (const [i, word] of words.entries()) {
    const match = FLAG.exec(word);
    const seconds = match ? toSeconds(match[1] ?? words[i + 1] ?? '') : undefined;
    if (seconds !== undefined) return { seconds, by: word.replace(/=.*/, '') };
  }
  for (const variable of fieldsListAt(container, 'env')) {
    const name = textAt(variable, 'name') ?? '';
    const seconds = VARIABLE.test(name) ? toSeconds(textAt(variable, 'value') ?? '') : undefined;
    if (seconds !== undefined) return { seconds, by: name };
  }
  return undefined;
}

function toSeconds(text: string): number | undefined {
  const plain = text.trim().replace(/^["']|["']$/g, '');
  return /^\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : secondsOf(plain);
}

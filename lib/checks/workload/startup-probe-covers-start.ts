import { textAt } from '../../values/fields';
import { START_TIME_ANNOTATION } from '../../values/annotations';
import { runningContainers } from '../analysis/containers';
import { secondsToFailure, startUpProbeOf } from '../analysis/probes';
import { type Rule } from '../rule/rule';
import { secondsOf } from '../analysis/seconds';

export const startupProbeCoversStart: Rule = {
  id: 'KSC022',
  title: 'startup probe covers the start time',
  topic: 'correctness',
  severity: 'error',
  reason: 'a probe that fails before the container is up restarts it again and again: no pod becomes ready',
  whatToChange: 'add a startupProbe whose failureThreshold times periodSeconds covers the start time, model load included, with a margin',
  source: 'kubernetes docs, configure liveness, readiness and startup probes; the annotation on the workload',
  *check(manifests) {
    for (const { workload, container, label } of runningContainers(manifests)) {
      const declared = secondsOf(textAt(workload, 'metadata', 'annotations', START_TIME_ANNOTATION) ?? '');
      const probe = startUpProbeOf(container);
      if (declared === undefined || !probe || secondsToFailure(probe) >= declared) continue;
      yield { manifest: workload, message: `a probe restarts ${label} after ${secondsToFailure(probe)} s, before its start time of ${declared} s is over; raise the failureThreshold of its startupProbe` };
    }
  },
};

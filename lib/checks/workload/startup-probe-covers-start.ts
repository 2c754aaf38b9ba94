import { textAt } from '../../values/fields';
import { START_TIME_ANNOTATION } from '../../values/annotations';
import { runningContainers } from '../analysis/containers';
import { secondsToFailure, startUpProbeOf } from '../analysis/probes';
import { type Rule } from '../rule/rule';
import { secondsOf } from '../analysis/seconds';

export const startupProbeCoversStart: Rule = {
  id: 'KSC022',
  title: 'startup probe allows for the start time',
  topic: 'correctness',
  severity: 'error',
  reason: 'a probe that gives up before the container is up kills it, and every successor: no pod ever becomes ready',
  whatToChange: 'give a startupProbe a failureThreshold that covers the start time, loading of models included, with a margin',
  source: 'kubernetes docs, configure liveness, readiness and startup probes; the annotation on the workload',
  *check(manifests) {
    for (const { workload, container, label } of runningContainers(manifests)) {
      const declared = secondsOf(textAt(workload, 'metadata', 'annotations', START_TIME_ANNOTATION) ?? '');
      const probe = startUpProbeOf(container);
      if (declared === undefined || !probe || secondsToFailure(probe) >= declared) continue;
      yield { manifest: workload, message: `${label} is killed after ${secondsToFailure(probe)} s, below its start time of ${declared} s; raise the failureThreshold of its startupProbe` };
    }
  },
};

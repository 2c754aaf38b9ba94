import { fieldsAt, textAt } from '../../values/fields';
import { START_TIME_ANNOTATION } from '../../values/annotations';
import { runningContainers } from '../analysis/containers';
import { modelServerOf } from '../analysis/model-servers';
import { secondsToFailure } from '../analysis/probes';
import { type Rule } from '../rule/rule';

/** Seconds that loading a model of some GiB from a disk takes at least. */
const LOAD_SECONDS = 180;

export const livenessAllowsModelLoad: Rule = {
  id: 'KSC124',
  title: 'liveness probe of a model server allows for the model load',
  topic: 'correctness',
  severity: 'warning',
  reason: 'a model server answers only after its model is loaded, which takes minutes: a liveness or startup probe that fails earlier restarts the container again and again',
  whatToChange: 'add a startupProbe whose failureThreshold times periodSeconds covers the model load, with a margin',
  source: 'kubernetes docs, configure liveness, readiness and startup probes; vllm docs, deployment on kubernetes, troubleshooting',
  *check(manifests) {
    for (const { workload, container, label } of runningContainers(manifests)) {
      const server = modelServerOf(container);
      // A declared start time is compared by another rule.
      if (!server || textAt(workload, 'metadata', 'annotations', START_TIME_ANNOTATION) !== undefined) continue;
      const name = fieldsAt(container, 'startupProbe') ? 'startupProbe' : 'livenessProbe';
      const probe = fieldsAt(container, name);
      if (!probe || secondsToFailure(probe) >= LOAD_SECONDS) continue;
      yield { manifest: workload, message: `${label} runs ${server.name}, and its ${name} kills it after ${secondsToFailure(probe)} s, before a model of some GiB is loaded; add a startupProbe whose failureThreshold times periodSeconds is at least ${LOAD_SECONDS} s` };
    }
  },
};

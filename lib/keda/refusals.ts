import { type Fields, textAt } from '../values/fields';
import { judgeScaledJob } from './admission/judge-scaled-job';
import { judgeScaledObject } from './admission/judge-scaled-object';
import { judgeScaledObjectHpa } from './admission/judge-scaled-object-hpa';
import { judgeTriggerAuthentication } from './admission/judge-trigger-authentication';
import { type KedaCluster } from './keda-cluster';
import { type KedaVersion } from './keda-version';
import { type KedaProblem } from './problem';

/**
 * Returns the reasons for which a KEDA object cannot scale: KEDA refuses it, or the API server refuses the
 * HorizontalPodAutoscaler that KEDA makes from it.
 */
export function refusals(object: Fields, cluster: KedaCluster, version: KedaVersion): readonly KedaProblem[] {
  const refused = judge(object, cluster, version);
  if (textAt(object, 'kind') !== 'ScaledObject') return refused;
  const found: KedaProblem[] = [];
  const told = new Set(refused.flatMap(({ field, trigger, subject }) => [subject === 'bounds' ? 'spec.maxReplicaCount' : field, ...(trigger === undefined ? [] : [trigger])]));
  for (const problem of judgeScaledObjectHpa(object, cluster, version)) {
    // only the first problem of a field, and of a trigger that KEDA builds
    if (told.has(problem.field) || (problem.trigger !== undefined && told.has(problem.trigger))) continue;
    told.add(problem.field);
    found.push(problem);
  }
  return [...refused, ...found];
}

/** Returns the reasons for which KEDA refuses an object; empty if KEDA accepts it, or the object is not of KEDA. */
export function judge(object: Fields, cluster: KedaCluster, version: KedaVersion): readonly KedaProblem[] {
  switch (textAt(object, 'kind')) {
    case 'ScaledObject': return judgeScaledObject(object, cluster, version);
    case 'ScaledJob': return judgeScaledJob(object, cluster, version);
    case 'TriggerAuthentication':
    case 'ClusterTriggerAuthentication': return judgeTriggerAuthentication(object, version);
    default: return [];
  }
}

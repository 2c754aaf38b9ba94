import { type Fields, textAt } from '../values/fields';
import { judgeScaledJob } from './admission/judge-scaled-job';
import { judgeScaledObject } from './admission/judge-scaled-object';
import { judgeTriggerAuthentication } from './admission/judge-trigger-authentication';
import { type KedaCluster } from './keda-cluster';
import { type KedaVersion } from './keda-version';
import { type KedaProblem } from './problem';

/** The reasons for which KEDA refuses an object; none where it accepts it, or the object is none of KEDA's. */
export function judge(object: Fields, cluster: KedaCluster, version: KedaVersion): readonly KedaProblem[] {
  switch (textAt(object, 'kind')) {
    case 'ScaledObject': return judgeScaledObject(object, cluster, version);
    case 'ScaledJob': return judgeScaledJob(object, cluster, version);
    case 'TriggerAuthentication':
    case 'ClusterTriggerAuthentication': return judgeTriggerAuthentication(object, version);
    default: return [];
  }
}

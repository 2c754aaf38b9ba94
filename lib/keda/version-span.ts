import { type Fields } from '../values/fields';
import { refusals } from './refusals';
import { type KedaCluster } from './keda-cluster';
import { KedaVersion } from './keda-version';
import { type KedaProblem } from './problem';

/** Problem with the versions that have it. */
export interface SpannedProblem extends KedaProblem {
  /** Version range, as in "KEDA 2.18 to 2.21"; undefined if every known version has the problem. */
  readonly versions?: string;
}

/**
 * Returns the problems of an object in the newest version of KEDA, each with the earlier versions that have it as
 * well.
 */
export function judgeNewest(object: Fields, cluster: KedaCluster): readonly SpannedProblem[] {
  const problems = refusals(object, cluster, KedaVersion.NEWEST);
  if (problems.length === 0) return [];
  const earlier = KedaVersion.ALL.slice(0, -1).map((version) => ({ refused: refusals(object, cluster, version) }));
  return problems.map((problem) => {
    // an earlier version that refuses the object at another field is no evidence for this problem
    const since = earlier.map(({ refused }) => !refused.some(({ field }) => field === problem.field)).lastIndexOf(true) + 1;
    return since === 0 ? problem : { ...problem, versions: `KEDA ${KedaVersion.ALL[since]}${since === KedaVersion.ALL.length - 1 ? '' : ` to ${KedaVersion.NEWEST}`}` };
  });
}

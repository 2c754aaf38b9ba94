import { type Fields } from '../values/fields';
import { refusals } from './refusals';
import { type KedaCluster } from './keda-cluster';
import { KedaVersion } from './keda-version';
import { type KedaProblem } from './problem';

/** A problem with the versions that have it. */
export interface SpannedProblem extends KedaProblem {
  /** As in "KEDA 2.18 to 2.21"; undefined if every known version has it. */
  readonly versions?: string;
}

/** The problems that an object has in the newest version of KEDA, each with the versions that have it as well. */
export function judgeNewest(object: Fields, cluster: KedaCluster): readonly SpannedProblem[] {
  const problems = refusals(object, cluster, KedaVersion.NEWEST);
  if (problems.length === 0) return [];
  const earlier = KedaVersion.ALL.slice(0, -1).map((version) => ({ refused: refusals(object, cluster, version) }));
  return problems.map((problem) => {
    // of an object that an earlier version refuses at another place no more is known
    const since = earlier.map(({ refused }) => !refused.some(({ field }) => field === problem.field)).lastIndexOf(true) + 1;
    return since === 0 ? problem : { ...problem, versions: `KEDA ${KedaVersion.ALL[since]}${since === KedaVersion.ALL.length - 1 ? '' : ` to ${KedaVersion.NEWEST}`}` };
  });
}

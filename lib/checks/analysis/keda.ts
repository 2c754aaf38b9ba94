import { refusals } from '../../keda/refusals';
import { type SpannedProblem, judgeNewest } from '../../keda/version-span';
import { kedaCluster } from '../../manifest/keda-cluster';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { type TargetCluster } from '../rule/rule';

/** The kinds of KEDA that are judged. */
const KINDS = ['ScaledObject', 'ScaledJob', 'TriggerAuthentication', 'ClusterTriggerAuthentication'];

/** All objects of the input that KEDA judges. */
export function kedaObjects(manifests: ManifestIndex): readonly Manifest[] {
  return KINDS.flatMap((kind) => manifests.ofKind(kind, 'keda.sh'));
}

const FOUND = new WeakMap<ManifestIndex, Map<Manifest, readonly SpannedProblem[]>>();

/**
 * Problems for which KEDA refuses an object; where no version of KEDA is named, those of the newest, each with the
 * versions that have it.
 */
export function kedaProblems(manifests: ManifestIndex, manifest: Manifest, cluster: TargetCluster): readonly SpannedProblem[] {
  const { kedaVersion } = cluster;
  if (kedaVersion) return refusals(manifest, kedaCluster(manifests, cluster), kedaVersion);
  const known = FOUND.get(manifests) ?? new Map<Manifest, readonly SpannedProblem[]>();
  FOUND.set(manifests, known);
  const problems = known.get(manifest) ?? judgeNewest(manifest, kedaCluster(manifests, cluster));
  known.set(manifest, problems);
  return problems;
}

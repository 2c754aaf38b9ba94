import { refusals } from '../keda/refusals';
import { KedaVersion } from '../keda/keda-version';
import { describeProblem } from '../keda/problem';
import { describeManifest, type Manifest, ManifestIndex } from '../manifest';
import { kedaCluster } from '../manifest/keda-cluster';
import { type ManifestSource } from '../manifest/parse';
import { KubernetesVersion } from '../values/kubernetes-version';
import { UserError } from '../values/user-error';
import { defaultFeatureGates } from '../hpa';
import { findCandidates } from './candidates';
import { apiServerOf, type ClusterFeatures, DEFAULT_KUBERNETES } from './cluster-support';
import { type Scenario } from './scenario';
import { settingsById } from './workload-settings';

/** Manifests, and the KEDA version that validates them. */
export interface KedaInput {
  readonly manifests: readonly Manifest[];
  readonly sources?: ReadonlyMap<Manifest, ManifestSource>;
  readonly scenario: Scenario;
  /** Kubernetes version; overrides the scenario's. */
  readonly kubernetes?: string;
  readonly keda?: string;
  /** Autoscaler to simulate if a workload has several. */
  readonly autoscaler?: string;
}

/** Returns the KEDA version of an input, by default the newest. */
export function kedaVersionOf({ keda }: Pick<KedaInput, 'keda'>): KedaVersion {
  return keda === undefined ? KedaVersion.NEWEST : KedaVersion.of(keda);
}

/** Returns the features of an input's cluster. */
function featuresOf(input: KedaInput): ClusterFeatures {
  const { minor } = KubernetesVersion.of(input.kubernetes ?? input.scenario.kubernetes ?? DEFAULT_KUBERNETES);
  return { kubernetesMinor: minor, kedaVersion: kedaVersionOf(input), featureGates: { ...defaultFeatureGates(minor), ...input.scenario.featureGates } };
}

/** @throws UserError if KEDA rejects the object. A second autoscaler of the same workload is reported elsewhere. */
export function requireAccepted(scaledObject: Manifest, place: string | undefined, index: ManifestIndex, cluster: ClusterFeatures): void {
  const problem = refusals(scaledObject, kedaCluster(index, apiServerOf(cluster)), cluster.kedaVersion).find(({ subject }) => subject !== 'autoscalers');
  if (problem) throw new UserError(`${place === undefined ? '' : `${place}: `}${describeManifest(scaledObject)}: ${describeProblem(problem)}`);
}

/**
 * Validates all ScaledObjects of an input, except those of workloads with a fixed replica count in the scenario.
 *
 * @throws UserError with all that KEDA rejects.
 */
export function requireAllAccepted(input: KedaInput): void {
  const index = new ManifestIndex(input.manifests);
  const candidates = findCandidates(index, input.scenario, input.autoscaler);
  const settings = settingsById(input.scenario, candidates);
  const cluster = featuresOf(input);
  UserError.each(candidates, ({ id, scaledObject }) => {
    if (!scaledObject || settings.get(id)?.workload.fixed !== undefined) return;
    const source = input.sources?.get(scaledObject);
    requireAccepted(scaledObject, source && `${source.file}:${source.line}`, index, cluster);
  });
}

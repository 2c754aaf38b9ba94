import { describeManifest, type Manifest } from '../manifest';
import { type KedaVersion } from '../keda/keda-version';
import { hasFeature, howToHave, KubernetesVersion } from '../values/kubernetes-version';
import { type FeatureGates, type HorizontalPodAutoscalerSpec } from '../hpa';
import { type Assumptions } from './assumptions';
import { FieldReader } from './field-reader';

/** What of the cluster decides which fields of an autoscaler it has. */
export interface ClusterFeatures {
  readonly kubernetesMinor: number;
  readonly kedaVersion: KedaVersion;
  readonly featureGates: FeatureGates;
}

/**
 * Refuses a minReplicas of 0 that the API server of the cluster would refuse.
 *
 * @param place where the manifest was read, as in 'hpa.yaml:3'. @default - only the object is named
 */
export function requireZeroSupport(spec: HorizontalPodAutoscalerSpec, manifest: Manifest, cluster: ClusterFeatures, place?: string): void {
  if (spec.minReplicas !== 0) return;
  const read = new FieldReader(`${place === undefined ? '' : `${place}: `}${describeManifest(manifest)}`);
  if (!cluster.featureGates.HPAScaleToZero) {
    const version = KubernetesVersion.of(`1.${cluster.kubernetesMinor}`);
    read.fail('spec.minReplicas', 0, `Kubernetes ${version} allows 1 or more: raise it, or ${howToAllowZero(version)}`);
  }
  if (!spec.metrics?.some(({ type }) => type === 'Object' || type === 'External')) {
    read.fail('spec.minReplicas', 0, 'without pods only Object and External metrics can be read: add one of them to spec.metrics, or raise minReplicas to 1');
  }
}

/** A scenario may switch off what its version has. */
function howToAllowZero(version: KubernetesVersion): string {
  return hasFeature(version, [], 'hpaScaleToZero') ? 'switch on the feature gate HPAScaleToZero' : howToHave(version, 'hpaScaleToZero');
}

/** Says which tolerance the cluster does not read. */
export function sayUnreadTolerance(
  spec: HorizontalPodAutoscalerSpec, name: string, { kubernetesMinor, featureGates }: ClusterFeatures, assumptions: Assumptions,
): void {
  const { behavior } = spec;
  const given = (['scaleUp', 'scaleDown'] as const).filter((direction) => behavior?.[direction]?.tolerance !== undefined);
  if (featureGates.HPAConfigurableTolerance || given.length === 0) return;
  const version = KubernetesVersion.of(`1.${kubernetesMinor}`);
  const fields = given.map((direction) => `behavior.${direction}.tolerance`).join(' and ');
  assumptions.about(name, `Kubernetes ${version} does not read ${fields}, so that the controller's own tolerance applies; ${howToHave(version, 'hpaTolerance')}.`);
}

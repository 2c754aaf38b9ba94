import { describeManifest, type Manifest } from '../manifest';
import { type ApiServer } from '../keda/keda-cluster';
import { KedaVersion } from '../keda/keda-version';
import { howToHave, KubernetesVersion, switchedOff } from '../values/kubernetes-version';
import { type FeatureGates, type HorizontalPodAutoscalerSpec } from '../hpa';
import { type Assumptions } from './assumptions';
import { FieldReader } from './field-reader';

/** Default Kubernetes version. */
export const DEFAULT_KUBERNETES = '1.28';

/** Cluster properties that decide which autoscaler fields it supports. */
export interface ClusterFeatures {
  readonly kubernetesMinor: number;
  readonly kedaVersion: KedaVersion;
  readonly featureGates: FeatureGates;
}

/**
 * Rejects a minReplicas of 0 that the cluster's API server rejects.
 *
 * @param place source position of the manifest, as in 'hpa.yaml:3'. @default - only the object is named
 */
export function requireZeroSupport(spec: HorizontalPodAutoscalerSpec, manifest: Manifest, cluster: ClusterFeatures, place?: string): void {
  if (spec.minReplicas !== 0) return;
  const read = new FieldReader(`${place === undefined ? '' : `${place}: `}${describeManifest(manifest)}`);
  if (!cluster.featureGates.HPAScaleToZero) {
    const version = KubernetesVersion.of(`1.${cluster.kubernetesMinor}`);
    read.fail('spec.minReplicas', 0, `Kubernetes ${version} allows 1 or more: raise it, or ${howToHave(version, 'hpaScaleToZero')}`);
  }
  if (!spec.metrics?.some(({ type }) => type === 'Object' || type === 'External')) {
    read.fail('spec.minReplicas', 0, 'without pods only Object and External metrics can be read: add one of them to spec.metrics, or raise minReplicas to 1');
  }
}

/** Returns the API server of a cluster with these features. */
export function apiServerOf({ kubernetesMinor, featureGates }: ClusterFeatures): ApiServer {
  return { kubernetesVersion: KubernetesVersion.of(`1.${kubernetesMinor}`), featureGates: Object.entries(featureGates).map(([gate, isOn]) => (isOn ? gate : switchedOff(gate))) };
}

/** Records the tolerance fields that the cluster ignores. */
export function sayUnreadTolerance(
  spec: HorizontalPodAutoscalerSpec, name: string, { kubernetesMinor, featureGates }: ClusterFeatures, assumptions: Assumptions,
): void {
  const fields = tolerancesOf(spec);
  if (featureGates.HPAConfigurableTolerance || fields.length === 0) return;
  const version = KubernetesVersion.of(`1.${kubernetesMinor}`);
  assumptions.about(name, `Kubernetes ${version} does not read ${fields.join(' and ')}, so that the controller's own tolerance applies; ${howToHave(version, 'hpaTolerance')}.`);
}

/** Returns the spec of KEDA's HorizontalPodAutoscaler, without the tolerances that an earlier version drops. */
export function withPassedOnTolerance(
  spec: HorizontalPodAutoscalerSpec, name: string, { kedaVersion }: ClusterFeatures, assumptions: Assumptions,
): HorizontalPodAutoscalerSpec {
  const fields = tolerancesOf(spec);
  if (kedaVersion.passesOnTolerance || fields.length === 0) return spec;
  assumptions.about(name, `KEDA ${kedaVersion.toString()} drops ${fields.join(' and ')}, so that the controller's own tolerance applies; KEDA ${KedaVersion.WITH_TOLERANCE.toString()} passes them on.`);
  const { scaleUp, scaleDown } = spec.behavior ?? {};
  return {
    ...spec,
    behavior: { ...(scaleUp && { scaleUp: { ...scaleUp, tolerance: undefined } }), ...(scaleDown && { scaleDown: { ...scaleDown, tolerance: undefined } }) },
  };
}

function tolerancesOf({ behavior }: HorizontalPodAutoscalerSpec): string[] {
  const given = (['scaleUp', 'scaleDown'] as const).filter((direction) => behavior?.[direction]?.tolerance !== undefined);
  return given.map((direction) => `behavior.${direction}.tolerance`);
}

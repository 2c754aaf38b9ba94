import { fieldsAt, fieldsListAt, numberAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type PodTemplate } from '../../manifest/pod-template';
import { hasFeature, howToHave, type KubernetesFeature } from '../../values/kubernetes-version';
import { autoscalersOf, scalingRulesOf } from '../analysis/autoscalers';
import { containersIn, templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

type Use = readonly [feature: KubernetesFeature, what: string];

export const clusterHasFeature: Rule = {
  id: 'KSC065',
  title: 'cluster version has the features that a manifest uses',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server drops a field that its version does not have, or whose feature gate is off, without an error: a sidecar becomes an init container that never ends, or a preStop hook is missing',
  whatToChange: 'set --kubernetes to the version of the cluster, or remove the field',
  source: 'kubernetes docs, feature gates',
  *check(manifests, { clusterOf }) {
    const uses = [
      ...Array.from(templatesOf(manifests), ({ workload, template }) => ({ manifest: workload, features: podFeatures(workload, template) })),
      ...autoscalersOf(manifests).map((autoscaler) => ({ manifest: autoscaler, features: autoscalerFeatures(autoscaler) })),
    ];
    for (const { manifest, features } of uses) {
      const { kubernetesVersion, featureGates, isAssumed } = clusterOf(manifest);
      for (const [feature, what] of features) {
        if (hasFeature(kubernetesVersion, featureGates, feature)) continue;
        yield { manifest, message: `uses ${what}, which Kubernetes ${kubernetesVersion} does not have; ${howToHave(kubernetesVersion, feature)}`, ...(isAssumed && { severity: 'warning' as const }) };
      }
    }
  },
};

function autoscalerFeatures(autoscaler: Manifest): Use[] {
  const tolerant = (['scaleUp', 'scaleDown'] as const).some((direction) => scalingRulesOf(autoscaler, direction)?.tolerance !== undefined);
  return tolerant ? [['hpaTolerance', 'behavior.tolerance']] : [];
}

function podFeatures(workload: Manifest, template: PodTemplate): Use[] {
  const { spec } = template;
  const containers = Array.from(containersIn(workload, template));
  const sidecar = fieldsListAt(spec, 'initContainers').some(({ restartPolicy }) => restartPolicy === 'Always');
  const sleep = containers.some(({ container }) => numberAt(container, 'lifecycle', 'preStop', 'sleep', 'seconds') !== undefined);
  const image = fieldsListAt(spec, 'volumes').some((volume) => fieldsAt(volume, 'image'));
  return [
    ...(sidecar ? [['nativeSidecars', 'a native sidecar'] satisfies Use] : []),
    ...(sleep ? [['preStopSleep', 'preStop.sleep'] satisfies Use] : []),
    ...(image ? [['imageVolume', 'an image volume'] satisfies Use] : []),
  ];
}

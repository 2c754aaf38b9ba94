import { type Rule } from '../rule';

/** The minor version without the API, and the API to use instead. */
const REMOVED: Readonly<Record<string, readonly [removedIn: number, instead: string]>> = {
  'extensions/v1beta1 Deployment': [16, 'apps/v1'],
  'extensions/v1beta1 DaemonSet': [16, 'apps/v1'],
  'extensions/v1beta1 ReplicaSet': [16, 'apps/v1'],
  'extensions/v1beta1 NetworkPolicy': [16, 'networking.k8s.io/v1'],
  'apps/v1beta1 Deployment': [16, 'apps/v1'],
  'apps/v1beta1 StatefulSet': [16, 'apps/v1'],
  'apps/v1beta2 Deployment': [16, 'apps/v1'],
  'apps/v1beta2 StatefulSet': [16, 'apps/v1'],
  'apps/v1beta2 DaemonSet': [16, 'apps/v1'],
  'extensions/v1beta1 Ingress': [22, 'networking.k8s.io/v1'],
  'networking.k8s.io/v1beta1 Ingress': [22, 'networking.k8s.io/v1'],
  'rbac.authorization.k8s.io/v1beta1 Role': [22, 'rbac.authorization.k8s.io/v1'],
  'rbac.authorization.k8s.io/v1beta1 RoleBinding': [22, 'rbac.authorization.k8s.io/v1'],
  'batch/v1beta1 CronJob': [25, 'batch/v1'],
  'policy/v1beta1 PodDisruptionBudget': [25, 'policy/v1'],
  'policy/v1beta1 PodSecurityPolicy': [25, 'the labels of Pod Security admission'],
  'autoscaling/v2beta1 HorizontalPodAutoscaler': [25, 'autoscaling/v2'],
  'autoscaling/v2beta2 HorizontalPodAutoscaler': [26, 'autoscaling/v2'],
  'flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema': [29, 'flowcontrol.apiserver.k8s.io/v1'],
  'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema': [32, 'flowcontrol.apiserver.k8s.io/v1'],
};

export const apiIsServed: Rule = {
  id: 'KSC013',
  title: 'the cluster still serves the API version',
  topic: 'correctness',
  severity: 'error',
  reason: 'an API that was removed is not found: the apply fails',
  whatToChange: 'write the object in the version that took its place',
  source: 'kubernetes docs, deprecated API migration guide',
  *check(manifests, { clusterOf }) {
    for (const manifest of manifests.all) {
      const [removedIn, instead] = REMOVED[`${manifest.apiVersion} ${manifest.kind}`] ?? [];
      if (removedIn === undefined || clusterOf(manifest).kubernetesVersion.minor < removedIn) continue;
      yield { manifest, message: `${manifest.apiVersion} was removed in kubernetes 1.${removedIn}; use ${instead}` };
    }
  },
};

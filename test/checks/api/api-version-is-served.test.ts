import { apiVersionIsServed } from '../../../lib/checks/api/api-version-is-served';
import { type Manifest } from '../../../lib/manifest/manifest';
import { runChecks } from '../../../lib/checks';
import { manifest } from '../../support/manifests';
import { verdict, verdictOn } from '../../support/verdict';

const of = (apiVersion: string, kind: string): Manifest => manifest(apiVersion, kind, 'x');

test.each([
  ['batch/v1', 'CronJob'], ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema'], ['v1', 'Pod'], ['policy/v1', 'Eviction'],
  ['argoproj.io/v1alpha1', 'Rollout'], ['snapshot.storage.k8s.io/v1', 'VolumeSnapshot'], ['autoscaling.k8s.io/v1', 'VerticalPodAutoscaler'], ['metrics.k8s.io/v1beta1', 'PodMetrics'], ['v1', 'Config'],
])('compliant: %s %s', (apiVersion, kind) => {
  expect(verdict(apiVersionIsServed, of(apiVersion, kind))).toEqual([]);
});

test.each([
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'autoscaling/v2beta2 HorizontalPodAutoscaler was removed in Kubernetes 1.26; use autoscaling/v2'],
  ['extensions/v1beta1', 'Deployment', 'extensions/v1beta1 Deployment was removed in Kubernetes 1.16; use apps/v1'],
  ['extensions/v1beta1', 'Ingress', 'extensions/v1beta1 Ingress was removed in Kubernetes 1.22; use networking.k8s.io/v1'],
  ['rbac.authorization.k8s.io/v1beta1', 'ClusterRole', 'rbac.authorization.k8s.io/v1beta1 ClusterRole was removed in Kubernetes 1.22; use rbac.authorization.k8s.io/v1'],
  ['policy/v1beta1', 'PodSecurityPolicy', 'policy/v1beta1 PodSecurityPolicy was removed in Kubernetes 1.25; use the labels of Pod Security admission'],
  ['v1', 'Deployment', 'Kubernetes has no Deployment in v1; use apps/v1'],
  ['apps/v1', 'deployment', 'Kubernetes has no deployment in apps/v1; did you mean Deployment?'],
  ['batch/v2alpha1', 'CronJob', 'Kubernetes has no CronJob in batch/v2alpha1; use batch/v1'],
  ['keda.sh/v1', 'ScaledObject', 'KEDA has no ScaledObject in keda.sh/v1; use keda.sh/v1alpha1'],
  ['keda.sh/v1alpha1', 'ScaledObjects', 'KEDA has no ScaledObjects in keda.sh/v1alpha1; did you mean ScaledObject?'],
  ['keda.k8s.io/v1alpha1', 'TriggerAuthentication', 'keda.k8s.io/v1alpha1 TriggerAuthentication is an object of KEDA 1, which KEDA 2 ignores; use keda.sh/v1alpha1'],
  ['v1', 'Gateway', 'Kubernetes has no Gateway in v1; correct the kind or the apiVersion'],
])('non-compliant: %s %s', (apiVersion, kind, message) => {
  expect(verdict(apiVersionIsServed, of(apiVersion, kind))).toEqual([message]);
});

test('an API version is served until the version that removed it', () => {
  const flow = of('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema');
  expect(verdictOn('1.31', apiVersionIsServed, flow)).toEqual([]);
  expect(verdictOn('1.32', apiVersionIsServed, flow)).toEqual([
    'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema was removed in Kubernetes 1.32; use flowcontrol.apiserver.k8s.io/v1',
  ]);
});

describe('an API of a later version', () => {
  const later = of('resource.k8s.io/v1', 'DeviceClass');

  test('is an error with a declared version, and a warning without one', () => {
    const message = 'resource.k8s.io/v1 DeviceClass exists from Kubernetes 1.34 on, and the cluster has 1.33; set --kubernetes to the version of the cluster; use resource.k8s.io/v1beta2';
    expect(verdictOn('1.33', apiVersionIsServed, later)).toEqual([message]);
    expect(runChecks([later], { rules: [apiVersionIsServed] })).toMatchObject([{ severity: 'warning' }]);
    expect(verdictOn('1.34', apiVersionIsServed, later)).toEqual([]);
  });

  test('passes when the object was read from a cluster', () => {
    expect(verdict(apiVersionIsServed, { ...later, metadata: { name: 'x', uid: '5f1c' } })).toEqual([]);
  });
});

describe('an object of KEDA', () => {
  const old = (spec: object) => manifest('keda.k8s.io/v1alpha1', 'ScaledObject', 'x', { spec });

  test.each([
    [{ scaleTargetRef: { deploymentName: 'web' } }, 'use keda.sh/v1alpha1, where scaleTargetRef.deploymentName is name'],
    [{ scaleTargetRef: { deploymentName: 'web', containerName: 'main' } }, 'where scaleTargetRef.deploymentName is name and containerName is envSourceContainerName'],
    [{ scaleType: 'job', jobTargetRef: {} }, 'use keda.sh/v1alpha1 ScaledJob'],
  ])('of version 1 is ignored: %j', (spec, message) => {
    expect(verdict(apiVersionIsServed, old(spec))).toEqual([expect.stringMatching(new RegExp(`${message}$`))]);
  });

  test('of a kind that resembles none is a warning, and passes when it was read from a cluster', () => {
    const fresh = of('keda.sh/v1alpha1', 'Prediction');
    expect(runChecks([fresh], { rules: [apiVersionIsServed] })).toMatchObject([{ severity: 'warning', message: 'KEDA has no Prediction in keda.sh/v1alpha1; correct the kind or the apiVersion' }]);
    expect(verdict(apiVersionIsServed, { ...fresh, metadata: { name: 'x', uid: '5f1c' } })).toEqual([]);
  });

  test.each([['eventing.keda.sh/v1alpha1', 'CloudEventSource'], ['http.keda.sh/v1alpha1', 'HTTPScaledObject'], ['keda.sh/v1alpha1', 'ScaledJob']])('%s %s passes', (apiVersion, kind) => {
    expect(verdict(apiVersionIsServed, of(apiVersion, kind))).toEqual([]);
  });
});

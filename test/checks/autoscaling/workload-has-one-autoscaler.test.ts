import { workloadHasOneAutoscaler } from '../../../lib/checks/autoscaling/workload-has-one-autoscaler';
import { manifest, webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: one autoscaler for each target', () => {
  const other = webHpa({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' } }, 'other');
  const elsewhere = webHpa({}, 'web', { namespace: 'elsewhere' });
  expect(verdict(workloadHasOneAutoscaler, webDeployment(), webHpa(), other, elsewhere)).toEqual([]);
});

test('compliant: an autoscaler that names no target is not compared', () => {
  const bare = manifest('autoscaling/v2', 'HorizontalPodAutoscaler', 'bare');
  expect(verdict(workloadHasOneAutoscaler, bare, bare)).toEqual([]);
});

test('non-compliant: two HPAs, or an HPA beside KEDA', () => {
  expect(verdict(workloadHasOneAutoscaler, webHpa(), webHpa({}, 'second'), webScaledObject())).toEqual([
    'Deployment web is already scaled by HorizontalPodAutoscaler web; keep one of the two',
    'Deployment web is already scaled by HorizontalPodAutoscaler web; keep one of the two',
  ]);
});

test('compliant: KEDA is told to take the HPA over, under its name', () => {
  const taking = (name: string, answer = 'true') => manifest('keda.sh/v1alpha1', 'ScaledObject', 'web', {
    metadata: { annotations: { 'scaledobject.keda.sh/transfer-hpa-ownership': answer } },
    spec: { scaleTargetRef: { name: 'web' }, advanced: { horizontalPodAutoscalerConfig: { name } } },
  });
  expect(verdict(workloadHasOneAutoscaler, webHpa(), taking('web'))).toEqual([]);
  expect(verdict(workloadHasOneAutoscaler, webHpa(), taking('other'))).toHaveLength(1);
  expect(verdict(workloadHasOneAutoscaler, webHpa(), taking('web', 'false'))).toHaveLength(1);
});

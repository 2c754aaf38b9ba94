import { scheduleDoesNotSetScaledReplicas } from '../../../lib/checks/autoscaling/schedule-does-not-set-scaled-replicas';
import { manifest, webDeployment, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const schedule = (kind: string, name = 'web') => manifest('autoscaling.alibabacloud.com/v1beta1', 'CronHorizontalPodAutoscaler', 'morning', { spec: { scaleTargetRef: { kind, name } } });
const job = (...command: string[]) => manifest('batch/v1', 'CronJob', 'morning', { spec: { jobTemplate: { spec: { template: { spec: { containers: [{ command }] } } } } } });

test.each([
  ['a schedule of the autoscaler', schedule('HorizontalPodAutoscaler')],
  ['a schedule of another workload', schedule('Deployment', 'other')],
  ['a job that sets the bounds', job('kubectl', 'patch', 'hpa', 'web')],
  ['a job that scales another workload', job('kubectl', 'scale', 'deployment/other', '--replicas=3')],
])('compliant: %s', (_name, other) => {
  expect(verdict(scheduleDoesNotSetScaledReplicas, webDeployment(), webHpa(), other)).toEqual([]);
});

test.each([
  ['a schedule', schedule('Deployment')],
  ['a job by path', job('sh', '-c', 'date; kubectl -n shop scale deployment/web --replicas=8')],
  ['a job by words', job('kubectl', 'scale', '--replicas=8', 'deploy', 'web')],
])('non-compliant: %s sets what the HPA sets', (_name, other) => {
  expect(verdict(scheduleDoesNotSetScaledReplicas, webDeployment(), webHpa(), other)).toEqual(['sets the replicas of Deployment web, which HorizontalPodAutoscaler web also sets; keep one of the two']);
});

describe('a schedule of an HPA that KEDA makes', () => {
  const scaledObject = (spec = {}) => manifest('keda.sh/v1alpha1', 'ScaledObject', 'web', { spec: { scaleTargetRef: { name: 'web' }, triggers: [], ...spec } });
  const named = { advanced: { horizontalPodAutoscalerConfig: { name: 'web' } } };

  test.each([['keda-hpa-web', scaledObject()], ['web', scaledObject(named)]])('non-compliant: KEDA writes %s anew', (name, object) => {
    expect(verdict(scheduleDoesNotSetScaledReplicas, webDeployment(), object, schedule('HorizontalPodAutoscaler', name)))
      .toEqual([`sets the bounds of HorizontalPodAutoscaler ${name}, which KEDA overwrites from ScaledObject web; add a cron trigger to the ScaledObject instead`]);
  });

  test('compliant: another HPA', () => {
    expect(verdict(scheduleDoesNotSetScaledReplicas, webDeployment(), scaledObject(named), schedule('HorizontalPodAutoscaler', 'other'))).toEqual([]);
  });
});

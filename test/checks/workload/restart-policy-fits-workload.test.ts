import { restartPolicyFitsWorkload } from '../../../lib/checks/workload/restart-policy-fits-workload';
import { manifest, webDeployment } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const job = (restartPolicy?: string) => manifest('batch/v1', 'Job', 'tidy', { spec: { template: { spec: { containers: [], restartPolicy } } } });

test('compliant: restart policies that the kind allows', () => {
  expect(verdict(restartPolicyFitsWorkload, job('Never'), webDeployment(), webDeployment({ containers: [], restartPolicy: 'Always' }))).toEqual([]);
});

test('compliant: a ScaledJob without one, to which KEDA gives OnFailure', () => {
  const scaled = (restartPolicy?: string) => manifest('keda.sh/v1alpha1', 'ScaledJob', 'tidy', { spec: { jobTargetRef: { template: { spec: { containers: [], restartPolicy } } } } });
  expect(verdict(restartPolicyFitsWorkload, scaled())).toEqual([]);
  expect(verdict(restartPolicyFitsWorkload, scaled('Always'))).toHaveLength(1);
});

test('non-compliant: restart policies that the kind refuses', () => {
  expect(verdict(restartPolicyFitsWorkload, job())).toEqual(['restartPolicy is Always, the default; set it to Never or OnFailure']);
  expect(verdict(restartPolicyFitsWorkload, webDeployment({ containers: [], restartPolicy: 'Never' }))).toEqual(['restartPolicy is Never, and only Always is allowed; remove it']);
});

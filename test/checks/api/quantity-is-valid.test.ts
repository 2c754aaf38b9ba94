import { quantityIsValid } from '../../../lib/checks/api/quantity-is-valid';
import { manifest, webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const requests = (cpu: unknown) => webContainer({ resources: { requests: { cpu } } });
const CPU = 'spec.template.spec.containers[0].resources.requests.cpu';

test.each([['500m'], [2], ['-1'], ['1.5'], ['4Gi'], ['1e3'], [null]])('compliant: %s', (amount) => {
  expect(verdict(quantityIsValid, requests(amount))).toEqual([]);
});

test.each([['500 m', 'the string "500 m"'], ['1GB', 'the string "1GB"'], [true, 'true'], [{}, 'a mapping']])('non-compliant: %s', (amount, read) => {
  expect(verdict(quantityIsValid, requests(amount))).toEqual([`${CPU} is ${read}, which is not a quantity; write one such as 500m, 2 or 4Gi`]);
});

test('non-compliant: the bound of a volume, the size of a claim, a quota, a container of a foreign workload', () => {
  const claim = manifest('v1', 'PersistentVolumeClaim', 'data', { spec: { resources: { requests: { storage: '10GB' } } } });
  const quota = manifest('v1', 'ResourceQuota', 'team', { spec: { hard: { 'requests.cpu': '4cores' } } });
  const rollout = { ...webContainer({ resources: { limits: { memory: '1 Gi' } } }), apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' };
  const found = verdict(quantityIsValid, webContainer({}, { volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1GB' } }] }), claim, quota, rollout);
  expect(found.map((message) => message.split(',')[0])).toEqual([
    'spec.template.spec.volumes[0].emptyDir.sizeLimit is the string "1GB"',
    'spec.resources.requests.storage is the string "10GB"',
    'spec.hard.requests.cpu is the string "4cores"',
    'spec.template.spec.containers[0].resources.limits.memory is the string "1 Gi"',
  ]);
});

import { emptyDirHasSizeLimit } from '../../../lib/checks/workload/empty-dir-has-size-limit';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const volumes = (emptyDir: object) => ({ volumes: [{ name: 'tmp', emptyDir }] });

test('compliant: a bound on the volume, or on every container', () => {
  expect(verdict(emptyDirHasSizeLimit, webContainer({}, volumes({ sizeLimit: '1Gi' })), webContainer({ resources: { limits: { 'ephemeral-storage': '1Gi' } } }, volumes({})))).toEqual([]);
});

test('non-compliant: no bound', () => {
  expect(verdict(emptyDirHasSizeLimit, webContainer({}, volumes({ medium: 'Memory' })))).toEqual(["emptyDir volume 'tmp' has no sizeLimit; set one"]);
});

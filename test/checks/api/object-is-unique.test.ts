import { objectIsUnique } from '../../../lib/checks/api/object-is-unique';
import { manifest, webDeployment, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: the same name in another namespace, group or kind', () => {
  const foreign = manifest('example.com/v1', 'Deployment', 'web');
  expect(verdict(objectIsUnique, webDeployment(), webHpa(), foreign, webDeployment(undefined, {}, { namespace: 'other' }))).toEqual([]);
});

test('non-compliant: one name twice', () => {
  expect(verdict(objectIsUnique, webDeployment(), webDeployment())).toEqual(['Deployment web is defined twice; rename one of the two, or, if one is a patch, check the output of kustomize build']);
});

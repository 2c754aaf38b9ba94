import { envIsSetOnce } from '../../../lib/checks/workload/env-is-set-once';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: each variable once in a container', () => {
  expect(verdict(envIsSetOnce, webContainer({ env: [{ name: 'A' }, { name: 'B' }] }, { initContainers: [{ env: [{ name: 'A' }] }] }))).toEqual([]);
});

test('non-compliant: a variable twice', () => {
  expect(verdict(envIsSetOnce, webContainer({ env: [{ name: 'A', value: '1' }, { name: 'B' }, { name: 'A', value: '2' }, { name: 'A' }] }))).toEqual([
    "container 'main' sets A twice; remove one of the two",
  ]);
});

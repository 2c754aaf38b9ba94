import { nameIsValid } from '../../../lib/checks/api/name-is-valid';
import { manifest } from '../../support/manifests';
import { verdict, verdictOn } from '../../support/verdict';

test.each([
  ['ConfigMap', 'a.b-c'], ['Role', 'system:reader'], ['CronJob', 'a'.repeat(52)], ['Service', 'web'],
])('compliant: a %s called %s', (kind, name) => {
  expect(verdict(nameIsValid, manifest('v1', kind, name))).toEqual([]);
});

test('compliant: a file that no API server reads, without a name', () => {
  expect(verdict(nameIsValid, { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', metadata: {} })).toEqual([]);
});

test('compliant: a name that the API server generates', () => {
  expect(verdict(nameIsValid, { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'tidy-' } })).toEqual([]);
});

test.each([
  ['ConfigMap', 'Web', "has the name 'Web'; use lower-case letters, digits, '-' and '.', at most 253"],
  ['Service', '1web', "has the name '1web'; use lower-case letters, digits and '-', beginning with a letter, at most 63"],
  ['CronJob', 'a'.repeat(53), `has the name '${'a'.repeat(53)}'; use lower-case letters, digits, '-' and '.', at most 52, since its Jobs add 11`],
  ['Role', 'a/b', "has the name 'a/b'; use no '/' and no '%'"],
  ['Secret', '', 'has no name; set metadata.name'],
])('non-compliant: a %s called %s', (kind, name, message) => {
  expect(verdict(nameIsValid, manifest('v1', kind, name))).toEqual([message]);
});

test('non-compliant: an invalid namespace', () => {
  expect(verdict(nameIsValid, manifest('v1', 'Secret', 'web', { metadata: { namespace: 'a.b' } }))).toEqual(["is in the namespace 'a.b'; use lower-case letters, digits and '-', at most 63"]);
});

test.each([
  ['a file of kind', { apiVersion: 'kind.x-k8s.io/v1alpha4', kind: 'Cluster', metadata: {} }],
  ['a question', { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', metadata: {} }],
  ['limits, for which the server finds a name', { apiVersion: 'v1', kind: 'LimitRange', metadata: {} }],
  ['a budget, which may be called anything', manifest('policy/v1', 'PodDisruptionBudget', 'Web Budget')],
])('compliant: %s', (_, object) => {
  expect(verdict(nameIsValid, object)).toEqual([]);
});

test('a Service may begin with a digit from 1.36 on', () => {
  expect(verdictOn('1.36', nameIsValid, manifest('v1', 'Service', '1web'))).toEqual([]);
  expect(verdictOn('1.35', nameIsValid, manifest('v1', 'Service', '1web'))).toHaveLength(1);
});

import { labelsAreValid } from '../../../lib/checks/api/labels-are-valid';
import { manifest, webDeployment } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const labelled = (labels: Record<string, unknown>, annotations = {}) => manifest('v1', 'ConfigMap', 'web', { metadata: { labels, annotations } });

test('compliant: keys and values of the form, and annotations with any text', () => {
  expect(verdict(labelsAreValid, labelled({ 'app.kubernetes.io/name': 'web', empty: '', none: null }, { 'Example.com/Note': 'any text: at all' }), webDeployment())).toEqual([]);
});

test.each([
  ['a number', labelled({ version: 1 }), 'metadata.labels has the label version with the value 1; quote it, since it must be a string'],
  ['a value with spaces', labelled({ owner: 'team a' }), "metadata.labels has the label owner with the value 'team a'; use letters, digits, '-', '_' and '.', at most 63"],
  ['a key with two slashes', labelled({ 'a/b/c': '' }), "metadata.labels has the label key 'a/b/c'; use [prefix/]name with at most 63 characters in the name"],
  ['an annotation that is no text', labelled({}, { scrape: true }), 'metadata.annotations has the annotation scrape with the value true; quote it, since it must be a string'],
  ['a label of the pods', manifest('apps/v1', 'Deployment', 'web', { spec: { template: { metadata: { labels: { a: '-' } }, spec: { containers: [] } } } }),
    "the pod template has the label a with the value '-'; use letters, digits, '-', '_' and '.', at most 63"],
])('non-compliant: %s', (_name, object, message) => {
  expect(verdict(labelsAreValid, object)).toEqual([message]);
});

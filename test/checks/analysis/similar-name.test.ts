import { didYouMean } from '../../../lib/checks/analysis/similar-name';
import { ManifestIndex } from '../../../lib/manifest/manifest-index';
import { manifest } from '../../support/manifests';

const deployment = (name: string, namespace?: string) => manifest('apps/v1', 'Deployment', name, { metadata: { namespace } });
const question = (name: string, ...there: ReturnType<typeof manifest>[]) => didYouMean(new ManifestIndex(there), { kind: 'Deployment', name, namespace: 'default' });

test.each([
  ['a typing error', 'chekout', 'checkout'], ['the prefix of a release', 'checkout', 'shop-checkout'], ['a suffix', 'checkout', 'checkout-v2'], ['a name with a prefix that is not there', 'shop-checkout', 'checkout'],
])('suggests a name by %s', (_, name, there) => {
  expect(question(name, deployment('payment'), deployment(there))).toBe(`; did you mean ${there}?`);
});

test('suggests nothing where no name is similar', () => {
  expect(question('checkout', deployment('payment'))).toBe('');
  expect(question('checkout')).toBe('');
});

test('names the namespace of an object of the same name', () => {
  expect(question('checkout', deployment('checkout', 'shop'))).toBe('; did you mean the one in namespace shop?');
});

test('prefers some objects to more similar ones', () => {
  const index = new ManifestIndex([deployment('shop-checkout'), deployment('checkout-old')]);
  const missing = { kind: 'Deployment', name: 'checkout', namespace: 'default' };
  expect(didYouMean(index, missing, ({ metadata }) => metadata.name === 'shop-checkout')).toBe('; did you mean shop-checkout?');
});

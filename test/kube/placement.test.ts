import { placementManifest } from '../../lib/kube/placement';
import { pullSecretsManifest } from '../../lib/kube/pull-secrets';

test('an empty placement leaves the pod as it is', () => {
  expect(placementManifest({})).toEqual({});
  expect(pullSecretsManifest()).toEqual({});
});

test('a placement writes every option', () => {
  expect(placementManifest({ nodeSelector: { disk: 'ssd' }, tolerations: [{ key: 'dedicated', value: 'state' }], priorityClassName: 'stateful', runtimeClassName: 'gvisor' })).toEqual({
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'state' }],
    priorityClassName: 'stateful',
    runtimeClassName: 'gvisor',
  });
});

test.each([
  [{ nodeSelector: { 'a b': 'c' } }, "label key 'a b' is not valid"],
  [{ priorityClassName: 'A' }, "PriorityClass name 'A' is not a DNS subdomain"],
  [{ runtimeClassName: 'A' }, "RuntimeClass name 'A' is not a DNS subdomain"],
])('%j is refused', (placement, message) => {
  expect(() => placementManifest(placement)).toThrow(message);
});

test('pull secrets are named one by one, and have possible names', () => {
  expect(pullSecretsManifest(['registry', 'mirror'])).toEqual({ imagePullSecrets: [{ name: 'registry' }, { name: 'mirror' }] });
  expect(() => pullSecretsManifest(['A'])).toThrow("Secret name 'A' is not a DNS subdomain");
});

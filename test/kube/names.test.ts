import * as fc from 'fast-check';
import { checkedLabels } from '../../lib/kube/labels';
import { requireApiType, requireLabel, requireObjectName, requireReferencedName } from '../../lib/kube/names';

const dnsLabel = fc.stringMatching(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);

test('every dns label is a name', () => {
  fc.assert(fc.property(dnsLabel, (name) => {
    expect(() => requireObjectName('Service', name)).not.toThrow();
    expect(() => requireReferencedName('Secret', name)).not.toThrow();
  }));
});

test('no name that is accepted has anything but lower-case letters, digits and dashes', () => {
  fc.assert(fc.property(fc.string({ maxLength: 70 }), (name) => {
    try {
      requireObjectName('Service', name);
    } catch {
      return;
    }
    expect(name).toMatch(/^[a-z0-9-]{1,63}$/);
  }));
});

test.each(['', 'A', 'a_b', 'a.b', '-a', 'a-', '1a', 'a b', 'a\n', 'é'])("the object name '%s' is refused", (name) => {
  expect(() => requireObjectName('Deployment', name)).toThrow(`Deployment name '${name}' is not a DNS label; use lower-case letters`);
});

test.each(['', 'A', 'a..b', '.a', 'a/b', '$(x)', 'a'.repeat(254)])("the referenced name '%s' is refused", (name) => {
  expect(() => requireReferencedName('Secret', name)).toThrow('is not a DNS subdomain');
});

test.each([['app.kubernetes.io/name', 'web'], ['tier', ''], ['a_b.c', 'v_1.2-x']])('the label %s: "%s" is accepted', (key, value) => {
  expect(checkedLabels({ [key]: value })).toEqual({ [key]: value });
});

test.each(['', 'a/b/c', '/x', 'X_/y', '-a', 'a'.repeat(64)])("the label key '%s' is refused", (key) => {
  expect(() => requireLabel(key, 'x')).toThrow(`label key '${key}' is not valid`);
});

test.each(['-x', 'x-', 'a b', 'a/b', 'x'.repeat(64)])("the label value '%s' is refused", (value) => {
  expect(() => requireLabel('key', value)).toThrow(`label key has the value '${value}'`);
});

test('an api type is a group, a version and a kind', () => {
  expect(() => requireApiType('argoproj.io/v1alpha1', 'Rollout')).not.toThrow();
  expect(() => requireApiType('v1', 'Service')).not.toThrow();
  expect(() => requireApiType('apps/v1/x', 'Deployment')).toThrow("apiVersion 'apps/v1/x' is not valid; write [group/]version, as in 'apps/v1'");
  expect(() => requireApiType('apps/1', 'Deployment')).toThrow("apiVersion 'apps/1' is not valid; write [group/]version, as in 'apps/v1'");
  expect(() => requireApiType('apps/v1', 'deploy; rm')).toThrow("kind 'deploy; rm' is not valid");
});

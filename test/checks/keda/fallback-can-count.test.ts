import { fallbackCanCount } from '../../../lib/checks/keda/fallback-can-count';
import { webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const fallback = { failureThreshold: 3, replicas: 4 };
const prometheus = { type: 'prometheus', name: 'rps', metadata: {} };
const formula = (target: unknown) => ({ advanced: { scalingModifiers: { formula: 'rps', target } }, triggers: [prometheus] });

test.each([
  ['a trigger that can fail', { fallback, triggers: [prometheus, { type: 'cron' }] }], ['a whole target', { fallback, ...formula('10') }], ['no fallback', { triggers: [{ type: 'cron' }] }],
])('compliant: %s', (_, spec) => {
  expect(verdict(fallbackCanCount, webScaledObject(spec))).toEqual([]);
});

test.each([
  ['cron alone', { fallback, triggers: [{ type: 'cron' }] }, /cron triggers do not fail/], ['cpu and memory', { fallback, triggers: [{ type: 'cpu' }, { type: 'memory' }] }, /cpu, memory triggers/],
  ['a formula with a fraction as target', { fallback, ...formula('0.5') }, /target is '0\.5'/], ['a formula with target 1.0', { fallback, ...formula('1.0') }, /target is '1\.0'/],
])('non-compliant: %s', (_, spec, message) => {
  expect(verdict(fallbackCanCount, webScaledObject(spec))).toEqual([expect.stringMatching(message)]);
});

import { suppressionHasReason } from '../../../lib/checks/api/suppression-has-reason';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const suppressing = (id: string, reason: unknown) => manifest('v1', 'ConfigMap', 'web', { metadata: { annotations: { [`cdk8s-kotaemon/suppress-${id}`]: reason, other: '' } } });

test('compliant: a rule and a reason', () => {
  expect(verdict(suppressionHasReason, suppressing('KSC012', 'mutated at admission'))).toEqual([]);
});

test('non-compliant: no reason, or no rule', () => {
  expect(verdict(suppressionHasReason, suppressing('KSC012', ' '))).toEqual(['suppresses KSC012 without a reason and has no effect; add the reason why it is accepted here']);
  expect(verdict(suppressionHasReason, suppressing('KSC999', 'why'))).toEqual(["suppresses 'KSC999', which is not a rule id; use one such as KSC012"]);
});

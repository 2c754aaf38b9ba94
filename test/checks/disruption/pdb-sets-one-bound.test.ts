import { pdbSetsOneBound } from '../../../lib/checks/disruption/pdb-sets-one-bound';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const budget = (spec: Record<string, unknown>) => manifest('policy/v1', 'PodDisruptionBudget', 'web', { spec });

test.each([[{ maxUnavailable: 1 }], [{ minAvailable: '50%' }], [{ minAvailable: 0, maxUnavailable: null }], [{}]])('compliant: %j', (spec) => {
  expect(verdict(pdbSetsOneBound, budget(spec))).toEqual([]);
});

test.each<[Record<string, unknown>, string]>([
  [{ maxUnavailable: 1, minAvailable: 1 }, 'sets both minAvailable and maxUnavailable; keep maxUnavailable'],
  [{ maxUnavailable: '120%' }, 'maxUnavailable must be a whole number or a percentage up to 100%, got "120%"'],
  [{ minAvailable: 0.5 }, 'minAvailable must be a whole number or a percentage up to 100%, got 0.5'],
])('non-compliant: %j', (spec, message) => {
  expect(verdict(pdbSetsOneBound, budget(spec))).toEqual([message]);
});

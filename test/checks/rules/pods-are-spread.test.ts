import { podsAreSpread } from '../../../lib/checks/rules/pods-are-spread';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const replicas = { replicas: 2 };

test('compliant: spread by either means, or alone', () => {
  expect(verdict(podsAreSpread, webContainer({}, { topologySpreadConstraints: [{}] }, replicas), webContainer({}, { affinity: { podAntiAffinity: {} } }, replicas), webContainer())).toEqual([]);
});

test('non-compliant: several replicas, and nothing that spreads them', () => {
  expect(verdict(podsAreSpread, webContainer({}, {}, replicas))).toEqual(['has several replicas that nothing spreads over nodes; add a topologySpreadConstraint']);
});

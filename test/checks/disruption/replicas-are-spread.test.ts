import { replicasAreSpread } from '../../../lib/checks/disruption/replicas-are-spread';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const replicas = { replicas: 2 };

test('compliant: spread by either means, or alone', () => {
  const spread = [{ topologySpreadConstraints: [{}] }, { affinity: { podAntiAffinity: {} } }].map((podSpec) => webContainer({}, podSpec, replicas));
  expect(verdict(replicasAreSpread, ...spread, webContainer())).toEqual([]);
});

test('non-compliant: several replicas, and nothing that spreads them', () => {
  expect(verdict(replicasAreSpread, webContainer({}, {}, replicas))).toEqual(['has several replicas, and neither topologySpreadConstraints nor podAntiAffinity; add a topologySpreadConstraint']);
});

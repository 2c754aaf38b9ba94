import { postgresClusterAllowsDrain } from '../../../lib/checks/disruption/postgres-cluster-allows-drain';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const cluster = (spec: object, apiVersion = 'postgresql.cnpg.io/v1') => manifest(apiVersion, 'Cluster', 'sessions', { spec });
const finding = 'spec.enablePDB is not false and spec.instances is 1, so that the node of the primary cannot be drained; set it to false, or run at least 2 instances';

test.each([{ instances: 1, enablePDB: false }, { instances: 2 }, { instances: 3, enablePDB: true }])('compliant: %j', (spec) => {
  expect(verdict(postgresClusterAllowsDrain, cluster(spec))).toEqual([]);
});

test.each([{ instances: 1 }, { instances: 1, enablePDB: true }, {}])('non-compliant: %j', (spec) => {
  expect(verdict(postgresClusterAllowsDrain, cluster(spec))).toEqual([finding]);
});

test('compliant: a Cluster of another operator', () => {
  expect(verdict(postgresClusterAllowsDrain, cluster({ instances: 1 }, 'cluster.x-k8s.io/v1beta1'))).toEqual([]);
});

import { valueAt } from '../../values/fields';
import { type Rule } from '../rule/rule';

export const postgresClusterAllowsDrain: Rule = {
  id: 'KSC140',
  title: 'PostgreSQL cluster of one instance allows node drains',
  topic: 'correctness',
  severity: 'warning',
  reason: 'CloudNativePG creates a PodDisruptionBudget that protects the primary: with one instance its node can never be drained',
  whatToChange: 'set spec.enablePDB to false, or run at least two instances',
  source: 'CloudNativePG documentation, kubernetes upgrade and maintenance',
  *check(manifests) {
    for (const cluster of manifests.ofKind('Cluster', 'postgresql.cnpg.io')) {
      const instances = valueAt(cluster, 'spec', 'instances') ?? 1;
      if (instances !== 1 || valueAt(cluster, 'spec', 'enablePDB') === false) continue;
      yield { manifest: cluster, fix: { path: ['spec', 'enablePDB'], set: false }, message: 'spec.enablePDB is not false and spec.instances is 1, so that the node of the primary cannot be drained; set it to false, or run at least 2 instances' };
    }
  },
};

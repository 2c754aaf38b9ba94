import { pdbKeepsAPod } from '../../../lib/checks/disruption/pdb-keeps-a-pod';
import { type Manifest } from '../../../lib/manifest/manifest';
import { manifest, webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const budget = (spec: Record<string, unknown>) => manifest('policy/v1', 'PodDisruptionBudget', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, ...spec } });

test.each<[string, Record<string, unknown>, Manifest[]]>([
  ['a count below the fewest replicas', { maxUnavailable: 1 }, [webDeployment(), webHpa({ minReplicas: 2 })]],
  ['a share that leaves one pod', { maxUnavailable: '50%' }, [webDeployment(), webHpa({ minReplicas: 2 })]],
  ['a count below the fixed replicas', { maxUnavailable: 2 }, [webDeployment(undefined, { replicas: 3 })]],
  ['one replica, which no budget can keep through a drain', { maxUnavailable: 1 }, [webDeployment()]],
  ['no replica at all', { maxUnavailable: 1 }, [webDeployment(), webScaledObject()]],
  ['a budget by minAvailable', { minAvailable: 1 }, [webDeployment(), webHpa({ minReplicas: 2 })]],
  ['pods that are not seen', { maxUnavailable: '100%' }, []],
])('compliant: %s', (_, spec, manifests) => {
  expect(verdict(pdbKeepsAPod, budget(spec), ...manifests)).toEqual([]);
});

test.each<[string, Record<string, unknown>, Manifest[], string]>([
  ['a count above the fewest of an HPA', { maxUnavailable: 3 }, [webDeployment(), webHpa({ minReplicas: 2 })], 'maxUnavailable is 3, which allows all 2 replicas of the minimum'],
  ['a count that equals the fixed replicas', { maxUnavailable: 2 }, [webDeployment(undefined, { replicas: 2 })], 'maxUnavailable is 2, which allows all 2 replicas of the minimum'],
  ['a share that is rounded up to all', { maxUnavailable: '51%' }, [webDeployment(), webHpa({ minReplicas: 2 })], 'maxUnavailable is 51%, which allows all 2 replicas of the minimum'],
  ['a count above the fewest of KEDA', { maxUnavailable: 4 }, [webDeployment(), webScaledObject({ minReplicaCount: 4 })], 'maxUnavailable is 4, which allows all 4 replicas of the minimum'],
])('non-compliant: %s', (_, spec, manifests, message) => {
  expect(verdict(pdbKeepsAPod, budget(spec), ...manifests)).toEqual([`${message}: a drain may evict every pod; use maxUnavailable: 1`]);
});

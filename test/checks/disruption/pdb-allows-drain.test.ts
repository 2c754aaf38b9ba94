import { runChecks } from '../../../lib/checks';
import { pdbAllowsDrain } from '../../../lib/checks/disruption/pdb-allows-drain';
import { type Manifest } from '../../../lib/manifest/manifest';
import { manifest, webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const budget = (spec: Record<string, unknown>) => manifest('policy/v1', 'PodDisruptionBudget', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, ...spec } });

test.each<[Record<string, unknown>, Manifest[]]>([
  [{ maxUnavailable: 1 }, [webDeployment()]],
  [{ maxUnavailable: '10%' }, [webDeployment()]],
  [{ minAvailable: 1 }, [webDeployment(), webHpa({ minReplicas: 2 })]],
  [{ minAvailable: '50%' }, [webDeployment(), webHpa({ minReplicas: 2 })]],
  [{ minAvailable: 2 }, [webDeployment(undefined, { replicas: 3 })]],
  [{ minAvailable: 1 }, [webDeployment(), webScaledObject({ minReplicaCount: 2 })]],
  [{ minAvailable: 5 }, []],
  [{ minAvailable: 2 }, [webDeployment(), webDeployment(undefined, { replicas: 2 }, { name: 'canary' })]],
  [{ minAvailable: 1 }, [manifest('apps/v1', 'DaemonSet', 'web', { spec: { template: { metadata: { labels: { app: 'web' } }, spec: {} } } })]],
])('compliant: %j', (spec, manifests) => {
  expect(verdict(pdbAllowsDrain, budget(spec), ...manifests)).toEqual([]);
});

test.each<[Record<string, unknown>, Manifest[], string]>([
  [{ maxUnavailable: 0 }, [], 'maxUnavailable is 0'],
  [{ maxUnavailable: '0%' }, [], 'maxUnavailable is 0%'],
  [{ minAvailable: '100%' }, [], 'minAvailable is 100%'],
  [{ minAvailable: 10 }, [webDeployment(), webHpa({ minReplicas: 2, maxReplicas: 10 })], 'minAvailable is 10 and the maximum is 10 replicas'],
  [{ minAvailable: '91%' }, [webDeployment(), webHpa({ minReplicas: 2, maxReplicas: 10 })], 'minAvailable is 91% and the maximum is 10 replicas'],
  [{ minAvailable: 2 }, [webDeployment(undefined, { replicas: 2 })], 'minAvailable is 2 and the maximum is 2 replicas'],
])('non-compliant, for ever: %j', (spec, manifests, message) => {
  expect(runChecks([budget(spec), ...manifests], { rules: [pdbAllowsDrain] }))
    .toMatchObject([{ severity: 'error', message: `${message}: no pod can ever be evicted; use maxUnavailable: 1` }]);
});

test.each<[Record<string, unknown>, Manifest[], number]>([
  [{ minAvailable: 2 }, [webDeployment(), webHpa({ minReplicas: 2 })], 2],
  [{ minAvailable: '51%' }, [webDeployment(), webHpa({ minReplicas: 2 })], 2],
  [{ minAvailable: 1 }, [webDeployment(), webHpa()], 1],
  // who sets its replicas may stand elsewhere
  [{ minAvailable: 1 }, [webDeployment()], 1],
  [{ minAvailable: 1 }, [webDeployment(), webScaledObject()], 0],
])('non-compliant, while there are fewest: %j', (spec, manifests, fewest) => {
  expect(runChecks([budget(spec), ...manifests], { rules: [pdbAllowsDrain] })).toMatchObject([{
    severity: 'warning',
    message: `minAvailable is ${String(spec.minAvailable)} and the minimum is ${fewest} replicas: at the minimum no pod can be evicted; use maxUnavailable: 1`,
  }]);
});

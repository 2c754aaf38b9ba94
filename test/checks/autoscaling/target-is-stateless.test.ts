import { targetIsStateless } from '../../../lib/checks/autoscaling/target-is-stateless';
import { manifest, webDeployment, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: a deployment is scaled', () => {
  expect(verdict(targetIsStateless, webDeployment(), webHpa())).toEqual([]);
});

test('non-compliant: a stateful set is scaled', () => {
  const hpa = webHpa({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' } });
  expect(verdict(targetIsStateless, manifest('apps/v1', 'StatefulSet', 'db'), hpa)).toEqual([
    'scales StatefulSet db, whose volumes and members a scale-down leaves behind; scale a stateless workload, or suppress this rule if the software rebalances by itself',
  ]);
});

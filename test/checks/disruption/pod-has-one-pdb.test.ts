import { podHasOnePdb } from '../../../lib/checks/disruption/pod-has-one-pdb';
import { manifest, webDeployment } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const budget = (name: string, app: string) => manifest('policy/v1', 'PodDisruptionBudget', name, { spec: { maxUnavailable: 1, selector: { matchLabels: { app } } } });

test('compliant: one budget for the pods', () => {
  expect(verdict(podHasOnePdb, webDeployment(), budget('web', 'web'), budget('other', 'other'))).toEqual([]);
});

test('non-compliant: two budgets for the same pods', () => {
  expect(verdict(podHasOnePdb, webDeployment(), budget('web', 'web'), budget('more', 'web'))).toEqual([
    'selects the pods of Deployment web, which PodDisruptionBudget web also selects; keep one of the two',
  ]);
});

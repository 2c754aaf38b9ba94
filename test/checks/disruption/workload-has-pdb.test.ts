import { workloadHasPdb } from '../../../lib/checks/disruption/workload-has-pdb';
import { manifest, webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const budget = manifest('policy/v1', 'PodDisruptionBudget', 'web', { spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } } });

test('compliant: a budget, a single replica, or a workload without a Service', () => {
  expect(verdict(workloadHasPdb, webDeployment(), webHpa(), budget)).toEqual([]);
  expect(verdict(workloadHasPdb, webDeployment(undefined, { replicas: 1 }), manifest('apps/v1', 'DaemonSet', 'log', { spec: { template: { spec: { containers: [] } } } }))).toEqual([]);
});

test('non-compliant: several replicas without one', () => {
  const message = 'has several replicas and no PodDisruptionBudget; add one with maxUnavailable: 1';
  expect(verdict(workloadHasPdb, webDeployment(undefined, { replicas: 2 }))).toEqual([message]);
  expect(verdict(workloadHasPdb, webDeployment(), webScaledObject())).toEqual([message]);
});

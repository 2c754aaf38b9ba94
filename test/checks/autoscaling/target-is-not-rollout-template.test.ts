import { targetIsNotRolloutTemplate } from '../../../lib/checks/autoscaling/target-is-not-rollout-template';
import { manifest, webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const rollout = (name = 'web', namespace?: string) => manifest('argoproj.io/v1alpha1', 'Rollout', 'canary', { metadata: { namespace }, spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name } } });

test('compliant: the Rollout is the target, or takes its pods from elsewhere', () => {
  const target = { scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'canary' } };
  expect(verdict(targetIsNotRolloutTemplate, webDeployment(), rollout(), webHpa(target))).toEqual([]);
  expect(verdict(targetIsNotRolloutTemplate, webDeployment(), rollout('api'), webHpa())).toEqual([]);
  expect(verdict(targetIsNotRolloutTemplate, webDeployment(), rollout('web', 'other'), webHpa())).toEqual([]);
  expect(verdict(targetIsNotRolloutTemplate, webDeployment(), webHpa())).toEqual([]);
});

test('non-compliant: the Deployment that a Rollout takes its pods from', () => {
  const message = 'scaleTargetRef names Deployment web, from which Rollout canary takes its pod template, so that the replicas of the Rollout never change; name Rollout canary (argoproj.io/v1alpha1)';
  expect(verdict(targetIsNotRolloutTemplate, webDeployment(), rollout(), webHpa())).toEqual([message]);
  expect(verdict(targetIsNotRolloutTemplate, rollout(), webScaledObject())).toEqual([message]);
});

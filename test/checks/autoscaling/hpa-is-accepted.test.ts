import { hpaIsAccepted } from '../../../lib/checks/autoscaling/hpa-is-accepted';
import { manifest, webHpa } from '../../support/manifests';
import { verdict, verdictOn } from '../../support/verdict';

test('compliant: an HPA that the API server accepts', () => {
  expect(verdict(hpaIsAccepted, webHpa())).toEqual([]);
  expect(verdict(hpaIsAccepted, manifest('autoscaling/v1', 'HorizontalPodAutoscaler', 'web'))).toEqual([]);
  expect(verdictOn('1.37', hpaIsAccepted, webHpa({ minReplicas: 0, metrics: [{ type: 'External', external: { metric: { name: 'lag' }, target: { type: 'AverageValue', averageValue: '1' } } }] }))).toEqual([]);
});

test('non-compliant: an HPA that the API server refuses, with the field', () => {
  expect(verdict(hpaIsAccepted, webHpa({ maxReplicas: 0 }))).toEqual(['spec.maxReplicas must be set and at least 1, got 0', 'spec.maxReplicas must be at least minReplicas (1), got 0']);
  expect(verdict(hpaIsAccepted, webHpa({ cooldown: 5 }))).toEqual([
    'the API server refuses it: HorizontalPodAutoscaler in version "v2" cannot be handled as a HorizontalPodAutoscaler: '
      + 'strict decoding error: unknown field "spec.cooldown"; correct its name, or remove it',
  ]);
  expect(verdict(hpaIsAccepted, webHpa({ maxReplicas: '10' }))[0]).toMatch(/ of type int32; write spec\.maxReplicas as a whole number without quotes$/);
  expect(verdict(hpaIsAccepted, webHpa({ scaleTargetRef: { kind: 'Deployment', name: 5 } }))[0]).toMatch(/; write spec\.scaleTargetRef\.name as a string, in quotes$/);
});

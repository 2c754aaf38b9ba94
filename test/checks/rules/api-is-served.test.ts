import { apiIsServed } from '../../../lib/checks/rules/api-is-served';
import { manifest } from '../../support/manifests';
import { verdict, verdictOn } from '../../support/verdict';

test('compliant: an API that is served, and one that is still there in the version', () => {
  expect(verdict(apiIsServed, manifest('batch/v1', 'CronJob', 'tidy'), manifest('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 'x'))).toEqual([]);
});

test('non-compliant: an API that was removed', () => {
  expect(verdict(apiIsServed, manifest('autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'web'))).toEqual(['autoscaling/v2beta2 was removed in kubernetes 1.26; use autoscaling/v2']);
  expect(verdictOn('1.32', apiIsServed, manifest('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 'x'))).toHaveLength(1);
});

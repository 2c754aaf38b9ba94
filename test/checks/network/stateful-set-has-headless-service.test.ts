import { statefulSetHasHeadlessService } from '../../../lib/checks/network/stateful-set-has-headless-service';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const set = (serviceName?: string) => manifest('apps/v1', 'StatefulSet', 'db', { spec: { serviceName } });
const service = (clusterIP?: string) => manifest('v1', 'Service', 'db', { spec: { clusterIP } });

test('compliant: a headless Service', () => {
  expect(verdict(statefulSetHasHeadlessService, set('db'), service('None'))).toEqual([]);
});

test('non-compliant: no Service, a missing one, or one with a cluster IP', () => {
  expect(verdict(statefulSetHasHeadlessService, set())).toEqual(['spec.serviceName is not set; set it to a headless Service']);
  expect(verdict(statefulSetHasHeadlessService, set('db'))).toEqual(["spec.serviceName is 'db', and no such Service is among the manifests; add it with clusterIP: None"]);
  expect(verdict(statefulSetHasHeadlessService, set('db'), service())).toEqual(["spec.serviceName is 'db', and that Service is not headless; set its clusterIP to None"]);
});

import { statefulSetHasHeadlessService } from '../../../lib/checks/network/stateful-set-has-headless-service';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const set = (serviceName?: string) => manifest('apps/v1', 'StatefulSet', 'db', { spec: { serviceName } });
const service = (clusterIP?: string) => manifest('v1', 'Service', 'db', { spec: { clusterIP } });

test('compliant: a headless Service', () => {
  expect(verdict(statefulSetHasHeadlessService, set('db'), service('None'))).toEqual([]);
});

test('non-compliant: no Service, a missing one, or one with a cluster IP', () => {
  expect(verdict(statefulSetHasHeadlessService, set())).toEqual(['has no serviceName; name a headless Service']);
  expect(verdict(statefulSetHasHeadlessService, set('db'))).toEqual(["names the Service 'db', which is not here; add it with clusterIP: None"]);
  expect(verdict(statefulSetHasHeadlessService, set('db'), service())).toEqual(["names the Service 'db', which is not headless; set its clusterIP to None"]);
});

import { servicePortExists } from '../../../lib/checks/network/service-port-exists';
import { manifest, webContainer, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const web = webContainer({ ports: [{ name: 'http', containerPort: 8000 }] });

test.each([['http'], [9999], ['9999'], [undefined]])('compliant: the port %s', (targetPort) => {
  expect(verdict(servicePortExists, web, webService({ ports: [{ port: 80, targetPort }] }))).toEqual([]);
});

test('compliant: one of several workloads declares it, as others are no endpoints then', () => {
  const job = manifest('batch/v1', 'Job', 'migrate', { spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main' }] } } } });
  expect(verdict(servicePortExists, web, job, webService({ ports: [{ port: 80, targetPort: 'http' }] }))).toEqual([]);
});

test('non-compliant: a name that the pods do not declare', () => {
  expect(verdict(servicePortExists, web, webService({ ports: [{ port: 80, targetPort: 'web' }] }))).toEqual(["targetPort is 'web', which Deployment web does not declare; declare it, or use the port number"]);
});

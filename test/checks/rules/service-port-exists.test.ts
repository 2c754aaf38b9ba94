import { servicePortExists } from '../../../lib/checks/rules/service-port-exists';
import { webContainer, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const web = webContainer({ ports: [{ name: 'http', containerPort: 8000 }] });

test.each([['http'], [9999], ['9999'], [undefined]])('compliant: the port %s', (targetPort) => {
  expect(verdict(servicePortExists, web, webService({ ports: [{ port: 80, targetPort }] }))).toEqual([]);
});

test('non-compliant: a name that the pods do not declare', () => {
  expect(verdict(servicePortExists, web, webService({ ports: [{ port: 80, targetPort: 'web' }] }))).toEqual(["sends to the port 'web', which Deployment web does not declare; declare it, or give its number"]);
});

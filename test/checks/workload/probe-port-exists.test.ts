import { probePortExists } from '../../../lib/checks/workload/probe-port-exists';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const probed = (port: unknown) => webContainer({ ports: [{ name: 'http', containerPort: 80 }], readinessProbe: { httpGet: { port } } });

test.each([['http'], [8080], ['8080']])('compliant: the port %s', (port) => {
  expect(verdict(probePortExists, probed(port))).toEqual([]);
});

test('non-compliant: a name that the container does not declare', () => {
  expect(verdict(probePortExists, probed('web'))).toEqual(["a probe of container 'main' names port 'web', which the container does not declare; it declares http"]);
  expect(verdict(probePortExists, webContainer({ livenessProbe: { tcpSocket: { port: 'web' } } }))).toEqual(["a probe of container 'main' names port 'web', which the container does not declare; it declares no ports"]);
});

import { livenessDiffersFromReadiness } from '../../../lib/checks/workload/liveness-differs-from-readiness';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const http = { httpGet: { path: '/health', port: 80 } };

test('compliant: different probes, or one alone', () => {
  const different = webContainer({ readinessProbe: http, livenessProbe: { tcpSocket: { port: 80 } } });
  expect(verdict(livenessDiffersFromReadiness, different, webContainer({ livenessProbe: http }))).toEqual([]);
});

test('non-compliant: the same probe at another period', () => {
  expect(verdict(livenessDiffersFromReadiness, webContainer({ readinessProbe: http, livenessProbe: { ...http, periodSeconds: 30 } }))).toEqual([
    "the livenessProbe and the readinessProbe of container 'main' are the same; let the livenessProbe check less, such as a tcpSocket",
  ]);
});

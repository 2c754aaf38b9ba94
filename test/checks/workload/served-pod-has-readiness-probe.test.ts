import { servedPodIsProbed } from '../../../lib/checks/workload/served-pod-has-readiness-probe';
import { webContainer, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: a probe, or nobody who calls', () => {
  expect(verdict(servedPodIsProbed, webContainer({ readinessProbe: {} }), webService())).toEqual([]);
  expect(verdict(servedPodIsProbed, webContainer())).toEqual([]);
});

test('non-compliant: behind a Service without a probe', () => {
  expect(verdict(servedPodIsProbed, webContainer({ livenessProbe: {} }), webService())).toEqual(['is behind a Service but has no readinessProbe; add one']);
});

import { servedPodHasReadinessProbe } from '../../../lib/checks/workload/served-pod-has-readiness-probe';
import { webContainer, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: a readiness probe, or a pod without callers', () => {
  expect(verdict(servedPodHasReadinessProbe, webContainer({ readinessProbe: {} }), webService())).toEqual([]);
  expect(verdict(servedPodHasReadinessProbe, webContainer())).toEqual([]);
});

test('non-compliant: behind a Service without a probe', () => {
  expect(verdict(servedPodHasReadinessProbe, webContainer({ livenessProbe: {} }), webService())).toEqual(['is behind a Service and has no readinessProbe; add one']);
});

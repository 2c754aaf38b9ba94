import { startupProbeCoversStart } from '../../../lib/checks/workload/startup-probe-covers-start';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const starting = (time: string, container: Record<string, unknown>) => webContainer(container, {}, {}, { annotations: { 'cdk8s-kotaemon/start-time': time } });

test.each([
  ['a budget that covers it', starting('1m30s', { startupProbe: { periodSeconds: 10, failureThreshold: 9 } })],
  ['a late liveness probe', starting('45s', { livenessProbe: { initialDelaySeconds: 60 } })],
  ['no probe that could kill it', starting('1h', { readinessProbe: {} })],
  ['no start time that anybody declared', webContainer({ livenessProbe: {} })],
  ['a start time that is none', starting('soon', { livenessProbe: {} })],
])('compliant: %s', (_name, deployment) => {
  expect(verdict(startupProbeCoversStart, deployment)).toEqual([]);
});

test('non-compliant: a start-up budget below the start time', () => {
  expect(verdict(startupProbeCoversStart, starting('120s', { startupProbe: { periodSeconds: 10, failureThreshold: 9 }, livenessProbe: {} }))).toEqual([
    "a probe restarts container 'main' after 90 s, before its start time of 120 s is over; raise the failureThreshold of its startupProbe",
  ]);
  expect(verdict(startupProbeCoversStart, starting('31s', { livenessProbe: {} }))).toHaveLength(1);
});

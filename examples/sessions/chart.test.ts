import { App, Testing } from 'cdk8s';
import { findingsOf } from '../../test/support/charts';
import { SessionsChart } from './chart';

const chart = new SessionsChart(new App(), 'sessions');
const manifests = Testing.synth(chart);
const find = (kind: string, name: string) => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);

test('the agent gets the address of the store and the reference to its password', () => {
  expect(find('Deployment', 'agent').spec.template.spec.containers[0].env).toEqual([
    { name: 'SESSION_STORE_URL', value: 'redis://sessions:6379/0' },
    { name: 'SESSION_STORE_PASSWORD', valueFrom: { secretKeyRef: { name: 'sessions-auth', key: 'password' } } },
  ]);
});

test('network policies allow only the agent to reach the store', () => {
  const agent = { podSelector: { matchLabels: chart.agent.selector } };
  const store = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'sessions', 'app.kubernetes.io/instance': 'sessions' } } };
  expect(find('NetworkPolicy', 'sessions').spec.ingress).toEqual([{ from: [agent], ports: [{ protocol: 'TCP', port: 6379 }] }]);
  expect(find('NetworkPolicy', 'agent').spec.egress).toContainEqual({ to: [store], ports: [{ protocol: 'TCP', port: 6379 }] });
});

test('the agent is scaled, the store never is', () => {
  expect(manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(({ spec }) => spec.scaleTargetRef.name)).toEqual(['agent']);
  expect(find('StatefulSet', 'sessions').metadata.annotations).toEqual({ 'cdk8s-kotaemon/autoscaling': 'never', 'cdk8s-kotaemon/max-replicas': '1' });
});

test('the checks report nothing', () => {
  expect(findingsOf(chart)).toEqual([]);
});

test('matches the snapshot', () => {
  expect(manifests).toMatchSnapshot();
});

import { App, Testing } from 'cdk8s';
import { findingsOf } from '../../test/support/charts';
import { AssistantChart } from './chart';
import { type Environment, ENVIRONMENTS } from './environments';

type Json = Record<string, any>;

const [dev, staging, production] = ENVIRONMENTS;
const chartOf = (environment: Environment) => new AssistantChart(new App(), 'assistant', environment);
const manifestsOf = (environment: Environment): Json[] => Testing.synth(chartOf(environment));
const named = (manifests: Json[]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

test('the checks report only that the development environment has one pod of each module', () => {
  expect(findingsOf(chartOf(dev)).filter((finding) => !finding.startsWith('warning KSC068 '))).toEqual([]);
  expect([staging, production].flatMap((environment) => findingsOf(chartOf(environment)))).toEqual([]);
});

test('environments have the same objects, except the store, which production runs outside the cluster', () => {
  expect(named(manifestsOf(staging))).toEqual(named(manifestsOf(dev)));
  expect(named(manifestsOf(production))).toEqual(named(manifestsOf(dev)).filter((object) => !/ sessions(-headless)?$/.test(object)));
});

test('no name, selector or claim differs between environments', () => {
  const fixed = (environment: Environment) => (
    manifestsOf(environment).map(({ kind, metadata, spec }) => [kind, metadata.name, spec?.selector ?? spec?.podSelector])
  );
  expect(fixed(staging)).toEqual(fixed(dev));
});

test('the upstream app scales on the requests of questions, which its pods expose and the adapter serves', () => {
  const manifests = manifestsOf(production);
  const kotaemon = (kind: string) => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === 'kotaemon')!;
  expect(kotaemon('HorizontalPodAutoscaler').spec).toMatchObject({
    minReplicas: 3,
    maxReplicas: 12,
    metrics: [{ type: 'Resource' }, { type: 'Pods', pods: { metric: { name: 'http_requests_per_second_queue_join' }, target: { averageValue: '4' } } }],
  });
  expect(kotaemon('PodMonitor').spec.podMetricsEndpoints[0]).toMatchObject({ port: 'http', path: '/metrics' });
  const rules = JSON.stringify(manifests.filter(({ kind }) => kind === 'ConfigMap').map(({ data }) => data));
  expect(rules).toContain('http_requests_per_second_queue_join');
  expect(kotaemon('HTTPRoute').spec.hostnames).toEqual(['chat.assistant.example.com']);
});

test('users reach the agent, and the agent reaches what it calls', () => {
  const manifests = manifestsOf(production);
  const route = manifests.find(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name === 'agent')!;
  const agent = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'agent')!;
  expect(route.spec).toMatchObject({ hostnames: ['assistant.example.com'], rules: [{ backendRefs: [{ name: 'agent', port: 8080 }] }] });
  expect(agent.spec.template.spec.containers[0].env.map(({ name, value }: Json) => [name, value])).toEqual([
    ['RETRIEVER_URL', 'http://retriever.assistant.svc:8080'],
    ['GENERATOR_URL', 'http://generator.assistant.svc:8000'],
    ['TOOLS_URL', 'http://tools.assistant.svc:8080'],
    ['SESSION_STORE_URL', 'rediss://sessions.example.com:6379/0'],
    ['SESSION_STORE_PASSWORD', undefined],
  ]);
});

test('matches the snapshot, without the stores and the upstream app, which have their own', () => {
  expect(manifestsOf(dev).filter(({ metadata }) => !/^(sessions|vectors)\b|^kotaemon(-files)?$/.test(metadata.name))).toMatchSnapshot();
});

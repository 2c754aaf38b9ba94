import { type Manifest, ManifestIndex } from '../../lib/manifest';
import { parseManifests } from '../../lib/manifest/parse';
import { findTargets } from '../../lib/recording';
import { LABELS } from '../../lib/recording/known-series';
import { matchersOf } from '../../lib/recording/selector';
import { podsOf } from '../../lib/recording/targets';

const deployment = (name: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { selector: { matchLabels: { app: shop, track: ${name} } }, template: { metadata: { labels: { app: shop, track: ${name} } }, spec: { containers: [{ name: web, image: web:1 }] } } }
`;
const hpa = (name: string): string => `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name}, namespace: shop }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }, maxReplicas: 9 }
`;
const SERVICE = `---
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: shop }
spec: { selector: { app: shop }, ports: [{ port: 80 }] }
`;
const SCALED_OBJECT = `---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: orders, namespace: shop }
spec:
  scaleTargetRef: { name: worker }
  triggers:
    - { type: prometheus, metadata: { query: x } }
    - { type: rabbitmq, metadata: { queueName: orders } }
`;

function index(...texts: string[]): ManifestIndex {
  return new ManifestIndex(parseManifests(texts.join(''), 'all.yaml').manifests.map(({ manifest }): Manifest => manifest));
}

test('records workloads behind one Service separately, with a remark', () => {
  const [web] = findTargets(index(deployment('web'), deployment('canary'), SERVICE, hpa('web')));
  expect(web).toMatchObject({ name: 'web', namespace: 'shop', services: ['shop'], members: [{ kind: 'Deployment', name: 'web' }] });
  expect(web.remarks).toEqual(['The pods of Deployment shop/canary are behind the Service shop as well; each workload was recorded on its own (--split, the default), --sum adds them.']);
});

test('--sum records workloads behind one Service as one', () => {
  const targets = findTargets(index(deployment('web'), deployment('canary'), SERVICE, hpa('web'), hpa('canary')), { sum: true });
  expect(targets.map(({ name, members }) => [name, ...members.map((each) => each.name)])).toEqual([['web', 'web', 'canary']]);
  expect(podsOf(targets[0])).toMatch(/^web-.*\|canary-/);
  expect(matchersOf('deployment', LABELS.deployment[0], targets[0])).toBe('namespace="shop",deployment=~"web|canary"');
  expect(targets[0].remarks).toEqual(['The pods of Deployment shop/canary are behind the Service shop as well and were added (--sum).']);
});

test('the HPA of a ScaledObject is known by the name that KEDA gives it, and is no second autoscaler in a dump', () => {
  const [worker, ...others] = findTargets(index(SCALED_OBJECT, hpa('keda-hpa-orders').replace('Deployment, name: keda-hpa-orders', 'Deployment, name: worker')));
  expect(others).toEqual([]);
  expect(worker).toMatchObject({ name: 'worker', hpaName: 'keda-hpa-orders' });
  expect(matchersOf('keda', LABELS.keda[0], worker)).toBe('exported_namespace="shop",scaledObject="orders",metric=~"s1-.*"');
});

test.each([['nats-jetstream', true], ['gcp-cloudtasks', true], ['temporal', true], ['redis-streams', true], ['prometheus', false], ['cron', false]])('a %s trigger has a queue: %p', (type, queue) => {
  const [worker] = findTargets(index(SCALED_OBJECT.replaceAll('type: rabbitmq', `type: ${type}`)));
  expect(matchersOf('keda', LABELS.keda[0], worker)).toBe(queue ? 'exported_namespace="shop",scaledObject="orders",metric=~"s1-.*"' : undefined);
});

test('two autoscalers of one workload are refused', () => {
  expect(() => findTargets(index(hpa('web'), SCALED_OBJECT.replace('worker', 'web')))).toThrow(
    'HorizontalPodAutoscaler shop/web and ScaledObject shop/orders both scale Deployment web; remove one of them',
  );
});

test('names are escaped in every selector', () => {
  const [web] = findTargets(index(hpa('web')));
  const evil = { ...web, namespace: 'a"} or vector(1) or x{y="', members: [{ kind: 'Deployment', name: 'w.b' }], services: ['s"|.*'] };
  for (const subject of Object.keys(LABELS) as (keyof typeof LABELS)[]) {
    const matchers = matchersOf(subject, LABELS[subject][0], evil) ?? '';
    expect(matchers.replace(/\\./g, '').replace(/"[^"]*"/g, '""')).toMatch(/^$|^(?:\w+=~?"",?)+$/);
  }
  expect(matchersOf('service', ['namespace', 'service'], { ...web, services: ['a.b', 'c'] })).toBe('namespace="shop",service=~"a\\\\.b|c"');
});

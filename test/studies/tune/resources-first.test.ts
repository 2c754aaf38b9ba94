import { type Manifest } from '../../../lib/manifest';
import { buildWorld } from '../../../lib/scenario/build-world';
import { readsResourcesAlone } from '../../../lib/studies/tune/resource-metrics';
import { resourcesBefore, withResourcesAlone } from '../../../lib/studies/tune/resources-first';
import { type Scored } from '../../../lib/studies/tune/score';
import { searchSpace } from '../../../lib/studies/tune/search-space';
import { hpa, shop, usualDay } from './shop';

const CPU = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } };
const external = (name: string) => ({ type: 'External', external: { metric: { name }, target: { type: 'AverageValue', averageValue: '10' } } });
const scaledObject = (...triggers: object[]): Manifest => (
  { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'web', namespace: 'shop' }, spec: { scaleTargetRef: { name: 'web' }, maxReplicaCount: 10, triggers } }
);
const CPU_TRIGGER = { type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } };
const CRON = { type: 'cron', metadata: { timezone: 'UTC', start: '0 8 * * *', end: '0 18 * * *', desiredReplicas: '4' } };
const queue = (name: string) => ({ type: 'prometheus', name, metadata: { serverAddress: 'http://prometheus:9090', query: 'sum(jobs)', threshold: '10' } });

test.each([
  ['an HPA on CPU', hpa(), true],
  ['an HPA without metrics, which the API server gives one of CPU', hpa({ metrics: undefined }), true],
  ['an HPA on CPU and a metric of a pipeline', hpa({ metrics: [CPU, external('jobs')] }), false],
  ['a ScaledObject on CPU and times', scaledObject(CPU_TRIGGER, CRON), true],
  ['a ScaledObject on times alone', scaledObject(CRON), false],
  ['a ScaledObject on a query', scaledObject(CPU_TRIGGER, queue('jobs')), false],
])('%s reads resources alone: %#', (_, autoscaler, expected) => {
  expect(readsResourcesAlone(autoscaler)).toBe(expected);
});

test.each([
  ['an HPA', hpa({ metrics: [external('one'), CPU, external('two')] })],
  ['an HPA with one other metric', hpa({ metrics: [external('one'), CPU] })],
  ['a ScaledObject', scaledObject(queue('one'), CPU_TRIGGER, CRON, queue('two'))],
])('%s has a policy without the metrics of a pipeline', (_, autoscaler) => {
  const input = shop([usualDay()], { autoscaler });
  const space = searchSpace(input, buildWorld(input));
  expect(space.autoscalers(space.today).every(readsResourcesAlone)).toBe(false);
  const alone = withResourcesAlone(space, space.today);
  expect(space.autoscalers(alone).every(readsResourcesAlone)).toBe(true);
  expect(space.changes(alone)).toHaveLength(1);
});

const policy = (index: number, cost: number): Scored => ({ point: [index], score: { attainment: [], shortfall: 0, used: 0, cost, podHours: cost } });

test('of policies that hold the SLO, one on resources alone goes first as long as it costs no more than is worth a change', () => {
  const isAlone = ({ point }: Scored): boolean => point[0] > 0;
  expect(resourcesBefore([policy(2, 110), policy(0, 100), policy(1, 102)], isAlone, 0.03).point).toEqual([1]);
  expect(resourcesBefore([policy(2, 110), policy(0, 100), policy(1, 104)], isAlone, 0.03).point).toEqual([0]);
  expect(resourcesBefore([policy(2, 110), policy(0, 100)], () => false, 0.03).point).toEqual([0]);
});

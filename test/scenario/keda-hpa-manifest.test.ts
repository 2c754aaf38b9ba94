import { kedaHpaName } from '../../lib/manifest';
import { readScaledObject } from '../../lib/scenario/scaled-object-manifest';
import { CPU, CRON, KAFKA, PROMETHEUS, scaledObject } from './scaled-objects';

const made = (...args: Parameters<typeof scaledObject>) => readScaledObject(scaledObject(...args), () => 24).hpa;

test('KEDA makes an HPA of every trigger, external ones first', () => {
  expect(made('web', [CPU, KAFKA, PROMETHEUS, CRON], { minReplicaCount: 2, maxReplicaCount: 20 })).toMatchSnapshot();
});

test('without bounds it is from 1 to 100', () => {
  expect(made('web', [CPU]).spec).toMatchObject({ minReplicas: 1, maxReplicas: 100 });
});

test('one container may be watched, and an average value instead of a share', () => {
  const triggers = [{ type: 'memory', metricType: 'AverageValue', metadata: { value: '500Mi', containerName: 'app' } }];
  expect(made('web', triggers).spec).toMatchObject({
    metrics: [{ type: 'ContainerResource', containerResource: { name: 'memory', container: 'app', target: { type: 'AverageValue', averageValue: '500Mi' } } }],
  });
});

test('a formula takes the place of all external metrics', () => {
  const modifiers = { formula: 'rate', target: '10' };
  expect(made('web', [PROMETHEUS, CPU], { advanced: { scalingModifiers: modifiers } }).spec).toMatchObject({
    metrics: [{ external: { metric: { name: 'composite-metric' }, target: { type: 'AverageValue', averageValue: '10' } } }, { resource: { name: 'cpu' } }],
  });
});

test('the behavior goes over as it is, with a paused direction disabled', () => {
  const behavior = { scaleDown: { stabilizationWindowSeconds: 60 }, scaleUp: { selectPolicy: 'Min' } };
  const advanced = { horizontalPodAutoscalerConfig: { behavior } };
  expect(made('web', [CPU], { advanced }).spec).toMatchObject({ behavior });
  expect(made('web', [CPU], { advanced }, { 'autoscaling.keda.sh/paused-scale-in': 'true' }).spec).toMatchObject({
    behavior: { ...behavior, scaleDown: { stabilizationWindowSeconds: 60, selectPolicy: 'Disabled' } },
  });
  expect(made('web', [CPU], {}, { 'autoscaling.keda.sh/paused-scale-out': 'true' }).spec).toMatchObject({ behavior: { scaleUp: { selectPolicy: 'Disabled' } } });
});

test('its name may be chosen', () => {
  const named = (horizontalPodAutoscalerConfig?: unknown) => kedaHpaName(scaledObject('web', [CPU], { advanced: { horizontalPodAutoscalerConfig } }));
  expect([named(), named({ name: 'web' })]).toEqual(['keda-hpa-web', 'web']);
});

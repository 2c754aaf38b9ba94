import { metricIsNotMemory } from '../../../lib/checks/autoscaling/metric-is-not-memory';
import { resourceMetric, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const memory = [resourceMetric('memory', { type: 'Utilization', averageUtilization: 70 })];

test('compliant: another signal, or a disabled scale-down', () => {
  expect(verdict(metricIsNotMemory, webHpa(), webHpa({ metrics: memory, behavior: { scaleDown: { selectPolicy: 'Disabled' } } }), webScaledObject({ triggers: [{ type: 'cpu' }] }))).toEqual([]);
});

test.each([
  ['an HPA', webHpa({ metrics: memory })],
  ['an HPA on one container', webHpa({ metrics: [{ type: 'ContainerResource', containerResource: { name: 'memory', container: 'main', target: {} } }] })],
  ['a ScaledObject', webScaledObject({ triggers: [{ type: 'memory' }] })],
])('non-compliant: %s on memory', (_name, autoscaler) => {
  expect(verdict(metricIsNotMemory, autoscaler)).toEqual(['scales on memory, which seldom falls with the load; scale on requests, queue length or concurrency, or suppress this rule if memory follows the load']);
});

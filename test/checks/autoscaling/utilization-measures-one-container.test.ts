import { utilizationMeasuresOneContainer } from '../../../lib/checks/autoscaling/utilization-measures-one-container';
import { resourceMetric, webContainer, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const withSidecar = webContainer({}, { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] });
const onContainer = { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'main', target: { type: 'Utilization', averageUtilization: 60 } } };

test('compliant: one container, the one that works, or an average value', () => {
  expect(verdict(utilizationMeasuresOneContainer, webContainer({}, { initContainers: [{ name: 'init' }] }), webHpa())).toEqual([]);
  expect(verdict(utilizationMeasuresOneContainer, withSidecar, webHpa({ metrics: [onContainer, resourceMetric('memory', { type: 'AverageValue', averageValue: '1Gi' })] }))).toEqual([]);
});

test('non-compliant: the sum of the app and its sidecar', () => {
  expect(verdict(utilizationMeasuresOneContainer, withSidecar, webHpa())).toEqual(['measures cpu over proxy, main together; use ContainerResource on the one that does the work']);
});

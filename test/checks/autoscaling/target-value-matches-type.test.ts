import { runChecks } from '../../../lib/checks';
import { targetValueMatchesType } from '../../../lib/checks/autoscaling/target-value-matches-type';
import { resourceMetric, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const external = (target: object) => webHpa({ metrics: [{ type: 'External', external: { metric: { name: 'queue' }, target } }] });
const object = (target: object) => webHpa({ metrics: [{ type: 'Object', object: { metric: { name: 'rps' }, describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' }, target } }] });

test.each([
  ['AverageValue', external({ type: 'AverageValue', averageValue: '5' })], ['Value', object({ type: 'Value', value: '5' })], ['Utilization', webHpa({ metrics: [resourceMetric('cpu', { type: 'Utilization', averageUtilization: 60 })] })],
  ['the default', webHpa()], ['a target without values, which the API server refuses', external({ type: 'Value' })], ['an unknown type', external({ type: 'Average', value: '5' })],
])('compliant: %s', (_, hpa) => {
  expect(verdict(targetValueMatchesType, hpa)).toEqual([]);
});

test.each([
  ['external', external({ type: 'AverageValue', value: '5' }), 'AverageValue', 'value', 'averageValue', 'Value'], ['external', external({ type: 'Value', averageValue: '5' }), 'Value', 'averageValue', 'value', 'AverageValue'],
  ['resource', webHpa({ metrics: [resourceMetric('memory', { type: 'Utilization', averageValue: '400Mi' })] }), 'Utilization', 'averageValue', 'averageUtilization', 'AverageValue'],
])('non-compliant: %s target with the value of another type', (source, hpa, type, set, read, taken) => {
  expect(verdict(targetValueMatchesType, hpa)).toEqual([`spec.metrics[0].${source}.target has type ${type} and sets ${set}, where ${read} is read: the controller takes it for ${taken}; set ${read}, or change the type`]);
});

test('is an error for an Object metric, which the controller then does not read', () => {
  const findings = runChecks([object({ type: 'AverageValue', value: '5' })], { rules: [targetValueMatchesType] });
  expect(findings.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
    'error spec.metrics[0].object.target has type AverageValue and sets value, where averageValue is read: the controller reports an invalid object metric source, and the metric scales nothing; set averageValue, or change the type',
  ]);
  expect(runChecks([external({ type: 'AverageValue', value: '5' })], { rules: [targetValueMatchesType] })[0].severity).toBe('warning');
});

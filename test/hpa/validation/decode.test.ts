import { decodingFault } from '../../../lib/hpa/validation/decode';
import { HORIZONTAL_POD_AUTOSCALER } from '../../../lib/hpa/validation/field-tables';

const fault = (hpa: Record<string, unknown>, minor = 28) => decodingFault(hpa, HORIZONTAL_POD_AUTOSCALER, minor);
const target = (fields: Record<string, unknown>) => ({ spec: { metrics: [{ resource: { name: 'cpu', target: fields } }] } });

test.each<[string, Record<string, unknown>]>([
  ['nothing at all', {}],
  ['null for whatever may be left out', { metadata: null, spec: { minReplicas: null, metrics: [null], behavior: null, scaleTargetRef: null } }],
  ['every kind of value', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { labels: { a: 'b', c: null }, creationTimestamp: '2026-01-02T03:04:05Z', ownerReferences: [{ controller: true }], managedFields: [{ fieldsV1: { 'f:spec': {} } }] },
    spec: { maxReplicas: 2147483647 },
    status: { observedGeneration: 9007199254740991n },
  }],
  ['quantities as text, as number, with an exponent, with spaces around', target({ value: ' 1.5Gi ', averageValue: 0.5 })],
  ['quantities in forms that only the decoder knows', target({ value: 'm', averageValue: '1e-3' })],
])('decodes %s', (_name, hpa) => {
  expect(fault(hpa)).toBeUndefined();
});

test.each<[string, Record<string, unknown>, string]>([
  ['a text for a number', { spec: { maxReplicas: '3' } }, 'json: cannot unmarshal string into Go struct field HorizontalPodAutoscalerSpec.spec.maxReplicas of type int32'],
  ['a fraction', target({ averageUtilization: 70.5 }), 'json: cannot unmarshal number 70.5 into Go struct field MetricTarget.spec.metrics.resource.target.averageUtilization of type int32'],
  ['a number beyond 32 bits', { spec: { minReplicas: 2147483648 } }, 'json: cannot unmarshal number 2147483648 into Go struct field HorizontalPodAutoscalerSpec.spec.minReplicas of type int32'],
  ['a number for a text', { spec: { scaleTargetRef: { name: 5 } } }, 'json: cannot unmarshal number into Go struct field CrossVersionObjectReference.spec.scaleTargetRef.name of type string'],
  ['a boolean for a label', { metadata: { labels: { a: true } } }, 'json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string'],
  ['a list for an object', { spec: { behavior: [] } }, 'json: cannot unmarshal array into Go struct field HorizontalPodAutoscalerSpec.spec.behavior of type v2.HorizontalPodAutoscalerBehavior'],
  ['an object for a list', { spec: { metrics: {} } }, 'json: cannot unmarshal object into Go struct field HorizontalPodAutoscalerSpec.spec.metrics of type []v2.MetricSpec'],
  ['an object for labels', { metadata: { labels: [] } }, 'json: cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type map[string]string'],
  ['a text for a boolean', { metadata: { ownerReferences: [{ controller: 'yes' }] } }, 'json: cannot unmarshal string into Go struct field OwnerReference.metadata.ownerReferences.controller of type bool'],
  ['only the first of several', { spec: { maxReplicas: '3', minReplicas: '1' } }, 'json: cannot unmarshal string into Go struct field HorizontalPodAutoscalerSpec.spec.maxReplicas of type int32'],
  ['a number for a time', { status: { lastScaleTime: 5 } }, 'json: cannot unmarshal number into Go struct field HorizontalPodAutoscalerStatus.status.lastScaleTime of type string'],
  ['a day for a time', { status: { lastScaleTime: '2026-01-02' } }, 'parsing time "2026-01-02" as "2006-01-02T15:04:05Z07:00"'],
])('does not decode %s', (_name, hpa, message) => {
  expect(fault(hpa)).toBe(message);
});

const NOT_A_QUANTITY = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

test.each<[unknown, string]>([
  ['', NOT_A_QUANTITY], ['abc', NOT_A_QUANTITY], ['1.2.3', NOT_A_QUANTITY], [true, NOT_A_QUANTITY], [{}, NOT_A_QUANTITY],
  ['1kk', "unable to parse quantity's suffix"], ['5+3', "unable to parse quantity's suffix"], ['1e', "unable to parse quantity's suffix"],
])('does not decode the quantity %j', (value, message) => {
  expect(fault(target({ value }))).toBe(message);
});

test('names every unknown field by its path, each once', () => {
  expect(fault({ spec: { behaviour: {}, metrics: [{}, { resource: { target: { cooldown: 1 } } }] }, '"': 1 })).toBe(
    'strict decoding error: unknown field "spec.behaviour", unknown field "spec.metrics[1].resource.target.cooldown", unknown field "\\""');
});

test('a quantity that does not parse wins over a wrong type, and that over an unknown field', () => {
  const unknown = { behaviour: {} };
  const wrong = { maxReplicas: '3' };
  expect(fault({ spec: { ...unknown, ...wrong } })).toMatch(/^json: cannot unmarshal string/);
  expect(fault({ spec: { ...unknown, ...wrong, metrics: [{ resource: { target: { value: 'x' } } }] } })).toBe(NOT_A_QUANTITY);
});

test('a field is unknown until the version that has it', () => {
  const hpa = { spec: { behavior: { scaleUp: { tolerance: '0.05' } } } };
  expect(fault(hpa, 32)).toBe('strict decoding error: unknown field "spec.behavior.scaleUp.tolerance"');
  expect(fault(hpa, 33)).toBeUndefined();
});

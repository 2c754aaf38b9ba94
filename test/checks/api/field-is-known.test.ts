import { runChecks } from '../../../lib/checks';
import { fieldIsKnown } from '../../../lib/checks/api/field-is-known';
import { type Manifest } from '../../../lib/manifest/manifest';
import { manifest, webContainer, webDeployment, webHpa, webService } from '../../support/manifests';
import { verdict, verdictOn } from '../../support/verdict';

const POD = 'spec.template.spec';
const MAIN = `${POD}.containers[0]`;

describe('compliant', () => {
  test.each<[string, Manifest]>([
    ['what the API has', webContainer({ env: [{ name: 'PORT', value: '8080' }], ports: [{ containerPort: 80 }] }, {}, { replicas: 3, strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } } })],
    ['a null, which is nothing', webContainer({ env: null, resources: null }, {}, { replicas: null })],
    ['what a controller wrote', { ...webDeployment(), status: { terminatingReplicas: 1, anything: true } }],
    ['what an API server noted', manifest('v1', 'ConfigMap', 'x', { metadata: { managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:data': {} } }], creationTimestamp: null } })],
    ['keys of a mapping', manifest('v1', 'ConfigMap', 'x', { data: { 'a.yaml': 'b', anything: '' }, binaryData: { c: 'aGk=\n' } })],
    ['a schema in a schema', manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x', {
      spec: { versions: [{ name: 'v1', schema: { openAPIV3Schema: { type: 'object', properties: { a: { type: 'array', items: { 'x-kubernetes-int-or-string': true }, default: [1] } } } } }] },
    })],
    ['what another rule reads', webHpa({ cooldown: 1 })],
    ['an encrypted Secret', manifest('v1', 'Secret', 'x', { data: { password: 'ENC[AES256_GCM,data:p673w==]' }, sops: { mac: 'x' } })],
    ['what a foreign kind has around its containers', { ...webContainer({}, { timeoutSeconds: 300 }), apiVersion: 'serving.knative.dev/v1', kind: 'Service' }],
    ['a foreign kind', manifest('example.com/v1', 'Anything', 'x', { spec: { replicas: '3' } })],
  ])('%s', (_, object) => {
    expect(verdict(fieldIsKnown, object)).toEqual([]);
  });
});

describe('non-compliant', () => {
  test.each<[string, Manifest, string]>([
    ['a slip of the pen', webContainer({ resouces: {} }), `${MAIN}.resouces is not a field of the API; did you mean resources?`],
    ['another case', webContainer({ ReadinessProbe: {} }), `${MAIN}.ReadinessProbe is not a field of the API; did you mean readinessProbe?`],
    ['a field that belongs further out', webContainer({ volumes: [] }), `${MAIN}.volumes is not a field of the API; it belongs to ${POD}: check the indentation`],
    ['a field that belongs further in', { ...webDeployment(), replicas: 3 }, 'replicas is not a field of the API; it belongs to spec: check the indentation'],
    ['a field of the whole object', manifest('v1', 'Service', 'x', { spec: { metadata: {} } }), 'spec.metadata is not a field of the API; it belongs to the object itself: check the indentation'],
    ['what nobody knows', webContainer({ colour: 'red' }), `${MAIN}.colour is not a field of the API; remove it`],
    ['a number for a text', webContainer({ env: [{ name: 'PORT', value: 8080 }] }), `${MAIN}.env[0].value is the number 8080, and must be a string; put it in quotes`],
    ['a boolean for a text', manifest('v1', 'ConfigMap', 'x', { data: { debug: true } }), 'data.debug is true, and must be a string; put it in quotes'],
    ['a mapping for a text', manifest('v1', 'ConfigMap', 'x', { data: { app: { a: 1 } } }), 'data.app is a mapping, and must be a string'],
    ['a text for a number', webDeployment(undefined, { replicas: '3' }), 'spec.replicas is the string "3", and must be a whole number; write it without quotes'],
    ['a fraction', webDeployment(undefined, { replicas: 1.5 }), 'spec.replicas is the number 1.5, and must be a whole number'],
    ['too large a number', webDeployment(undefined, { replicas: 2 ** 31 }), 'spec.replicas is the number 2147483648, and must be a whole number'],
    ['a text for a boolean', webDeployment(undefined, { paused: 'true' }), 'spec.paused is the string "true", and must be true or false; write it without quotes'],
    ['a word for a boolean', webDeployment(undefined, { paused: 'yes' }), 'spec.paused is the string "yes", and must be true or false'],
    ['a mapping for a list', webDeployment({ containers: { name: 'main' } }), `${POD}.containers is a mapping, and must be a list; begin its items with '- '`],
    ['a list for a mapping', manifest('v1', 'ConfigMap', 'x', { data: ['a'] }), 'data is a list, and must be a mapping of fields'],
    ['a text for an object', webContainer({ resources: 'large' }), `${MAIN}.resources is the string "large", and must be a mapping of fields`],
    ['a boolean for a number or text', webService({ ports: [{ port: 80, targetPort: true }] }), 'spec.ports[0].targetPort is true, and must be a whole number or a string'],
    ['a plain text for base64', manifest('v1', 'Secret', 'x', { data: { password: 'not encoded' } }), 'data.password is not base64; encode it, or move it to stringData if this is a Secret'],
    ['a number in a Secret, which is not repeated', manifest('v1', 'Secret', 'x', { stringData: { pin: 123456 } }), 'stringData.pin must be a string; put it in quotes'],
    ['a day for a time', manifest('v1', 'ConfigMap', 'x', { metadata: { creationTimestamp: '2026-01-31' } }), 'metadata.creationTimestamp is the string "2026-01-31", and must be a time, as in "2026-01-31T09:00:00Z"'],
    ['a text for a fraction', manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x', { spec: { versions: [{ schema: { openAPIV3Schema: { maximum: '3' } } }] } }), 'spec.versions[0].schema.openAPIV3Schema.maximum is the string "3", and must be a number'],
    ['a selector that is no text', webService({ selector: { app: 1 } }), 'spec.selector.app is the number 1, and must be a string; put it in quotes'],
    ['the container of a foreign kind', { ...webContainer({ imge: 'x' }), apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' }, `${MAIN}.imge is not a field of the API; did you mean image?`],
    ['the container of a ScaledJob', manifest('keda.sh/v1alpha1', 'ScaledJob', 'x', { spec: { jobTargetRef: { template: { spec: { containers: [{ args: 'run' }] } } } } }), "spec.jobTargetRef.template.spec.containers[0].args is the string \"run\", and must be a list; begin its items with '- '"],
    ['a long text', webDeployment(undefined, { replicas: 'x'.repeat(100) }), `spec.replicas is the string "${'x'.repeat(37)}…", and must be a whole number`],
  ])('%s', (_, object, message) => {
    expect(verdict(fieldIsKnown, object)).toEqual([message]);
  });

  test('reports at most ten violations of an object at once', () => {
    const env = Array.from({ length: 30 }, (_, i) => ({ name: `V${i}`, value: i }));
    expect(verdict(fieldIsKnown, webContainer({ env }))).toHaveLength(10);
  });
});

describe('a field of other versions', () => {
  const later = webService({ trafficDistribution: 'PreferClose' });

  test('is an error with a declared version, and a warning without one', () => {
    expect(verdictOn('1.29', fieldIsKnown, later)).toEqual([
      'spec.trafficDistribution is a field of Kubernetes from 1.30 on, and the cluster has 1.29; remove it, or set --kubernetes to the version of the cluster',
    ]);
    expect(verdictOn('1.30', fieldIsKnown, later)).toEqual([]);
    expect(runChecks([later], { rules: [fieldIsKnown] })).toMatchObject([{ severity: 'warning' }]);
  });

  test('that is gone is named with the last version that had it', () => {
    const old = webDeployment({ containers: [], workloadRef: { name: 'x' } });
    expect(verdictOn('1.36', fieldIsKnown, old)).toEqual([
      `${POD}.workloadRef is a field of Kubernetes up to 1.35, and the cluster has 1.36; remove it, or set --kubernetes to the version of the cluster`,
    ]);
    expect(verdictOn('1.35', fieldIsKnown, old)).toEqual([]);
  });

  test('passes when the object was read from a cluster', () => {
    expect(verdict(fieldIsKnown, { ...later, metadata: { name: 'web', uid: '5f1c' } })).toEqual([]);
  });
});

describe('resources of KEDA', () => {
  const scaled = (spec: object): Manifest => manifest('keda.sh/v1alpha1', 'ScaledObject', 'web', { spec: { scaleTargetRef: { name: 'web' }, ...spec } });
  const severities = (object: Manifest) => runChecks([object], { rules: [fieldIsKnown] }).map(({ severity, message }) => [severity, message]);

  test("accept KEDA's fields, and any settings of triggers", () => {
    expect(severities(scaled({ minReplicaCount: 1, maxReplicaCount: 3, fallback: { failureThreshold: 3, replicas: 2 }, triggers: [{ type: 'cron', metadata: { desiredReplicas: 3 } }] }))).toEqual([]);
  });

  test('a misspelt field is an error, and an unknown field may belong to a later version', () => {
    expect(severities(scaled({ minReplicas: 2 }))).toEqual([['error', 'spec.minReplicas is not a field of the API; did you mean minReplicaCount?']]);
    expect(severities(scaled({ somethingElse: 2 }))).toEqual([['warning', 'spec.somethingElse is not a field of the API; remove it']]);
    expect(severities(scaled({ maxReplicaCount: '3' }))).toEqual([['error', 'spec.maxReplicaCount is the string "3", and must be a whole number; write it without quotes']]);
  });
});

test.each([
  manifest('policy/v1', 'PodDisruptionBudget', 'web', { spec: { selector: { app: 'web' } } }),
  manifest('networking.k8s.io/v1', 'NetworkPolicy', 'web', { spec: { podSelector: { app: 'web' } } }),
])('non-compliant: labels of a selector one level too far out, $kind', (object) => {
  expect(verdict(fieldIsKnown, object)).toEqual([expect.stringMatching(/elector\.app is not a field of the API; write labels under matchLabels$/)]);
});

import { examplesWithApp, objectsIn, synthesizedFiles } from '../support/examples';
import { againstPublished, PUBLISHED_SCHEMAS } from '../support/published-schemas';
import { expectValid, schemaErrors } from '../support/validate';

type Json = Record<string, any>;

const HPA = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3 },
};
const POD_MONITOR = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PodMonitor', metadata: { name: 'web' }, spec: { selector: {}, podMetricsEndpoints: [{ port: 'http' }] } };

describe.each(examplesWithApp())('the example %s', (example) => {
  let manifests: Json[];
  beforeAll(() => {
    manifests = objectsIn(synthesizedFiles(example));
  });

  test('writes valid manifests', () => {
    expect(manifests.length).toBeGreaterThan(0);
    expectValid(manifests);
  });

  test('writes no empty list in a spec: an API server drops it, so that each apply changes the object', () => {
    expect(manifests.flatMap(({ kind, metadata, spec }) => emptyLists(spec, `${kind} ${metadata.name} spec`))).toEqual([]);
  });

  if (PUBLISHED_SCHEMAS) {
    test.each(['1.28', '1.36'])('writes manifests that match the schemas of Kubernetes %s', (version) => {
      expect(manifests.flatMap((manifest) => againstPublished(manifest, version))).toEqual([]);
    });
  }
});

describe('the validator', () => {
  test('accepts valid manifests', () => {
    expect([HPA, POD_MONITOR].flatMap(schemaErrors)).toEqual([]);
  });

  test.each<[string, Json, string]>([
    ['a field that is missing', { ...HPA, spec: { maxReplicas: 3 } }, 'HorizontalPodAutoscaler web: /spec must have required property scaleTargetRef'],
    ['a value of the wrong type', { ...HPA, spec: { ...HPA.spec, maxReplicas: '3' } }, 'HorizontalPodAutoscaler web: /spec/maxReplicas must be integer'],
    ['an unknown field', { ...HPA, spec: { ...HPA.spec, minReplica: 1 } }, 'HorizontalPodAutoscaler web: unknown field /spec/minReplica'],
    ['an unknown field at the top', { ...HPA, specs: {} }, 'HorizontalPodAutoscaler web: unknown field /specs'],
    ['an unknown field in a list', { ...HPA, spec: { ...HPA.spec, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilisation: 1 } } }] } },
      'HorizontalPodAutoscaler web: unknown field /spec/metrics/0/resource/target/averageUtilisation'],
    ['an unknown kind', { ...HPA, kind: 'HorizontalAutoscaler' },
      'HorizontalAutoscaler web: no schema is known for autoscaling/v2 HorizontalAutoscaler; add one to test/support/foreign-schemas.ts'],
    ['an unknown field of a foreign object', { ...POD_MONITOR, spec: { ...POD_MONITOR.spec, endpoints: [] } }, 'PodMonitor web: unknown field /spec/endpoints'],
  ])('finds %s', (_, manifest, error) => {
    expect(schemaErrors(manifest)).toEqual([error]);
  });

  test('checks every manifest of a snapshot', () => {
    expect(() => expect([{ ...HPA, specs: {} }]).toMatchInlineSnapshot('')).toThrow('unknown field /specs');
  });
});

/** The one list that the API keeps though it is empty. */
const KEPT_THOUGH_EMPTY = 'onPodConditions';

function emptyLists(value: unknown, path: string): string[] {
  if (Array.isArray(value) && value.length === 0) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).filter(([key]) => key !== KEPT_THOUGH_EMPTY).flatMap(([key, inner]) => emptyLists(inner, `${path}.${key}`));
}

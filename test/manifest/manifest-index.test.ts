import fc from 'fast-check';
import { type Manifest, ManifestIndex, scaleTargetOf } from '../../lib/manifest';

function object(kind: string, name: string, spec: unknown, extra: { apiVersion?: string; namespace?: string } = {}): Manifest {
  return { apiVersion: extra.apiVersion ?? 'v1', kind, metadata: { name, ...(extra.namespace && { namespace: extra.namespace }) }, spec };
}

function deployment(name: string, labels: Record<string, string> = { app: name }, namespace?: string): Manifest {
  return object('Deployment', name, { template: { metadata: { labels }, spec: { containers: [] } } }, { apiVersion: 'apps/v1', namespace });
}

function hpa(name: string, target: unknown, namespace?: string): Manifest {
  return object('HorizontalPodAutoscaler', name, { scaleTargetRef: target }, { apiVersion: 'autoscaling/v2', namespace });
}

function scaledObject(name: string, target: unknown): Manifest {
  return object('ScaledObject', name, { scaleTargetRef: target }, { apiVersion: 'keda.sh/v1alpha1' });
}

describe('find', () => {
  const web = deployment('web');
  const webElsewhere = deployment('web', {}, 'shop');
  const index = new ManifestIndex([web, webElsewhere, deployment('web')]);

  test('finds by kind and name in the default namespace, the first of several', () => {
    expect(index.find({ kind: 'Deployment', name: 'web' })).toBe(web);
    expect(index.find({ kind: 'Deployment', name: 'web', namespace: 'default' })).toBe(web);
  });

  test('finds in the namespace that is named', () => {
    expect(index.find({ kind: 'Deployment', name: 'web', namespace: 'shop' })).toBe(webElsewhere);
  });

  test('compares the group of the version, not the version', () => {
    expect(index.find({ apiVersion: 'apps/v1beta1', kind: 'Deployment', name: 'web' })).toBe(web);
    expect(index.find({ apiVersion: 'extensions/v1beta1', kind: 'Deployment', name: 'web' })).toBeUndefined();
    expect(index.find({ apiVersion: 'v1', kind: 'Deployment', name: 'web' })).toBeUndefined();
  });

  test('does not find what is not there', () => {
    expect(index.find({ kind: 'StatefulSet', name: 'web' })).toBeUndefined();
    expect(index.find({ kind: 'Deployment', name: 'web', namespace: 'other' })).toBeUndefined();
  });
});

describe('duplicates', () => {
  test('two objects of one group, kind, namespace and name', () => {
    const [first, again] = [deployment('a'), deployment('a', {}, 'default')];
    expect(new ManifestIndex([first, deployment('b'), again]).duplicates).toEqual([{ first, again }]);
  });

  test('not objects of the same kind in another group or namespace, nor those that the API server names', () => {
    const generated: Manifest = { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'run-' } };
    const index = new ManifestIndex([
      object('Service', 'a', {}), object('Service', 'a', {}, { apiVersion: 'serving.knative.dev/v1' }), object('Service', 'a', {}, { namespace: 'shop' }), generated, { ...generated },
    ]);
    expect(index.duplicates).toEqual([]);
  });
});

describe('ofKind', () => {
  test('lists a kind of all groups or of one', () => {
    const [core, knative] = [object('Service', 'a', {}), object('Service', 'b', {}, { apiVersion: 'serving.knative.dev/v1' })];
    const index = new ManifestIndex([core, knative]);
    expect(index.ofKind('Service')).toEqual([core, knative]);
    expect(index.ofKind('Service', '')).toEqual([core]);
    expect(index.ofKind('Ingress')).toEqual([]);
  });
});

describe('workloads', () => {
  test('have a pod template or refer to one', () => {
    const rollout = object('Rollout', 'r', { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } }, { apiVersion: 'argoproj.io/v1alpha1' });
    const web = deployment('web');
    const index = new ManifestIndex([web, rollout, object('Service', 's', {})]);
    expect(index.workloads).toEqual([web, rollout]);
    expect(index.podTemplateOf(rollout)).toBe(index.podTemplateOf(web));
  });

  test('a reference to nothing has no template', () => {
    const rollout = object('Rollout', 'r', { workloadRef: { kind: 'Deployment', name: 'gone' } });
    expect(new ManifestIndex([rollout]).podTemplateOf(rollout)).toBeUndefined();
  });
});

describe('autoscalers', () => {
  test('are found from their target, and their target from them', () => {
    const web = deployment('web');
    const scaler = hpa('web', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' });
    const keda = scaledObject('web', { name: 'web' });
    const index = new ManifestIndex([scaler, keda, web]);
    expect(index.hpasOf(web)).toEqual([scaler]);
    expect(index.scaledObjectsOf(web)).toEqual([keda]);
    expect(index.scaleTargetOf(scaler)).toBe(web);
    expect(index.scaleTargetOf(keda)).toBe(web);
    expect(index.hpas).toEqual([scaler]);
    expect(index.scaledObjects).toEqual([keda]);
  });

  test('of another namespace, group or kind are not', () => {
    const web = deployment('web');
    const index = new ManifestIndex([
      web, hpa('a', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, 'shop'),
      hpa('b', { apiVersion: 'example.com/v1', kind: 'Deployment', name: 'web' }), hpa('c', { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' }),
    ]);
    expect(index.hpasOf(web)).toEqual([]);
  });

  test('an HPA that leaves out the version of its target still names it', () => {
    const web = deployment('web');
    const scaler = hpa('a', { kind: 'Deployment', name: 'web' });
    expect(new ManifestIndex([web, scaler]).hpasOf(web)).toEqual([scaler]);
  });

  test.each([
    [hpa('a', undefined)], [hpa('a', { name: 'web' })], [hpa('a', 'web')], [scaledObject('a', {})], [object('HorizontalPodAutoscaler', 'a', { scaleTargetRef: { kind: 'Deployment', name: 'a' } })],
  ])('%j has no target', (manifest) => {
    expect(scaleTargetOf(manifest)).toBeUndefined();
  });
});

describe('what selects a workload', () => {
  const web = deployment('web', { app: 'web', tier: 'front' });
  const service = (name: string, selector: unknown, namespace?: string): Manifest => object('Service', name, { selector }, { namespace });
  const budget = (name: string, selector: unknown): Manifest => object('PodDisruptionBudget', name, { selector }, { apiVersion: 'policy/v1' });

  test('a Service whose equalities all hold, in its namespace', () => {
    const yes = service('a', { app: 'web' });
    const both = service('b', { app: 'web', tier: 'front' });
    const others = [service('c', { app: 'web', tier: 'back' }), service('d', {}), service('e', undefined), service('f', { app: 'web' }, 'shop'), service('g', 'app=web')];
    expect(new ManifestIndex([web, yes, both, ...others]).servicesSelecting(web)).toEqual([yes, both]);
  });

  test('a PodDisruptionBudget by labels or expressions, an empty selector all', () => {
    const yes = [budget('a', { matchLabels: { app: 'web' } }), budget('b', {}), budget('c', { matchExpressions: [{ key: 'tier', operator: 'In', values: ['front'] }] })];
    const no = [budget('d', { matchLabels: { app: 'api' } }), budget('e', undefined)];
    expect(new ManifestIndex([web, ...yes, ...no]).podDisruptionBudgetsSelecting(web)).toEqual(yes);
  });

  test('a selector may select several workloads', () => {
    const canary = deployment('canary', { app: 'web' });
    const both = service('a', { app: 'web' });
    const index = new ManifestIndex([web, canary, deployment('other'), both]);
    expect(index.workloadsSelectedBy(both)).toEqual([web, canary]);
  });

  test('gives the same result as testing every pair', () => {
    const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), { maxKeys: 3 });
    fc.assert(fc.property(fc.array(labels, { maxLength: 6 }), fc.array(labels, { maxLength: 6 }), (pods, selectors) => {
      const workloads = pods.map((pod, i) => deployment(`w${i}`, pod));
      const services = selectors.map((selector, i) => service(`s${i}`, selector));
      const index = new ManifestIndex([...workloads, ...services]);
      workloads.forEach((workload, i) => {
        const expected = services.filter((_, s) => {
          const wanted = Object.entries(selectors[s]);
          return wanted.length > 0 && wanted.every(([key, value]) => pods[i][key] === value);
        });
        expect(index.servicesSelecting(workload)).toEqual(expected);
      });
    }), { numRuns: 100, seed: 3 });
  });
});

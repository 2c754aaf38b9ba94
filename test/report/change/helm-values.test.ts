import fc from 'fast-check';
import { parse } from 'yaml';
import { withDifference } from '../../../lib/manifest/edit/differences';
import { type Manifest } from '../../../lib/manifest/manifest';
import { valuesChange } from '../../../lib/report/change/helm-values';
import { carryOut } from '../../../lib/report/change/policy-change';
import { proposed } from './sample-change';

const VALUES = `# values of the shop
web:
  autoscaling:
    enabled: true
    minReplicas: 2 # two zones
    maxReplicas: 10
    targetCPUUtilizationPercentage: 70
    behavior: {}
worker:
  autoscaling:
    minReplicas: 2
    maxReplicas: 10
    targetCPUUtilizationPercentage: 70
    behavior: {}
resources: { cpu: 70 }
`;

/** The objects that the chart of these tests renders. */
function rendered(text: string): Manifest[] {
  const values = parse(text) as Record<string, any>;
  return ['web', 'worker'].map((name) => {
    const { minReplicas, maxReplicas, targetCPUUtilizationPercentage, behavior } = values[name].autoscaling;
    return {
      apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: `shop-${name}` },
      spec: {
        minReplicas, maxReplicas,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetCPUUtilizationPercentage } } }],
        ...(Object.keys(behavior).length > 0 && { behavior }),
      },
    };
  });
}

function set(manifest: Manifest, ...path: (string | number)[]): (after: unknown) => Manifest {
  const before = path.reduce<any>((value, step) => value?.[step], manifest);
  return (after) => withDifference(manifest, { path, before, after }) as Manifest;
}

function bounded(manifest: Manifest, { min, max }: { readonly min: number; readonly max: number }): Manifest {
  return set(set(manifest, 'spec', 'minReplicas')(min), 'spec', 'maxReplicas')(max);
}

const UTILIZATION = ['spec', 'metrics', 0, 'resource', 'target', 'averageUtilization'];

function changeOf(text: string, after: (objects: Manifest[]) => [Manifest, Manifest][], objects = rendered(text)): ReturnType<typeof valuesChange> {
  return valuesChange([{ file: 'values.yaml', text }], new Map(after(objects)), objects);
}

test('edits the value below a key that is named like the object, with comments kept', () => {
  const change = changeOf(VALUES, ([web]) => [[web, set(set(web, 'spec', 'minReplicas')(3), ...UTILIZATION)(55)]]);
  expect(change).toEqual({
    values: [{ file: 'values.yaml', text: VALUES.replace('minReplicas: 2 # two', 'minReplicas: 3 # two').replace('Percentage: 70', 'Percentage: 55') }],
    settings: ['web.autoscaling.minReplicas of values.yaml', 'web.autoscaling.targetCPUUtilizationPercentage of values.yaml'],
  });
});

test('rendered again, the chart has the wanted objects and no other change', () => {
  const between = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
  const wanted = fc.record({ min: between(0, 5), max: between(6, 40), target: between(1, 99), window: between(0, 3600) });
  fc.assert(fc.property(wanted, fc.option(wanted), (web, worker) => {
    const objects = rendered(VALUES);
    const edited = [web, worker].map((each, i) => each
      ? set(set(bounded(objects[i], each), ...UTILIZATION)(each.target), 'spec', 'behavior')({ scaleDown: { stabilizationWindowSeconds: each.window } })
      : objects[i]);
    const changes = objects.flatMap((each, i): [Manifest, Manifest][] => (each === edited[i] ? [] : [[each, edited[i]]]));
    const change = valuesChange([{ file: 'values.yaml', text: VALUES }], new Map(changes), objects);
    expect(rendered((change as Extract<typeof change, { values: unknown }>).values[0].text)).toEqual(edited);
  }), { numRuns: 30 });
});

test.each<[string, string, object]>([
  ['none is named like it', VALUES.replaceAll('minReplicas', 'least'), { reason: 'no value is named like spec.minReplicas and is 2' }],
  ['several may be it', VALUES.replace('web:', 'a:').replace('worker:', 'b:'),
    { reason: 'spec.minReplicas may be a.autoscaling.minReplicas of values.yaml, b.autoscaling.minReplicas of values.yaml' }],
  ['another object may be rendered from it', 'autoscaling: { minReplicas: 2 }\n', { reason: 'autoscaling.minReplicas of values.yaml may be that of HorizontalPodAutoscaler shop-worker as well' }],
  ['the values are no mapping', '- 1\n', { reason: 'values.yaml holds no mapping of values' }],
])('changes nothing where %s', (_, text, reason) => {
  expect(changeOf(text, ([web]) => [[web, set(web, 'spec', 'minReplicas')(3)]], rendered(VALUES))).toEqual(reason);
});

test('refuses two values for one setting', () => {
  const [web, worker] = rendered(VALUES);
  const text = 'autoscaling: { minReplicas: 2 }\n';
  expect(changeOf(text, () => [[web, set(web, 'spec', 'minReplicas')(3)], [worker, set(worker, 'spec', 'minReplicas')(4)]], [web, worker]))
    .toEqual({ reason: 'autoscaling.minReplicas of values.yaml would need two values' });
  expect(changeOf(text, () => [[web, set(web, 'spec', 'minReplicas')(3)], [worker, set(worker, 'spec', 'minReplicas')(3)]], [web, worker]))
    .toMatchObject({ values: [{ text: 'autoscaling: { minReplicas: 3 }\n' }] });
});

test('an object whose value is not certain gets a JSON patch, with the reason', () => {
  const manifests = rendered(VALUES);
  const object = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'shop-web' };
  const edits = [{ object, path: ['spec', 'minReplicas'], before: 2, after: 3 }];
  const formWith = (text: string): unknown =>
    carryOut(proposed(edits), { manifests, sources: new Map(), read: () => '', values: [{ file: 'values.yaml', text }] }).whole.objects[0].form;
  expect(formWith(VALUES)).toEqual({ kind: 'values', settings: ['web.autoscaling.minReplicas of values.yaml'] });
  expect(formWith('{}\n')).toEqual({ kind: 'json-patch', reason: 'no value is named like spec.minReplicas and is 2' });
});

import { type CheckOptions, fails, formatFinding, RULES, runChecks } from '../../../lib/checks';
import { type Manifest } from '../../../lib/manifest/manifest';
import { manifest, webDeployment, webHpa, webScaledObject, webService } from '../../support/manifests';

const only = (...ids: string[]) => ({ rules: RULES.filter(({ id }) => ids.includes(id)) });
const ids = (manifests: Manifest[], options: CheckOptions = {}) => runChecks(manifests, options).map(({ rule, severity }) => `${severity} ${rule.id}`);
const live = (object: Manifest, owner?: { kind: string; name: string }): Manifest => ({
  ...object, metadata: { ...object.metadata, uid: '1', ...(owner && { ownerReferences: [{ ...owner, controller: true }] }) },
});

test('findings come in the order of the rules, then of the manifests', () => {
  const found = runChecks([webHpa({ maxReplicas: 0 }, 'b'), webHpa({ maxReplicas: 0 }, 'a')], only('KSC008', 'KSC012'));
  expect(found.map(({ rule, manifest: { metadata } }) => `${rule.id} ${metadata.name}`)).toEqual(['KSC008 b', 'KSC008 a', 'KSC012 b', 'KSC012 b', 'KSC012 a', 'KSC012 a']);
});

test('an error is a warning on an object that the app does not own or target', () => {
  const broken = webHpa({ maxReplicas: -1 });
  expect(ids([broken], { ...only('KSC012') })).toContain('error KSC012');
  expect(new Set(ids([broken], { ...only('KSC012'), owned: () => false }))).toEqual(new Set(['warning KSC012']));
});

test('a violation that depends on the whole cluster is an error with --complete only', () => {
  expect(ids([webHpa()], only('KSC008'))).toEqual(['warning KSC008']);
  expect(ids([webHpa()], { ...only('KSC008'), complete: true })).toEqual(['error KSC008']);
});

test('a finding that its owner accepts is kept with the reason, and does not fail', () => {
  const accepted = webHpa({ maxReplicas: 0, minReplicas: 0 }, 'web', { annotations: { 'cdk8s-kotaemon/suppress-KSC012': ' the webhook sets it ' } });
  const [finding] = runChecks([accepted], only('KSC012'));
  expect(finding).toMatchObject({ severity: 'error', suppression: 'the webhook sets it' });
  expect(fails(finding)).toBe(false);
  expect(formatFinding(finding)).toMatch(/^suppressed \(the webhook sets it\) KSC012 HorizontalPodAutoscaler web: spec/);
});

test('a suppression without a reason suppresses nothing, and is a finding', () => {
  const accepted = webHpa({ maxReplicas: -1 }, 'web', { annotations: { 'cdk8s-kotaemon/suppress-KSC012': '' } });
  expect(new Set(ids([accepted], only('KSC012', 'KSC073')))).toEqual(new Set(['error KSC012', 'warning KSC073']));
});

describe('manifests that were read from a cluster', () => {
  test('objects created by a controller are left to their owner', () => {
    const pods = { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main' }] } } };
    const replicaSet = live(manifest('apps/v1', 'ReplicaSet', 'web-7d', { spec: pods }), { kind: 'Deployment', name: 'web' });
    const pod = live(manifest('v1', 'Pod', 'web-7d-x', { spec: pods.template.spec }), { kind: 'ReplicaSet', name: 'web-7d' });
    const deployment = live(webDeployment({ containers: [{ name: 'main' }] }));
    expect(ids([deployment, replicaSet, pod], only('KSC045'))).toEqual(['warning KSC045']);
    expect(ids([deployment, pod], only('KSC045'))).toEqual(['warning KSC045']);
    expect(ids([replicaSet, pod], only('KSC045'))).toEqual(['warning KSC045']);
    expect(ids([pod], only('KSC045'))).toEqual(['warning KSC045']);
  });

  test('the HPA that KEDA creates is no second autoscaler', () => {
    const hpa = live(webHpa({}, 'keda-hpa-web-keda'), { kind: 'ScaledObject', name: 'web-keda' });
    expect(ids([live(webScaledObject()), hpa], only('KSC001'))).toEqual([]);
    expect(ids([live(webScaledObject()), live(webHpa())], only('KSC001'))).toEqual(['error KSC001']);
  });

  test('ignores spec.replicas of a scaled workload, which the API server fills in', () => {
    const fixed = webDeployment(undefined, { replicas: 3 });
    expect(ids([fixed, webHpa()], only('KSC004'))).toEqual(['error KSC004']);
    expect(ids([live(fixed), webHpa()], only('KSC004'))).toEqual([]);
  });
});

test('the work grows linearly with the objects', () => {
  const shop = (i: number) => [webDeployment(), webHpa(), webService()].map((object) => ({ ...object, metadata: { ...object.metadata, namespace: `shop-${i}` } }));
  const one = runChecks(shop(0)).length;
  expect(runChecks(Array.from({ length: 340 }, (_, i) => shop(i)).flat())).toHaveLength(340 * one);
});

describe('a conflict of two objects', () => {
  const budget = (name: string): Manifest => manifest('policy/v1', 'PodDisruptionBudget', name, { spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } } });
  const annotated = (object: Manifest, id: string): Manifest => ({ ...object, metadata: { ...object.metadata, annotations: { [`cdk8s-kotaemon/suppress-${id}`]: 'known' } } });

  test.each<[string, Manifest, Manifest, Manifest[]]>([
    ['KSC001', webHpa(), webHpa({}, 'second'), [webDeployment()]],
    ['KSC005', webService(), webService(), []],
    ['KSC020', budget('web'), budget('second'), [webDeployment()]],
  ])('%s is an error when the app owns either object, in any order', (id, one, other, rest) => {
    for (const [first, second] of [[one, other], [other, one]]) {
      for (const ours of [first, second]) {
        expect(ids([first, second, ...rest], { ...only(id), owned: (object) => object === ours })).toEqual([`error ${id}`]);
      }
      expect(ids([first, second, ...rest], { ...only(id), owned: () => false })).toEqual([`warning ${id}`]);
    }
  });

  test('is accepted by the annotation of either', () => {
    for (const objects of [[annotated(budget('web'), 'KSC020'), budget('second')], [budget('web'), annotated(budget('second'), 'KSC020')]]) {
      expect(runChecks([...objects, webDeployment()], only('KSC020'))).toEqual([expect.objectContaining({ suppression: 'known' })]);
    }
  });
});

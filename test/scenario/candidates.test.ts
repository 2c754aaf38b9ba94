import { type Manifest, ManifestIndex } from '../../lib/manifest';
import { type Candidate, findCandidates, pickCandidate } from '../../lib/scenario/candidates';
import { type Scenario } from '../../lib/scenario';
import { deployment, hpa } from './worlds';

function find(manifests: readonly Manifest[], scenario: Scenario = {}): Candidate[] {
  return findCandidates(new ManifestIndex(manifests), scenario);
}

test('workloads with a replica count, targets of autoscalers and external ones can be simulated', () => {
  const web = deployment('web');
  const scaler = hpa('web');
  const job = { ...deployment('job'), kind: 'Job', apiVersion: 'batch/v1' };
  const found = find([web, job, scaler, hpa('api', {}, 'shop')], { workloads: { 'data/cache': { external: true, fixed: 1 }, 'data/Deployment/db': { external: true, fixed: 1 } } });
  expect(found).toEqual([
    { id: 'default/Deployment/web', namespace: 'default', kind: 'Deployment', name: 'web', manifest: web, hpa: scaler },
    expect.objectContaining({ id: 'shop/Deployment/api', namespace: 'shop' }),
    expect.objectContaining({ id: 'data/Deployment/cache' }),
    expect.objectContaining({ id: 'data/Deployment/db' }),
  ]);
  expect(found[1]).not.toHaveProperty('manifest');
});

test('two autoscalers with one target, and one without, are refused', () => {
  const other = { ...hpa('web'), metadata: { name: 'other' } };
  expect(() => find([hpa('web'), other])).toThrow('HorizontalPodAutoscaler web and HorizontalPodAutoscaler other both scale Deployment web; simulate one at a time');
  expect(() => find([hpa('web', { scaleTargetRef: {} })])).toThrow('HorizontalPodAutoscaler web names no target; give spec.scaleTargetRef a kind and a name');
});

describe('a name', () => {
  const candidates = find([hpa('web', {}, 'shop'), hpa('api', {}, 'shop'), hpa('api', {}, 'admin')]);

  test.each([['web'], ['shop/web'], ['Deployment/web'], ['shop/Deployment/web']])('%s is the workload web', (name) => {
    expect(pickCandidate(name, candidates, 'x').id).toBe('shop/Deployment/web');
  });

  test('that several workloads have has to be written out', () => {
    expect(() => pickCandidate('api', candidates, 'flows.a')).toThrow("flows.a names 'api', which is each of shop/Deployment/api, admin/Deployment/api; write one of them out");
    expect(pickCandidate('admin/api', candidates, 'x').namespace).toBe('admin');
  });

  test('that no workload has is refused', () => {
    expect(() => pickCandidate('wbe', candidates, 'x')).toThrow("x names 'wbe', which is no workload of the manifests; did you mean web?");
    expect(() => pickCandidate('web', [], 'x')).toThrow('the manifests hold no workload');
  });
});

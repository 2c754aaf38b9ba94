import { type Manifest, ManifestIndex } from '../../lib/manifest';
import { type Candidate, findCandidates, pickCandidate } from '../../lib/scenario/candidates';
import { type Scenario } from '../../lib/scenario';
import { CRON, scaledObject } from './scaled-objects';
import { deployment, hpa } from './worlds';

function find(manifests: readonly Manifest[], scenario: Scenario = {}, autoscaler?: string): Candidate[] {
  return findCandidates(new ManifestIndex(manifests), scenario, autoscaler);
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
  expect(() => find([hpa('web'), other])).toThrow('HorizontalPodAutoscaler web and HorizontalPodAutoscaler other both scale Deployment web; simulate one at a time, chosen by --autoscaler');
  expect(() => find([hpa('web', { scaleTargetRef: {} })])).toThrow('HorizontalPodAutoscaler web names no target; give spec.scaleTargetRef a kind and a name');
});

describe('the autoscaler to play', () => {
  const scaler = hpa('web');
  const scaled = scaledObject('web', [CRON]);
  const other = { ...hpa('web'), metadata: { name: 'other' } };

  test.each([['ScaledObject/web', scaled, [scaler, other]], ['HorizontalPodAutoscaler/web', scaler, [other, scaled]], ['other', other, [scaler, scaled]]] as const)('%s is the one of several', (name, played, leftOut) => {
    const [web, ...more] = find([deployment('web'), scaler, scaled, other], {}, name);
    expect(more).toEqual([]);
    expect(web.scaledObject ?? web.hpa).toBe(played);
    expect(web.leftOut).toEqual(leftOut);
  });

  test('leaves other workloads as they are', () => {
    const api = hpa('api');
    expect(find([scaler, scaled, api], {}, 'ScaledObject/web').find(({ name }) => name === 'api')).toEqual(expect.objectContaining({ hpa: api }));
    expect(find([scaler, api], {}, 'web').map(({ leftOut }) => leftOut)).toEqual([undefined, undefined]);
  });

  test('is written with its kind where two have one name', () => {
    expect(() => find([scaler, scaled], {}, 'web')).toThrow("--autoscaler is 'web', which is ambiguous: HorizontalPodAutoscaler/web, ScaledObject/web; use one of them");
  });

  test('is one of the manifests', () => {
    expect(() => find([scaler, other], {}, 'othr')).toThrow("--autoscaler is 'othr', which no autoscaler of the manifests is called; did you mean other?");
    expect(() => find([deployment('web')], {}, 'web')).toThrow("--autoscaler is 'web', but the manifests hold no autoscaler; leave it out");
  });
});

describe('a name', () => {
  const candidates = find([hpa('web', {}, 'shop'), hpa('api', {}, 'shop'), hpa('api', {}, 'admin')]);

  test.each([['web'], ['shop/web'], ['Deployment/web'], ['shop/Deployment/web']])('%s is the workload web', (name) => {
    expect(pickCandidate(name, candidates, 'x').id).toBe('shop/Deployment/web');
  });

  test('of several workloads needs its kind or namespace', () => {
    expect(() => pickCandidate('api', candidates, 'flows.a')).toThrow("flows.a names 'api', which is ambiguous: shop/Deployment/api, admin/Deployment/api; use one of them");
    expect(pickCandidate('admin/api', candidates, 'x').namespace).toBe('admin');
  });

  test('that no workload has is refused', () => {
    expect(() => pickCandidate('wbe', candidates, 'x')).toThrow("x names 'wbe', which is not a workload of the manifests; did you mean web?");
    expect(() => pickCandidate('web', [], 'x')).toThrow('the manifests hold no workload');
  });
});

import { type Manifest } from '../../lib/manifest';
import { deployment, hpa, worldOf } from './worlds';

function said(strategy: object, more: Partial<Manifest> = {}): string | undefined {
  const { spec } = deployment('web');
  const rollout = { ...deployment('web'), apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { ...spec as object, strategy }, ...more };
  const scaler = hpa('web', { scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' } });
  return worldOf([rollout, scaler]).assumptions.find((sentence) => sentence.includes('ROLLOUT'));
}

test('canary steps and pauses are named as not simulated', () => {
  expect(said({ canary: { steps: [{ setWeight: 10 }, { pause: { duration: '10m' } }, { setWeight: 65 }, { pause: {} }, { analysis: { templates: [] } }] } })).toBe(
    'web: PARTS OF THE ROLLOUT ARE NOT SIMULATED: its 5 canary steps (setWeight 10 65, pause 10m, analysis); a rollout in the simulation replaces all pods at once within maxSurge and maxUnavailable.',
  );
});

test('analysis, traffic routing and dynamicStableScale of a canary are named', () => {
  expect(said({ canary: { analysis: { templates: [] }, trafficRouting: { nginx: {} }, dynamicStableScale: true } })).toContain(
    'its background analysis template, traffic routing, which keeps the stable pods at full scale, dynamicStableScale;',
  );
});

test('promotion, delays and analysis of a blue-green rollout are named', () => {
  expect(said({ blueGreen: { activeService: 'web', autoPromotionEnabled: false, scaleDownDelaySeconds: 60, prePromotionAnalysis: {} } })).toContain(
    'the wait for a manual promotion, scaleDownDelaySeconds, the analysis templates of prePromotionAnalysis; a rollout in the simulation starts all new pods beside the old ones',
  );
});

test.each([[{ canary: {} }], [{ canary: { maxSurge: '50%' } }], [{ blueGreen: { activeService: 'web' } }], [{}]])('a strategy that is played needs no warning: %j', (strategy) => {
  expect(said(strategy)).toBeUndefined();
});

test('a Rollout of another group is none of Argo', () => {
  expect(said({ canary: { steps: [{ setWeight: 10 }] } }, { apiVersion: 'example.com/v1' })).toBeUndefined();
});

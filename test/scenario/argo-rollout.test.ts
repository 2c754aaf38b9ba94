import { type Manifest } from '../../lib/manifest';
import { type Scenario } from '../../lib/scenario';
import { progressionOf } from '../../lib/scenario/argo-rollout';
import { deployment, hpa, worldOf } from './worlds';

function rolloutOf(strategy: object, more: Partial<Manifest> = {}): Manifest {
  const { spec } = deployment('web');
  return { ...deployment('web'), apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { ...spec as object, strategy }, ...more };
}

function assumed(strategy: object, more: Partial<Manifest> = {}, scenario: Scenario = {}): string[] {
  const scaler = hpa('web', { scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' } });
  return worldOf([rolloutOf(strategy, more), scaler], scenario).assumptions.filter((sentence) => /rollout|promoteAfter/i.test(sentence));
}

/** Warnings alone. */
const said = (strategy: object): string[] => assumed(strategy).filter((sentence) => sentence.includes('ROLLOUT'));
const steps = (...given: object[]) => ({ canary: { steps: given } });

test('reads weights and pauses of a canary, and leaves out a scale without a traffic router and steps that change no pods', () => {
  expect(progressionOf(rolloutOf(steps({ setWeight: 10 }, { pause: { duration: '10m' } }, { setCanaryScale: { replicas: 3 } }, { analysis: {} }, { pause: { duration: 30 } }, { pause: {} })))).toEqual({
    kind: 'canary', steps: [{ kind: 'weight', percent: 10 }, { kind: 'pause', seconds: 600 }, { kind: 'pause', seconds: 30 }, { kind: 'pause', seconds: Infinity }],
  });
});

test('reads scales, the delay and dynamicStableScale beside a traffic router, and weights by maxTrafficWeight', () => {
  const canary = {
    trafficRouting: { nginx: {}, maxTrafficWeight: 1000 }, dynamicStableScale: true, minPodsPerReplicaSet: 2,
    steps: [{ setCanaryScale: { replicas: 3 } }, { setCanaryScale: { weight: 25 } }, { setCanaryScale: { matchTrafficWeight: true } }, { setWeight: 50 }],
  };
  expect(progressionOf(rolloutOf({ canary }))).toEqual({
    kind: 'canary', routing: { dynamicStableScale: true, scaleDownDelaySeconds: 30, minPods: 2 },
    steps: [{ kind: 'scale', replicas: 3 }, { kind: 'scale', percent: 2.5 }, { kind: 'scale' }, { kind: 'weight', percent: 5 }],
  });
});

test.each([
  [{}, 0], [{ autoPromotionSeconds: 60 }, 60], [{ autoPromotionEnabled: false }, Infinity], [{ autoPromotionEnabled: false, autoPromotionSeconds: 60 }, 60],
])('a blue-green rollout with %j is promoted after %s s', (given, promotionSeconds) => {
  expect(progressionOf(rolloutOf({ blueGreen: { activeService: 'web', ...given } }))).toEqual({ kind: 'blue-green', promotionSeconds, scaleDownDelaySeconds: 30 });
});

test('names analysis with its templates, and other steps that are not played', () => {
  const templates = [{ templateName: 'success-rate' }];
  expect(said({ canary: { analysis: { templates }, steps: [{ setWeight: 10 }, { analysis: { templates: [{ templateName: 'latency' }] } }, { experiment: {} }] } })).toEqual([
    'web: PARTS OF THE ROLLOUT ARE NOT SIMULATED: its analysis steps (latency), its steps experiment, its background analysis (success-rate); the rollout goes on as if each had succeeded at once.',
  ]);
  expect(said({ blueGreen: { activeService: 'web', prePromotionAnalysis: { templates } } })).toEqual([
    'web: PARTS OF THE ROLLOUT ARE NOT SIMULATED: prePromotionAnalysis (success-rate); the rollout goes on as if each had succeeded at once.',
  ]);
});

test('warns of a rollout that waits for a promotion by hand', () => {
  expect(said(steps({ setWeight: 10 }, { analysis: {} }, { pause: {} }))[1]).toBe(
    'web: THE ROLLOUT WAITS FOR A PROMOTION by hand, which does not come in the simulation: it stays at step 3, a pause without a duration; set promoteAfter of the fault.',
  );
  expect(said({ blueGreen: { activeService: 'web', autoPromotionEnabled: false } })).toEqual([
    'web: THE ROLLOUT WAITS FOR A PROMOTION by hand, which does not come in the simulation: it stays with its preview beside the active pods; set promoteAfter of the fault.',
  ]);
});

test('says when the rollouts of the scenario are promoted by hand, and warns of the others', () => {
  const faults = (...promoteAfter: string[]): Scenario => ({ faults: promoteAfter.map((after) => ({ kind: 'rollout', at: '1h', ...(after !== '' && { promoteAfter: after }) })) });
  const [waiting, promoted] = [/^web: THE ROLLOUT WAITS FOR A PROMOTION/, 'web: the rollout is promoted 15 min after it begins to wait at step 1, a pause without a duration.'];
  const last = (strategy: object, scenario: Scenario) => assumed(strategy, {}, scenario).filter((sentence) => !sentence.includes('a fault of kind rollout'));
  expect(last(steps({ pause: {} }), faults('15m'))).toEqual([promoted]);
  expect(last(steps({ pause: {} }), faults('15m', ''))).toEqual([expect.stringMatching(waiting), promoted]);
  expect(last(steps({ pause: {} }), faults(''))).toEqual([expect.stringMatching(waiting)]);
  expect(last(steps({ pause: { duration: '1m' } }), faults('15m'))).toEqual(['web: promoteAfter HAS NO EFFECT: no step of its rollout waits for a promotion; remove it from the fault.']);
});

test('says that promoteAfter has no effect on a Deployment', () => {
  const { assumptions } = worldOf([deployment('web'), hpa('web')], { faults: [{ kind: 'rollout', at: '1h', promoteAfter: '15m' }] });
  expect(assumptions).toContain('web: promoteAfter HAS NO EFFECT: no step of its rollout waits for a promotion; remove it from the fault.');
});

test('says what a rollout of the scenario goes through', () => {
  expect(assumed(steps({ setWeight: 10 }, { pause: { duration: '10m' } }, { setWeight: 65 }))).toEqual([
    'web: a fault of kind rollout goes through its canary steps, as Argo Rollouts does: weight 10 %, pause 10 min, weight 65 %.',
  ]);
  expect(assumed({ canary: { trafficRouting: { nginx: {} } } })).toEqual(['web: a fault of kind rollout goes through a canary of 100 %.']);
});

test.each([
  [{ canary: {} }], [{ canary: { maxSurge: '50%' } }], [{ blueGreen: { activeService: 'web' } }], [steps({ setWeight: 10 }, { pause: { duration: '1h' } })], [{}],
])('a strategy that is played needs no warning: %j', (strategy) => {
  expect(said(strategy)).toEqual([]);
});

test('ignores a Rollout of another API group', () => {
  expect(progressionOf(rolloutOf(steps({ setWeight: 10 }), { apiVersion: 'example.com/v1' }))).toBeUndefined();
});

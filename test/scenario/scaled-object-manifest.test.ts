import { readScaledObject } from '../../lib/scenario/scaled-object-manifest';
import { UserError } from '../../lib/values/user-error';
import { CPU, CRON, KAFKA, PROMETHEUS, scaledObject } from './scaled-objects';

type Spec = Record<string, unknown>;

const read = (triggers: readonly unknown[], spec: Spec = {}, annotations?: Record<string, string>) => (
  readScaledObject(scaledObject('web', triggers, spec, annotations), () => 24)
);

test("omitted fields have KEDA's defaults", () => {
  const { spec, paused } = read([{ type: 'redis', metadata: { listName: 'jobs' } }]);
  expect(paused).toBeUndefined();
  expect(spec).toEqual({
    pollingIntervalSeconds: 30, cooldownSeconds: 300, initialCooldownSeconds: 0, minReplicas: 0,
    scaleInPaused: false, scaleOutPaused: false, alwaysActive: false,
    triggers: [{
      type: 'redis', metric: 's0-redis-jobs', metricType: 'AverageValue', threshold: 5, activation: 0, useCachedMetrics: false, source: { kind: 'value' },
    }],
  });
});

test('reads every given field', () => {
  const { spec, metadata } = read([{ ...KAFKA, useCachedMetrics: true, metricType: 'Value' }, CPU, PROMETHEUS, CRON], {
    pollingInterval: 10, cooldownPeriod: 60, initialCooldownPeriod: 120, minReplicaCount: 2, maxReplicaCount: 20, idleReplicaCount: 0,
    fallback: { failureThreshold: 3, replicas: 6, behavior: 'currentReplicasIfHigher' },
  }, { 'autoscaling.keda.sh/paused-scale-in': 'true', 'autoscaling.keda.sh/paused-scale-out': 'true', 'autoscaling.keda.sh/force-activation': 'true' });
  expect({ spec, metadata }).toMatchSnapshot();
});

test('a formula makes one metric of named triggers', () => {
  const { spec } = read([PROMETHEUS], { advanced: { scalingModifiers: { formula: 'rate * 2', target: '10', activationTarget: '1', metricType: 'Value' } } });
  expect(spec.modifiers).toEqual({ formula: 'rate * 2', target: 10, activationTarget: 1, metricType: 'Value' });
});

test.each([
  [{ 'autoscaling.keda.sh/paused': 'true' }, {}],
  [{ 'autoscaling.keda.sh/paused': 'false' }, undefined],
  [{ 'autoscaling.keda.sh/paused-replicas': '3' }, { replicas: 3 }],
])('%p pauses: %p', (annotations, paused) => expect(read([CPU], {}, annotations as Record<string, string>).paused).toEqual(paused));

test.each<[string, readonly unknown[], Spec, Record<string, string>?]>([
  ['spec.triggers is []; a ScaledObject needs at least one', [], {}],
  ['spec.minReplicaCount is 5; use at most maxReplicaCount, 4', [CPU], { minReplicaCount: 5, maxReplicaCount: 4 }],
  ['spec.idleReplicaCount is 2; use less than minReplicaCount, 2', [CPU], { minReplicaCount: 2, idleReplicaCount: 2 }],
  ['spec.pollingInterval is 0; use a whole number from 1', [CPU], { pollingInterval: 0 }],
  ['spec.cooldownPeriod is "5m"; use a whole number from 0', [CPU], { cooldownPeriod: '5m' }],
  ['spec.fallback.failureThreshold is missing; a fallback needs one', [CPU], { fallback: { replicas: 3 } }],
  ['spec.fallback.replicas is missing; a fallback needs them', [CPU], { fallback: { failureThreshold: 3 } }],
  ['spec.fallback.behavior is "guess"; use one of static, currentReplicas', [CPU], { fallback: { failureThreshold: 3, replicas: 3, behavior: 'guess' } }],
  ['the name of trigger s0-kafka-orders is missing; a formula needs the name of each trigger', [KAFKA], { advanced: { scalingModifiers: { formula: 'a', target: '1' } } }],
  ["spec.advanced.scalingModifiers.formula: the formula 'rat' names 'rat', which is no trigger", [PROMETHEUS], { advanced: { scalingModifiers: { formula: 'rat', target: '1' } } }],
  ['spec.advanced.scalingModifiers.target is missing; a formula needs one', [PROMETHEUS], { advanced: { scalingModifiers: { formula: 'rate' } } }],
  ['spec.advanced.scalingModifiers.target is "0"; use a number above 0', [PROMETHEUS], { advanced: { scalingModifiers: { formula: 'rate', target: '0' } } }],
  ['spec.triggers[0].type is missing; use a text', [{ metadata: {} }], {}],
  ["spec.triggers[0].metadata.lagThreshold is 50; use a text: '50'", [{ type: 'kafka', metadata: { lagThreshold: 50 } }], {}],
  ['spec.triggers[0].metadata is []; use a mapping of texts', [{ type: 'kafka', metadata: [] }], {}],
  ['spec.triggers[0].metadata.lagThreshold is "many"; use a number', [{ type: 'kafka', metadata: { lagThreshold: 'many' } }], {}],
  ['use a target above 0', [{ type: 'kafka', metadata: { lagThreshold: '0' } }], {}],
  ['spec.triggers[0].metadata.limitToPartitionsWithLag is "true"; leave it out beside allowIdleConsumers', [{ type: 'kafka', metadata: { allowIdleConsumers: 'true', limitToPartitionsWithLag: 'true' } }], {}],
  ['spec.triggers[0].metadata.allowIdleConsumers is "yes"; use one of true, false', [{ type: 'kafka', metadata: { allowIdleConsumers: 'yes' } }], {}],
  ['spec.triggers[0].metadata.query is missing; use a text', [{ type: 'prometheus', metadata: { threshold: '1' } }], {}],
  ['spec.triggers[0].metadata.threshold is missing; set the target for each replica', [{ type: 'prometheus', metadata: { query: 'up' } }], {}],
  ['spec.triggers[0].metadata.desiredReplicas is missing; a cron trigger needs them', [{ type: 'cron', metadata: { ...CRON.metadata, desiredReplicas: '' } }], {}],
  ["spec.triggers[0].metadata: time zone 'Berlin' is not known", [{ type: 'cron', metadata: { ...CRON.metadata, timezone: 'Berlin' } }], {}],
  ["annotation autoscaling.keda.sh/paused-replicas is \"three\"; use a whole number from 0, as in '3'", [CPU], {}, { 'autoscaling.keda.sh/paused-replicas': 'three' }],
])('%s', (message, triggers, spec, ...[annotations]) => {
  expect(() => read(triggers, spec, annotations)).toThrow(UserError);
  expect(() => read(triggers, spec, annotations)).toThrow(message);
});

test('an error names the place where the object was read', () => {
  expect(() => readScaledObject(scaledObject('web', []), () => 1, 'keda.yaml:3')).toThrow('keda.yaml:3: ScaledObject web: spec.triggers is []');
});

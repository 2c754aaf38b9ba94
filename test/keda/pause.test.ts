import { isOn, isPaused, pausedReplicas } from '../../lib/keda/pause';

const annotated = (annotations: Record<string, unknown>) => ({ metadata: { name: 'web', annotations } });

test.each(['true', 'T', '1', 'yes', ''])('an annotation of %j is on', (value) => {
  expect(isOn(annotated({ 'autoscaling.keda.sh/paused-scale-in': value }), 'paused-scale-in')).toBe(true);
});

test.each(['false', 'False', 'FALSE', 'f', '0'])('an annotation of %j is off', (value) => {
  const object = annotated({ 'autoscaling.keda.sh/paused': value });
  expect(isOn(object, 'paused')).toBe(false);
  expect(isPaused(object)).toBe(false);
});

test('an annotation that is absent is off', () => {
  expect(isOn(annotated({}), 'force-activation')).toBe(false);
  expect(isPaused({ metadata: {} })).toBe(false);
});

test('replicas pause a ScaledObject, whatever they say', () => {
  const object = annotated({ 'autoscaling.keda.sh/paused': 'false', 'autoscaling.keda.sh/paused-replicas': '' });
  expect(isPaused(object)).toBe(true);
  expect(pausedReplicas(object)).toBe('');
});

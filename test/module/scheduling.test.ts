import { Duration } from 'cdk8s';
import { Spread, TaintEffect } from '../../lib';
import { emittedPod } from './support';

type Json = Record<string, any>;

describe('scheduling of pods', () => {
  test('defaults to any node, spread where possible', () => {
    const pod = emittedPod();
    const matchLabels = { 'app.kubernetes.io/name': 'retriever', 'app.kubernetes.io/instance': 'retriever' };
    expect(pod.topologySpreadConstraints).toEqual(['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
      maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels }, matchLabelKeys: ['pod-template-hash'], nodeTaintsPolicy: 'Honor',
    })));
    expect(pod.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution).toEqual([
      { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } } },
    ]);
    for (const field of ['nodeSelector', 'tolerations', 'priorityClassName', 'runtimeClassName']) expect(pod).not.toHaveProperty(field);
  });

  test('can be forced apart, or left to the scheduler', () => {
    const constraints: Json[] = emittedPod({ scheduling: { spread: Spread.REQUIRED } }).topologySpreadConstraints;
    expect(constraints.map(({ whenUnsatisfiable }) => whenUnsatisfiable)).toEqual(['DoNotSchedule', 'DoNotSchedule']);
    const free = emittedPod({ scheduling: { spread: Spread.NONE } });
    expect(free).not.toHaveProperty('affinity');
    expect(free).not.toHaveProperty('topologySpreadConstraints');
  });

  test('can tolerate taints', () => {
    const tolerations = [{}, { key: 'gpu' }, { key: 'spot', value: 'yes', effect: TaintEffect.NO_EXECUTE, stayFor: Duration.minutes(1) }];
    expect(emittedPod({ scheduling: { tolerations } }).tolerations).toEqual([
      { operator: 'Exists' },
      { key: 'gpu', operator: 'Exists' },
      { key: 'spot', operator: 'Equal', value: 'yes', effect: 'NoExecute', tolerationSeconds: 60 },
    ]);
  });

  test.each([
    [{ value: 'yes' }, "a toleration with the value 'yes' has no key; set the key of the taint"],
    [{ key: 'spot', stayFor: Duration.minutes(1) }, 'stayFor of a toleration needs TaintEffect.NO_EXECUTE, the only effect that evicts running pods; change the effect, or remove stayFor'],
  ])('is refused with the toleration %j', (toleration, message) => {
    expect(() => emittedPod({ scheduling: { tolerations: [toleration] } })).toThrow(message);
  });

  test.each([[{ priorityClassName: 'Serving' }, 'PriorityClass'], [{ runtimeClassName: 'a b' }, 'RuntimeClass']])('is refused with %j', (scheduling, kind) => {
    expect(() => emittedPod({ scheduling })).toThrow(`${kind} name`);
  });
});

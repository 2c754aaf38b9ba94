import fc from 'fast-check';
import { type Activity, requestScale } from '../../../../../lib/simulator/engine/autoscalers/keda/request-scale';
import { type ScaledObjectSpec } from '../../../../../lib/simulator/world/world';
import { scaledObject } from './scaled-objects';

const ACTIVE: Activity = { isActive: true, isError: false, activeTriggers: ['lag', 'clock'] };
const QUIET: Activity = { isActive: false, isError: false, activeTriggers: [] };
const BROKEN: Activity = { ...QUIET, isError: true };
const FALLBACK = { failureThreshold: 3, replicas: 4, behavior: 'static' } as const;

interface When {
  readonly now?: number;
  readonly lastActiveAt?: number;
}

function decide(spec: Partial<ScaledObjectSpec>, activity: Activity, current: number, { now = 1000, lastActiveAt }: When = {}) {
  const { replicas, reason, isSignOfLife } = requestScale(scaledObject(spec), { createdAt: 0, lastActiveAt }, activity, current, now);
  return [replicas, reason.split(':')[0], isSignOfLife];
}

describe('an active trigger', () => {
  test.each<[string, Partial<ScaledObjectSpec>, number, unknown[]]>([
    ['wakes one replica from zero', {}, 0, [1, 'KEDAScaleTargetActivated', true]],
    ['wakes minReplicaCount from zero', { minReplicas: 3 }, 0, [3, 'KEDAScaleTargetActivated', true]],
    ['wakes minReplicaCount from idle', { minReplicas: 3, idleReplicas: 1 }, 1, [3, 'KEDAScaleTargetActivated', true]],
    ['leaves replicas to the HPA otherwise', {}, 1, [undefined, 'ScalerActive', true]],
    ['wakes nothing where scaling out is paused', { scaleOutPaused: true }, 0, [undefined, 'Pause Scale Out annotation set on ScaledObject, no scaling out on active trigger', false]],
  ])('%s', (_, spec, current, expected) => expect(decide(spec, ACTIVE, current)).toEqual(expected));

  test('names the triggers that activated the target', () => {
    expect(requestScale(scaledObject(), { createdAt: 0 }, ACTIVE, 0, 0).reason).toBe('KEDAScaleTargetActivated: Scaled from 0 to 1, triggered by lag;clock');
  });

  test('counts beside one that fails', () => {
    expect(decide({}, { ...ACTIVE, isError: true }, 2)).toEqual([undefined, 'PartialTriggerError', false]);
  });

  test('may be forced by an annotation', () => {
    const { replicas, reason } = requestScale(scaledObject({ alwaysActive: true }), { createdAt: 0 }, QUIET, 0, 0);
    expect([replicas, reason]).toEqual([1, 'KEDAScaleTargetActivated: Scaled from 0 to 1, caused by forced activation annotation']);
    expect(decide({ alwaysActive: true }, QUIET, 2)).toEqual([undefined, 'ScalerActive', true]);
  });
});

describe('without an active trigger', () => {
  test.each<[string, Partial<ScaledObjectSpec>, number, When, unknown[]]>([
    ['any count falls to zero at once after the cooldown', {}, 40, { now: 1000.5, lastActiveAt: 700 }, [0, 'KEDAScaleTargetDeactivated', false]],
    ['the cooldown has to be over', {}, 40, { now: 1000, lastActiveAt: 700 }, [undefined, 'ScalerCooldown', false]],
    ['a target that was never active is put to rest at once', {}, 5, { now: 1 }, [0, 'KEDAScaleTargetDeactivated', false]],
    ['but not before the initial cooldown', { initialCooldownSeconds: 600 }, 5, { now: 600 }, [undefined, 'ScalerCooldown', false]],
    ['idleReplicaCount is where it rests', { idleReplicas: 1, minReplicas: 3 }, 8, {}, [1, 'KEDAScaleTargetDeactivated', false]],
    ['it rests no deeper than that', { idleReplicas: 1, minReplicas: 3 }, 1, {}, [undefined, 'ScalerNotActive', false]],
    ['with a minReplicaCount the HPA scales down', { minReplicas: 2 }, 8, {}, [undefined, 'ScalerNotActive', false]],
    ['a count below minReplicaCount is corrected', { minReplicas: 2 }, 1, {}, [2, 'Successfully set ScaleTarget replicas count to ScaledObject minReplicaCount', false]],
    ['zero stays zero', {}, 0, {}, [undefined, 'ScalerNotActive', false]],
    ['nothing falls where scaling in is paused', { scaleInPaused: true }, 8, {}, [undefined, 'Pause Scale Down annotation set on ScaledObject, no scaling down on inactive trigger', false]],
  ])('%s', (_, spec, current, when, expected) => expect(decide(spec, QUIET, current, when)).toEqual(expected));

  test('a failing trigger keeps the replicas, with and without a fallback', () => {
    expect(decide({ fallback: FALLBACK }, BROKEN, 5)).toEqual([undefined, 'ScaleTarget will fallback to Fallback.Replicas after Fallback.FailureThreshold', false]);
    expect(decide({}, BROKEN, 5)).toEqual([undefined, 'TriggerError', false]);
  });

  test('a fallback to 0 replicas scales a failing target to zero', () => {
    expect(decide({ fallback: { ...FALLBACK, replicas: 0 } }, BROKEN, 5)).toEqual([0, 'KEDAScaleTargetDeactivated', false]);
  });
});

test('KEDA never scales to zero before the end of the cooldown, and scales up from zero only to one or minReplicaCount', () => {
  const arbitrary = fc.record({
    minReplicas: fc.nat(3), isActive: fc.boolean(), isError: fc.boolean(), current: fc.nat(10), now: fc.nat(1000), lastActiveAt: fc.nat(1000),
  });
  fc.assert(fc.property(arbitrary, ({ minReplicas, isActive, isError, current, now, lastActiveAt }) => {
    const spec = scaledObject({ minReplicas });
    const { replicas } = requestScale(spec, { createdAt: 0, lastActiveAt }, { isActive, isError, activeTriggers: [] }, current, now);
    if (replicas === undefined) return;
    if (replicas < current) expect(now).toBeGreaterThan(lastActiveAt + spec.cooldownSeconds);
    else expect(replicas).toBe(Math.max(1, minReplicas));
  }));
});

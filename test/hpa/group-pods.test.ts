import { controllerParameters, groupPods, type PodGroup, type PodGroupSample, ZERO_TIME } from '../../lib/hpa';

const NOW = 1_000_000;
const parameters = controllerParameters(35, { cpuInitializationPeriod: 300_000, initialReadinessDelay: 30_000 });
const warm: PodGroup = { count: 3, phase: 'Running', ready: 'True', startTime: 0, readyTransitionTime: 10_000, requests: { containers: [] } };
const fresh: PodGroupSample = { totalMilli: 1, timestamp: NOW, window: 60_000 };

function classOf(pod: Partial<PodGroup>, sample: PodGroupSample | undefined = fresh, resource: string | undefined = 'cpu'): string {
  return groupPods([{ ...warm, ...pod }], [sample], resource, NOW, parameters).classes[0];
}

describe('a pod in a metric', () => {
  test('counts when it is warm, ready and measured', () => {
    expect(classOf({})).toBe('ready');
  });

  test('is ignored when it is being deleted or has failed, whatever else holds', () => {
    expect(classOf({ deleting: true, phase: 'Pending' })).toBe('ignored');
    expect(classOf({ phase: 'Failed' }, undefined)).toBe('ignored');
  });

  test('is unready while pending, even with a sample and for any metric', () => {
    expect(classOf({ phase: 'Pending' }, fresh, 'memory')).toBe('unready');
    expect(classOf({ phase: 'Pending' }, fresh, '')).toBe('unready');
  });

  test('is missing without a sample, ready or not', () => {
    expect(groupPods([{ ...warm, ready: 'False' }], [undefined], 'cpu', NOW, parameters).classes).toEqual(['missing']);
  });

  test('counts for memory and custom metrics however unready it is', () => {
    const cold = { ready: undefined, startTime: undefined };
    expect(classOf(cold, fresh, 'memory')).toBe('ready');
    expect(classOf({ ready: 'False' }, fresh, '')).toBe('ready');
  });

  test('is unready for cpu without a start time or a Ready condition', () => {
    expect(classOf({ ready: undefined })).toBe('unready');
    expect(classOf({ startTime: undefined })).toBe('unready');
  });

  describe('within the cpu initialization period', () => {
    const young = { startTime: NOW - 299_999, readyTransitionTime: NOW - 60_000 };

    test('counts only when Ready for at least a whole metric window', () => {
      expect(classOf(young)).toBe('ready');
      expect(classOf(young, { ...fresh, timestamp: NOW - 1 })).toBe('unready');
      expect(classOf({ ...young, ready: 'False' })).toBe('unready');
    });

    test('counts with an unknown readiness, which is not a denied one', () => {
      expect(classOf({ ...young, ready: 'Unknown' })).toBe('ready');
    });

    test('excludes the instant of its end', () => {
      expect(classOf({ ...young, startTime: NOW - 300_000 }, { ...fresh, timestamp: 0 })).toBe('ready');
    });
  });

  describe('after the cpu initialization period', () => {
    test('is unready only if it never became ready: its last transition lies within the delay after its start', () => {
      expect(classOf({ ready: 'False', startTime: 0, readyTransitionTime: 29_999 })).toBe('unready');
      expect(classOf({ ready: 'False', startTime: 0, readyTransitionTime: 30_000 })).toBe('ready');
      expect(classOf({ ready: 'True', startTime: 0, readyTransitionTime: 0 })).toBe('ready');
    });

    test('is unready if its times were never set', () => {
      expect(classOf({ ready: 'False', startTime: ZERO_TIME, readyTransitionTime: undefined })).toBe('unready');
    });
  });

  test('is counted as often as its group has pods', () => {
    const pods = [warm, { ...warm, count: 5, phase: 'Pending' as const }, { ...warm, count: 7, deleting: true }, { ...warm, count: 11 }];
    expect(groupPods(pods, [fresh, fresh, fresh, undefined], 'cpu', NOW, parameters)).toMatchObject({
      readyPodCount: 3, unreadyPodCount: 5, ignoredPodCount: 7, missingPodCount: 11,
    });
  });
});

import { Duration } from 'cdk8s';
import { PodCount } from '../../lib';
import { emitted } from './support';

describe('a rollout', () => {
  test('removes no ready pod before its replacement is Ready', () => {
    expect(emitted('Deployment').spec).toMatchObject({
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
      minReadySeconds: 5,
      revisionHistoryLimit: 5,
    });
  });

  test('needs one additional device at a time', () => {
    const { strategy } = emitted('Deployment', { resources: { extended: { 'nvidia.com/gpu': 2 } } }).spec;
    expect(strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
  });

  test('waits ten minutes longer than a pod may take to start', () => {
    expect(emitted('Deployment', { startTime: Duration.seconds(100) }).spec.progressDeadlineSeconds).toBe(600 + 300 + 5);
  });

  test('with a progress deadline below the start-up time is rejected', () => {
    const rollout = { progressDeadline: Duration.seconds(300) };
    expect(() => emitted('Deployment', { startTime: Duration.seconds(100), rollout })).toThrow('the progress deadline (300 s) must be above the start time of a pod (305 s); lengthen it, or remove it');
  });

  test('that recreates pods removes the old ones first, without surge', () => {
    expect(emitted('Deployment', { replicas: 1, rollout: { recreate: true } }).spec.strategy).toEqual({ type: 'Recreate' });
    expect(() => emitted('Deployment', { rollout: { recreate: true, surge: PodCount.absolute(1) } })).toThrow('surge and unavailable have no effect with recreate; remove them, or remove recreate');
  });

  test('without room for a surge stops a pod first, on request', () => {
    const rollout = { surge: PodCount.absolute(0), unavailable: PodCount.absolute(1) };
    expect(emitted('Deployment', { rollout }).spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 1, maxSurge: 0 });
  });

  test.each([{ surge: PodCount.percent(0) }, { surge: PodCount.absolute(0), unavailable: PodCount.percent(0) }])('with neither more pods nor fewer is refused', (rollout) => {
    expect(() => emitted('Deployment', { rollout })).toThrow('surge and unavailable are both 0, so that the rollout cannot start; use a surge of PodCount.absolute(1), or set unavailable if there is no room for another pod');
  });

  test.each([-1, 2.5])('that keeps %d old versions is refused', (revisionHistoryLimit) => {
    expect(() => emitted('Deployment', { rollout: { revisionHistoryLimit } })).toThrow(`revisionHistoryLimit must be a whole number, at least 0, got ${revisionHistoryLimit}`);
  });
});

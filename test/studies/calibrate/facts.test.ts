import { censoringOf } from '../../../lib/studies/calibrate/censoring';
import { excludedSteps, exclusionsOf, steadySteps } from '../../../lib/studies/calibrate/exclusions';
import { splitOf } from '../../../lib/studies/calibrate/split';
import { MONDAY, stepsWith } from './columns';

const NINE = Array<number>(9).fill(10);

describe('censored demand', () => {
  test('is marked at maxReplicas while requests fail, and its highest rate is a lower bound', () => {
    const steps = stepsWith({
      'requests': [10, 10, 10, 30, 32, 10], 'errors': [0, 0, 0, 3, 5, 0], 'replicas-ready': [2, 2, 2, 4, 4, 2], 'replicas-spec': [2, 2, 2, 4, 4, 2], 'hpa-max': [4, 4, 4, 4, 4, 4],
    });
    const { steps: censored, share, demandAtLeast } = censoringOf(steps);
    expect([...censored]).toEqual([0, 0, 0, 1, 1, 0]);
    expect(share).toBeCloseTo(1 / 3);
    expect(demandAtLeast).toBe(32);
  });

  test('is not marked at maxReplicas only, nor for a constant error rate', () => {
    const atMax = stepsWith({ 'requests': NINE, 'errors': NINE.map(() => 0), 'replicas-ready': NINE.map(() => 4), 'replicas-spec': NINE.map(() => 4), 'hpa-max': NINE.map(() => 4) });
    expect(censoringOf(atMax)).toMatchObject({ share: 0 });
    const faulty = stepsWith({ 'requests': NINE, 'errors': NINE.map(() => 0.8), 'replicas-ready': NINE.map(() => 2) });
    expect(censoringOf(faulty)).toMatchObject({ share: 0 });
    expect(censoringOf(faulty)).not.toHaveProperty('demandAtLeast');
  });

  test('is marked where requests pile up while pods are not ready, and at the maxReplicas of the policy', () => {
    const flying = [2, 2, 2, 2, 2, 2, 2, 2, 40];
    const unready = stepsWith({ 'requests': NINE, 'in-flight': flying, 'replicas-ready': NINE.map(() => 2), 'replicas-spec': [2, 2, 2, 2, 2, 2, 2, 2, 5] });
    expect([...censoringOf(unready).steps]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
    const policies = [{ fromEpochSeconds: MONDAY - 1, manifest: { spec: { maxReplicas: 2 } }, source: 'git' }];
    const atMax = stepsWith({ 'requests': NINE, 'in-flight': flying, 'replicas-ready': NINE.map(() => 2), 'replicas-spec': NINE.map(() => 2) }, { policies });
    expect(censoringOf(atMax).share).toBeCloseTo(1 / 9);
  });

  test('gaps are neither censored nor counted', () => {
    expect(censoringOf(stepsWith({ requests: [NaN, NaN, 5, 5, 5, 5], errors: [NaN, NaN, 0, 0, 0, 5] })).share).toBe(0.25);
  });
});

describe('excluded time', () => {
  test('deployments, manual scales, lost nodes and restarts are named; starts of pods are not', () => {
    const event = (kind: 'deployment' | 'manual-scale' | 'node-lost' | 'restart' | 'pod-started' | 'policy-change') => ({ atEpochSeconds: MONDAY + 3600, kind, text: kind });
    const steps = stepsWith({ requests: Array<number>(120).fill(1) }, {
      events: [event('deployment'), event('manual-scale'), event('node-lost'), event('restart'), event('pod-started'), event('policy-change')],
    });
    const exclusions = exclusionsOf(steps);
    expect(exclusions.map(({ text }) => text)).toEqual(['deployment', 'manual-scale', 'node-lost', 'restart']);
    const excluded = excludedSteps(steps, exclusions);
    expect([57, 58, 60, 89, 90].map((step) => excluded[step])).toEqual([0, 1, 1, 1, 0]);
  });

  test('steps around a change of the ready replicas are not steady, nor are those with pods still starting', () => {
    const steady = steadySteps(stepsWith({ 'replicas-ready': [2, 2, 2, 3, 3, 3, 3], 'replicas-spec': [2, 2, 2, 3, 3, 3, 4] }));
    expect([...steady]).toEqual([1, 1, 0, 0, 1, 1, 0]);
  });
});

describe('fitted and judged days', () => {
  const days = (count: number): number[] => Array<number>(count * 24).fill(1);

  test('the last third is judged, a week at most', () => {
    const at = (count: number): number | undefined => splitOf(stepsWith({ requests: days(count) }, { stepSeconds: 3600 }))?.at;
    expect([2, 3, 9, 28].map(at)).toEqual([undefined, 48, 144, 504]);
  });

  test('a workload that is younger than its recording, or ended before it, is split within its own days', () => {
    const unknown = (count: number): number[] => Array<number>(count * 24).fill(NaN);
    const split = (requests: number[]) => splitOf(stepsWith({ requests }, { stepSeconds: 3600 }));
    expect(split([...unknown(20), ...days(9)])).toEqual({ at: 26 * 24, end: 29 * 24, policyChange: false });
    expect(split([...days(9), ...unknown(20)])).toEqual({ at: 6 * 24, end: 9 * 24, policyChange: false });
    expect(split([...unknown(20), ...days(2)])).toBeUndefined();
    expect(split(unknown(20))).toBeUndefined();
  });

  test('days after a policy change are judged by a fit to the days before', () => {
    const policies = [0, 10].map((day) => ({ fromEpochSeconds: MONDAY + day * 86_400, manifest: {}, source: 'git' }));
    expect(splitOf(stepsWith({ requests: days(14) }, { stepSeconds: 3600, policies }))).toEqual({ at: 240, end: 336, policyChange: true });
    const late = [0, 13.5].map((day) => ({ fromEpochSeconds: MONDAY + day * 86_400, manifest: {}, source: 'git' }));
    expect(splitOf(stepsWith({ requests: days(14) }, { stepSeconds: 3600, policies: late }))).toMatchObject({ policyChange: false });
  });

  test('the judged days end where the policy changes again', () => {
    const split = (...changes: number[]) => splitOf(stepsWith({ requests: days(14) }, {
      stepSeconds: 3600, policies: [0, ...changes].map((day) => ({ fromEpochSeconds: MONDAY + day * 86_400, manifest: {}, source: 'git' })),
    }));
    expect(split(10, 13.5)).toEqual({ at: 240, end: 324, policyChange: true });
    expect(split(5, 13.5)).toEqual({ at: 120, end: 324, policyChange: true });
    expect(split(1, 13.5)).toEqual({ at: 228, end: 324, policyChange: false });
    expect(split(1)).toEqual({ at: 240, end: 336, policyChange: false });
  });

  test('a policy that a schedule changes each day is judged on the last third', () => {
    const events = Array.from({ length: 28 }, (_, i) => ({ atEpochSeconds: MONDAY + (i * 12 + 6) * 3600, kind: 'policy-change' as const, text: 'minReplicas' }));
    expect(splitOf(stepsWith({ requests: days(14) }, { stepSeconds: 3600, events }))).toEqual({ at: 240, end: 336, policyChange: false });
  });
});

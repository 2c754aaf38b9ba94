import fc from 'fast-check';
import {
  calcPlainMetricReplicas, type CalculationResult, controllerParameters, getResourceReplicas, type Milli, type PodGroup, type PodGroupSample, tolerancesForHpa,
} from '../../lib/hpa';

const NOW = 1_000_000;
const parameters = controllerParameters(35);
const tolerances = tolerancesForHpa(undefined, parameters);

type State = 'ready' | 'pending' | 'missing' | 'deleting';

interface Pods { readonly count: number; readonly state?: State; readonly usage?: Milli; readonly request?: Milli }

function podsOf(groups: readonly Pods[]): { pods: PodGroup[]; samples: Array<PodGroupSample | undefined> } {
  return {
    pods: groups.map(({ count, state = 'ready', request = 1000 }) => ({
      count,
      phase: state === 'pending' ? 'Pending' : 'Running',
      deleting: state === 'deleting',
      ready: 'True',
      startTime: 0,
      requests: { containers: [{ name: 'main', requestsMilli: { cpu: request } }] },
    })),
    samples: groups.map(({ count, state = 'ready', usage = 0 }) => {
      return state === 'ready' || state === 'deleting' ? { totalMilli: BigInt(usage) * BigInt(count) as Milli, timestamp: NOW, window: 60_000 } : undefined;
    }).map((sample) => sample && { ...sample, totalMilli: Number(sample.totalMilli) }),
  };
}

/** Utilization target 50 percent, or a plain target of 500; both come to the same for pods that request 1000. */
function calculate(kind: 'utilization' | 'plain', current: number, groups: readonly Pods[], strays?: { count: number; totalMilli: Milli }, target = 50): CalculationResult {
  const { pods, samples } = podsOf(groups);
  const reading = { samples, strays };
  return kind === 'utilization'
    ? getResourceReplicas(current, target, 'cpu', undefined, pods, reading, tolerances, NOW, parameters)
    : calcPlainMetricReplicas(current, target * 10, 'cpu', pods, reading, tolerances, NOW, parameters);
}

function replicas(...args: Parameters<typeof calculate>): number | string {
  const result = calculate(...args);
  return 'error' in result ? result.error : result.replicas;
}

describe.each(['utilization', 'plain'] as const)('a metric of pods (%s)', (kind) => {
  test('scales the ready pods by usage over target, rounded up', () => {
    expect(replicas(kind, 3, [{ count: 3, usage: 600 }])).toBe(4);
    expect(replicas(kind, 7, [{ count: 3, usage: 600 }])).toBe(4);
    expect(replicas(kind, 3, [{ count: 3, usage: 10 }])).toBe(1);
    expect(replicas(kind, 3, [{ count: 3, usage: 0 }])).toBe(0);
  });

  test('proposes the current replicas within the tolerance, not the ready pods', () => {
    expect(calculate(kind, 9, [{ count: 3, usage: 550 }])).toMatchObject({ replicas: 9, withinTolerance: true, usageRatio: 1.1 });
    expect(calculate(kind, 9, [{ count: 3, usage: 560 }])).toMatchObject({ replicas: 4, withinTolerance: false });
    expect(calculate(kind, 9, [{ count: 10, usage: 450 }])).toMatchObject({ replicas: 9, withinTolerance: true });
    expect(calculate(kind, 9, [{ count: 10, usage: 440 }])).toMatchObject({ replicas: 9, withinTolerance: false });
    expect(calculate(kind, 9, [{ count: 10, usage: 400 }])).toMatchObject({ replicas: 8, withinTolerance: false });
  });

  test('assumes full usage of missing pods below the target', () => {
    const result = calculate(kind, 10, [{ count: 6, usage: 100 }, { count: 4, state: 'missing' }]);
    const filledIn = kind === 'utilization' ? (600 + 4 * 1000) / 10 : (600 + 4 * 500) / 10;
    expect(result).toMatchObject({ usageRatio: 0.2, rebalancedRatio: filledIn / 500 });
    expect(replicas(kind, 10, [{ count: 9, usage: 100 }, { count: 1, state: 'missing' }])).toBe(kind === 'utilization' ? 4 : 3);
  });

  test('assumes no usage of missing pods above the target', () => {
    expect(calculate(kind, 4, [{ count: 2, usage: 2000 }, { count: 2, state: 'missing' }])).toMatchObject({ usageRatio: 4, rebalancedRatio: 2, replicas: 8 });
  });

  test('leaves missing pods out exactly at the target', () => {
    expect(calculate(kind, 7, [{ count: 2, usage: 500 }, { count: 2, state: 'missing' }])).toMatchObject({ usageRatio: 1, rebalancedRatio: 1, replicas: 7 });
  });

  test('assumes no usage of unready pods above the target, and leaves them out below', () => {
    expect(calculate(kind, 4, [{ count: 2, usage: 2000 }, { count: 2, state: 'pending' }])).toMatchObject({ rebalancedRatio: 2, replicas: 8 });
    expect(calculate(kind, 4, [{ count: 2, usage: 100 }, { count: 2, state: 'pending' }])).toMatchObject({ rebalancedRatio: undefined, replicas: 1 });
    expect(calculate(kind, 4, [{ count: 2, usage: 500 }, { count: 2, state: 'pending' }])).toMatchObject({ rebalancedRatio: undefined, replicas: 4 });
  });

  test('counts unready and missing pods together above the target', () => {
    const groups: Pods[] = [{ count: 2, usage: 3000 }, { count: 1, state: 'pending' }, { count: 1, state: 'missing' }];
    expect(calculate(kind, 4, groups)).toMatchObject({ usageRatio: 6, rebalancedRatio: 3, replicas: 12 });
  });

  test('keeps the replicas when assumed values would reverse the direction', () => {
    expect(calculate(kind, 5, [{ count: 1, usage: 700 }, { count: 3, state: 'missing' }])).toMatchObject({ usageRatio: 1.4, rebalancedRatio: kind === 'plain' ? 0.35 : 0.34, replicas: 5 });
  });

  test('keeps the replicas when the ratio with assumed values is within the tolerance', () => {
    expect(calculate(kind, 5, [{ count: 2, usage: 1000 }, { count: 2, state: 'missing' }])).toMatchObject({ rebalancedRatio: 1, withinTolerance: true, replicas: 5 });
  });

  test('keeps the replicas when the number of counted pods contradicts the direction', () => {
    expect(replicas(kind, 9, [{ count: 2, usage: 1200 }, { count: 2, state: 'pending' }])).toBe(9);
    expect(replicas(kind, 5, [{ count: 2, usage: 1200 }, { count: 2, state: 'pending' }])).toBe(5);
    expect(replicas(kind, 4, [{ count: 2, usage: 1200 }, { count: 2, state: 'pending' }])).toBe(5);
    expect(replicas(kind, 1, [{ count: 9, usage: 100 }, { count: 1, state: 'missing' }])).toBe(1);
  });

  test('ignores pods that are being deleted', () => {
    expect(replicas(kind, 2, [{ count: 2, usage: 1000 }, { count: 5, state: 'deleting', usage: 9999 }])).toBe(4);
  });

  test('fails without pods, and without a sample of a pod that counts', () => {
    expect(replicas(kind, 1, [])).toBe('no pods returned by selector while calculating replica count');
    expect(replicas(kind, 1, [{ count: 2, state: 'pending' }])).toBe('did not receive metrics for targeted pods (pods might be unready)');
    expect(replicas(kind, 1, [{ count: 2, state: 'missing' }], { count: 0, totalMilli: 0 })).toMatch(/^did not receive metrics/);
  });

  test('reports what it counted', () => {
    const result = calculate(kind, 1, [{ count: 2, usage: 100 }, { count: 3, state: 'pending' }, { count: 4, state: 'missing' }, { count: 5, state: 'deleting' }]);
    expect(result).toMatchObject({ pods: { readyPodCount: 2, unreadyPodCount: 3, missingPodCount: 4, ignoredPodCount: 5 } });
  });

  test('gives the same result for a group and for its pods one by one', () => {
    const group = fc.record({
      count: fc.integer({ min: 1, max: 4 }),
      state: fc.constantFrom<State>('ready', 'ready', 'pending', 'missing', 'deleting'),
      usage: fc.integer({ min: 0, max: 2000 }),
      request: fc.constantFrom(333, 1000, 2500),
    });
    fc.assert(fc.property(fc.integer({ min: 0, max: 20 }), fc.array(group, { maxLength: 6 }), (current, groups) => {
      const single = groups.flatMap(({ count, ...pod }) => Array.from({ length: count }, () => ({ count: 1, ...pod })));
      const strip = (result: CalculationResult): unknown => ('error' in result ? result : { ...result, pods: { ...result.pods, classes: undefined } });
      expect(strip(calculate(kind, current, groups))).toEqual(strip(calculate(kind, current, single)));
    }), { seed: 2, numRuns: 300 });
  });
});

describe('samples of pods that are gone', () => {
  const strays = { count: 2, totalMilli: 3000 };

  test('count in the mean of a plain metric', () => {
    expect(calculate('plain', 4, [{ count: 2, usage: 500 }], strays)).toMatchObject({ status: { averageValueMilli: 1000 }, usageRatio: 2, replicas: 4 });
  });

  test('do not count in a utilization, but in the number of pods once others are filled in', () => {
    expect(calculate('utilization', 4, [{ count: 2, usage: 750 }], strays)).toMatchObject({ status: { averageUtilization: 75, averageValueMilli: 750 }, replicas: 3 });
    expect(replicas('utilization', 2, [{ count: 2, usage: 2000 }, { count: 1, state: 'missing' }], strays)).toBe(14);
    expect(replicas('utilization', 2, [{ count: 2, usage: 2000 }, { count: 1, state: 'missing' }])).toBe(8);
  });

  test('are not enough for a utilization, and are for a plain metric', () => {
    expect(replicas('utilization', 2, [{ count: 2, state: 'missing' }], strays)).toBe('no metrics returned matched known pods');
    expect(calculate('plain', 9, [{ count: 2, state: 'missing' }], strays)).toMatchObject({ usageRatio: 3, rebalancedRatio: 1.5, replicas: 9 });
  });
});

describe('a utilization', () => {
  test('exactly at its target counts neither the requests nor the usage of missing pods', () => {
    const missing: Pods = { count: 2, state: 'missing', request: 333 };
    expect(calculate('utilization', 7, [{ count: 2, usage: 500 }, missing])).toMatchObject({ usageRatio: 1, rebalancedRatio: 1, replicas: 7 });
  });

  test('takes missing pods for the target where that is above all that they request, cut off pod by pod', () => {
    const missing: Pods = { count: 2, state: 'missing', request: 333 };
    expect(calculate('utilization', 5, [{ count: 2, usage: 333, request: 333 }, missing], undefined, 150)).toMatchObject({
      usageRatio: 100 / 150, rebalancedRatio: Math.trunc((2 * 333 + 2 * 499) * 100 / (4 * 333)) / 150,
    });
  });

  test('fails where a pod has no request, be it one that is ignored', () => {
    const { pods, samples } = podsOf([{ count: 1, usage: 1 }, { count: 1, state: 'deleting' }]);
    const bare = { ...pods[1], requests: { containers: [{ name: 'main', requestsMilli: {} }] } };
    const result = getResourceReplicas(1, 50, 'cpu', undefined, [pods[0], bare], { samples }, tolerances, NOW, parameters);
    expect(result).toEqual({ error: 'missing request for cpu in container main' });
  });

  test('fails where requests add up to nothing, before or after filling in', () => {
    expect(replicas('utilization', 1, [{ count: 1, usage: 1, request: 0 }])).toBe('no metrics returned matched known pods');
    const whole = 2n ** 63n;
    const { pods, samples } = podsOf([{ count: 1, usage: 1, request: Number(1) }, { count: 1, state: 'missing' }]);
    const wrapping = [{ ...pods[0] }, { ...pods[1], requests: { containers: [{ name: 'main', requestsMilli: { cpu: whole * 2n - 1n } }] } }];
    const reading = { samples: [{ ...samples[0]!, totalMilli: 100 }, undefined] };
    expect(getResourceReplicas(1, 50, 'cpu', undefined, wrapping, reading, tolerances, NOW, parameters)).toEqual({ error: 'no metrics returned matched known pods' });
  });
});

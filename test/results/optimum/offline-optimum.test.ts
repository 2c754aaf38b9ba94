import fc from 'fast-check';
import { offlineOptimum, type OptimumProblem } from '../../../lib/results/optimum';
import { cheapestPlan } from './cheapest-plan';

const HOUR = 3600;

/** A steady rate for an hour, with requests that take a replica-second each. */
function steady(perSecond: number, changes: Partial<OptimumProblem> = {}): OptimumProblem {
  const requests = perSecond * HOUR;
  return {
    demand: {
      at: Float64Array.from({ length: requests }, (_, i) => (i + 0.5) / perSecond),
      replicaSeconds: new Float64Array(requests).fill(1),
      deadlineSeconds: 0.5,
    },
    grid: { phaseSeconds: 0, periodSeconds: 15, durationSeconds: HOUR, graceSeconds: 0 },
    minReplicas: 1,
    maxReplicas: 100,
    startUpSeconds: 30,
    allowedMisses: 0,
    ...changes,
  };
}

/** One request a second except in the given seconds, when there are ten. */
function peak(from: number, until: number, changes: Partial<OptimumProblem> = {}): OptimumProblem {
  const at: number[] = [];
  for (let second = 0; second < HOUR; second++) {
    const requests = second >= from && second < until ? 10 : 1;
    for (let i = 0; i < requests; i++) at.push(second + (i + 0.5) / requests);
  }
  return steady(1, { demand: { at, replicaSeconds: new Float64Array(at.length).fill(1), deadlineSeconds: 0 }, ...changes });
}

describe('the offline optimum', () => {
  it('is the minimum where the minimum serves everything', () => {
    expect(offlineOptimum(steady(2, { minReplicas: 3 })).replicaHours).toBe(3);
  });

  it('is the demand itself, rounded up to whole replicas, when the demand is steady', () => {
    expect(offlineOptimum(steady(9.6, { demand: { ...steady(9.6).demand, deadlineSeconds: 0 } })).replicaHours).toBeCloseTo(10, 9);
  });

  it('loses no more than the share of a window in which requests fall due after its end', () => {
    const { replicaHours } = offlineOptimum(steady(10));
    expect(replicaHours).toBeLessThanOrEqual(10);
    expect(replicaHours).toBeGreaterThanOrEqual(10 * (1 - 0.5 / 15));
  });

  it('pays for a peak and for the start-up lead before it', () => {
    const peakSeconds = 600;
    const lead = 30;
    const { replicaHours } = offlineOptimum(peak(1200, 1200 + peakSeconds));
    expect(replicaHours).toBeCloseTo(1 + 9 * (peakSeconds + lead) / HOUR, 9);
  });

  it('pays for no lead when the peak begins with the run, where replicas may stand ready', () => {
    expect(offlineOptimum(peak(0, 600)).replicaHours).toBeCloseTo(1 + 9 * 600 / HOUR, 9);
  });

  it('keeps replicas between two peaks that lie closer together than the lead', () => {
    const two = (gap: number): number => {
      const first = peak(1200, 1500).demand.at as number[];
      const at = [...first.filter((t) => t < 1500), ...Array.from({ length: 3000 }, (_, i) => 1500 + gap + (i + 0.5) / 10)];
      return offlineOptimum(peak(0, 0, { demand: { at, replicaSeconds: new Float64Array(at.length).fill(1), deadlineSeconds: 0 } })).replicaHours!;
    };
    expect(two(15)).toBeCloseTo(1 + 9 * (300 + 15 + 300 + 30) / HOUR, 9);
    expect(two(300)).toBeCloseTo(1 + 9 * 2 * (300 + 30) / HOUR, 9);
  });

  it('spends its misses on an isolated short peak before a long one', () => {
    const at = [...peak(1200, 1215).demand.at as number[], ...Array.from({ length: 9 * 600 }, (_, i) => 2400 + (i + 0.5) / 9)].sort((a, b) => a - b);
    const demand = { at, replicaSeconds: new Float64Array(at.length).fill(1), deadlineSeconds: 0 };
    const strict = offlineOptimum(peak(0, 0, { demand })).replicaHours!;
    const lenient = offlineOptimum(peak(0, 0, { demand, allowedMisses: 135 })).replicaHours!;
    expect(strict - lenient).toBeCloseTo(9 * 45 / HOUR, 6);
  });

  it('drops the largest requests first', () => {
    const demand = { at: [1, 2, 3, 4], replicaSeconds: [1, 1, 1, 27], deadlineSeconds: 0 };
    const grid = { phaseSeconds: 0, periodSeconds: 15, durationSeconds: 15, graceSeconds: 0 };
    const problem = { demand, grid, minReplicas: 0, maxReplicas: 9, startUpSeconds: 0 };
    expect(offlineOptimum({ ...problem, allowedMisses: 1 }).replicaHours! * HOUR / 15).toBeGreaterThan(0);
    expect(offlineOptimum({ ...problem, allowedMisses: 1 }).replicaHours! * HOUR / 15).toBeLessThanOrEqual(1);
    expect(offlineOptimum({ ...problem, allowedMisses: 0 }).replicaHours! * HOUR / 15).toBe(2);
  });

  it('is undefined when even the maximum misses too many', () => {
    expect(offlineOptimum(steady(10, { maxReplicas: 5 })).replicaHours).toBeUndefined();
    expect(offlineOptimum(steady(10, { maxReplicas: 5, allowedMisses: 18000 })).replicaHours).toBeCloseTo(5, 1);
  });

  it('counts a batch by its number of requests', () => {
    const single = { ...steady(4), allowedMisses: 1440 };
    const batches = { ...steady(4).demand, replicaSeconds: new Float64Array(4 * HOUR).fill(1), weight: 10 };
    expect(offlineOptimum({ ...single, demand: batches, allowedMisses: 14400 }).replicaHours).toBeCloseTo(offlineOptimum(single).replicaHours!, 9);
    expect(offlineOptimum({ ...single, demand: batches }).replicaHours).toBeGreaterThan(offlineOptimum(single).replicaHours!);
  });

  it('uses longer windows where an answer may take longer than a sync period', () => {
    const { replicaHours, windowPeriods } = offlineOptimum(steady(10, { demand: { ...steady(10).demand, deadlineSeconds: 30 } }));
    expect(windowPeriods).toBeGreaterThan(2);
    expect(replicaHours).toBeGreaterThan(8);
    expect(replicaHours).toBeLessThanOrEqual(10);
  });

  it('does not exceed the exact cost with 400 levels', () => {
    const demand = { ...steady(2).demand, deadlineSeconds: 0, replicaSeconds: new Float64Array(2 * HOUR).fill(400) };
    const { replicaHours } = offlineOptimum(steady(2, { demand, maxReplicas: 2000 }));
    expect(replicaHours).toBeLessThanOrEqual(800 + 1e-6);
    expect(replicaHours).toBeGreaterThan(797);
  });

  const request = fc.record({ at: fc.integer({ min: 0, max: 39 }), size: fc.integer({ min: 1, max: 12 }), deadline: fc.integer({ min: 1, max: 14 }) });
  const dueInItsPeriod = request.map(({ at, size, deadline }) => {
    const soon = Math.min(deadline, 10 - at % 10);
    return { at, size: 1 + size % (2 * soon), deadline: soon };
  });
  const plan = fc.record({
    minReplicas: fc.integer({ min: 0, max: 1 }),
    maxReplicas: fc.integer({ min: 1, max: 3 }),
    startUpSeconds: fc.constantFrom(0, 4, 10, 13, 20),
    allowedMisses: fc.integer({ min: 0, max: 2 }),
    phaseSeconds: fc.constantFrom(0, 0, 3),
  });

  type SmallRequest = typeof request extends fc.Arbitrary<infer R> ? R : never;
  type SmallPlan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

  /** The bound and what brute force finds, in replica-seconds; undefined where no plan will do. */
  function compare(requests: SmallRequest[], { phaseSeconds, ...rest }: SmallPlan, graceSeconds = 0) {
    const sorted = [...requests].sort((a, b) => a.at - b.at);
    const problem: OptimumProblem = {
      ...rest,
      demand: { at: sorted.map((r) => r.at), replicaSeconds: sorted.map((r) => r.size), deadlineSeconds: sorted.map((r) => r.deadline) },
      grid: { phaseSeconds, periodSeconds: 10, durationSeconds: 40, graceSeconds },
    };
    return { bound: offlineOptimum(problem).replicaHours! * HOUR, cheapest: cheapestPlan(problem), idle: rest.minReplicas * 40 };
  }

  it('never exceeds the cost of the cheapest plan that brute force finds', () => {
    fc.assert(fc.property(fc.array(request, { maxLength: 6 }), plan, (requests, bounds) => {
      const { bound, cheapest } = compare(requests, bounds);
      if (cheapest !== undefined) expect(bound).toBeLessThanOrEqual(cheapest + 1e-6);
    }), { seed: 11, numRuns: 100 });
  });

  it('never exceeds it either where terminating replicas are paid for, and still serve', () => {
    let served = 0;
    fc.assert(fc.property(fc.array(request, { minLength: 1, maxLength: 5 }), plan, fc.integer({ min: 1, max: 10 }), (requests, bounds, grace) => {
      const { bound, cheapest, idle } = compare(requests, bounds, grace);
      if (cheapest === undefined) return;
      expect(bound).toBeLessThanOrEqual(cheapest + 1e-6);
      if (cheapest > idle) served++;
    }), { seed: 13, numRuns: 100 });
    expect(served).toBeGreaterThan(5);
  });

  it('comes close to the cheapest plan where requests fall due in the period of their arrival', () => {
    let above = 0;
    let close = 0;
    fc.assert(fc.property(fc.array(dueInItsPeriod, { minLength: 1, maxLength: 6 }), plan, (requests, bounds) => {
      const { bound, cheapest, idle } = compare(requests, bounds);
      if (cheapest === undefined || cheapest === idle) return;
      expect(bound).toBeLessThanOrEqual(cheapest + 1e-6);
      above++;
      if (cheapest - bound <= 10) close++;
    }), { seed: 12, numRuns: 120 });
    expect(above).toBeGreaterThan(8);
    expect(close / above).toBeGreaterThan(0.5);
  });

  it('never falls with more demand', () => {
    const grid = { phaseSeconds: 0, periodSeconds: 15, durationSeconds: 150, graceSeconds: 0 };
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 1500 }), (perSecond, allowedMisses) => {
      const requests = perSecond * grid.durationSeconds;
      const at = Float64Array.from({ length: requests }, (_, i) => (i + 0.5) ** 2 / requests / perSecond);
      const demand = { at, replicaSeconds: new Float64Array(requests).fill(0.1), deadlineSeconds: 0.5 };
      const loose: OptimumProblem = { demand, grid, allowedMisses, minReplicas: 1, maxReplicas: 100, startUpSeconds: 30 };
      const bound = offlineOptimum(loose).replicaHours!;
      for (const stricter of [{ allowedMisses: allowedMisses / 2 }, { startUpSeconds: 90 }, { minReplicas: 2 }]) {
        expect(offlineOptimum({ ...loose, ...stricter }).replicaHours).toBeGreaterThanOrEqual(bound - 1e-9);
      }
    }), { seed: 5, numRuns: 20 });
  });
});

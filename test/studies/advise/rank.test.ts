import fc from 'fast-check';
import { type Prediction } from '../../../lib/studies/advise/advice';
import { type FleetLine, rankSavings } from '../../../lib/studies/advise/rank';
import { isInShard } from '../../../lib/studies/advise/shard';

const OUTLOOK = { podHoursPerDay: 100, attainment: 0.999, peakPods: 8 };

/** Line of a fleet's results. */
function line(workload: string, value: number, changes: Partial<Prediction> = {}): FleetLine {
  const prediction: Prediction = {
    judgedDays: 14, costBasis: 'pod-hours', chance: 0.001, saving: { value, lower: value - 0.02, upper: value + 0.02 },
    today: { ...OUTLOOK, costPerDay: 100 }, proposed: { ...OUTLOOK, costPerDay: 100 * (1 - value), podHoursPerDay: 100 * (1 - value) }, ...changes,
  };
  return { workload, outcome: 'change', sentence: 'a sentence', settings: [], prediction };
}

describe('the ranking of a fleet', () => {
  test('ranks by saved cost, not by saved share', () => {
    const large = line('large', 0.1, { today: { ...OUTLOOK, costPerDay: 1000 } });
    expect(rankSavings([line('small', 0.3), large]).map(({ workload }) => workload)).toEqual(['large', 'small']);
  });

  test('does not compare money with pod-hours', () => {
    const priced = line('priced', 0.1, { costBasis: 'pods', today: { ...OUTLOOK, costPerDay: 5 } });
    expect(rankSavings([line('hours', 0.3), priced]).map(({ workload }) => workload)).toEqual(['priced', 'hours']);
  });

  test('shrinks an uncertain saving further than a certain one', () => {
    const uncertain = line('uncertain', 0.4, { saving: { value: 0.4, lower: 0.05, upper: 0.8 } });
    const rows = rankSavings([line('a', 0.1), line('b', 0.12), line('c', 0.4), uncertain]);
    const of = (name: string): number => rows.find(({ workload }) => workload === name)!.shrunkenSaving;
    expect(of('uncertain')).toBeLessThan(of('c'));
    expect(of('c')).toBeCloseTo(0.4, 1);
  });

  test('finds nothing among savings by chance', () => {
    const lucky = Array.from({ length: 100 }, (_, i) => line(`w${i}`, 0.05, { chance: (i + 1) / 101 }));
    expect(rankSavings(lucky).filter(({ isDiscovery }) => isDiscovery)).toEqual([]);
  });

  test('finds nothing in two judged days', () => {
    expect(rankSavings([line('web', 0.3, { judgedDays: 2 })])[0].isDiscovery).toBe(false);
    expect(rankSavings([line('web', 0.3)])[0].isDiscovery).toBe(true);
  });

  test('counts a workload that keeps its policy as tried, and leaves out one that nothing was judged for', () => {
    const kept = { ...line('kept', 0.01, { chance: 0.9 }), outcome: 'keep' as const };
    const rows = rankSavings([kept, { ...kept, workload: 'none', prediction: null }]);
    expect(rows).toMatchObject([{ workload: 'kept', isDiscovery: false }]);
  });
});

test('each workload is in exactly one shard, independent of the fleet', () => {
  fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (name, count) => {
    expect(Array.from({ length: count }, (_, number) => isInShard(name, { number, count })).filter(Boolean)).toHaveLength(1);
  }), { numRuns: 100 });
  const names = Array.from({ length: 1000 }, (_, i) => `team-${i % 7}/service-${i}`);
  const sizes = Array.from({ length: 16 }, (_, number) => names.filter((name) => isInShard(name, { number, count: 16 })).length);
  expect(Math.min(...sizes)).toBeGreaterThan(30);
});

import fc from 'fast-check';
import { generateHPAScaleDownRules, generateHPAScaleUpRules, getReplicasChangePerPeriod, ScaleEventLog, storeScaleEvent } from '../../lib/hpa';
import { ScaleEventList } from './scale-event-list';

const SECOND = 1000;

describe('scale events', () => {
  test('are kept, written over and summed up as in upstream\'s list, whatever periods are asked for', () => {
    const step = fc.record({
      wait: fc.constantFrom(0, 1, 5000, 15_000, 15_001, 60_000, 400_000),
      change: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      longest: fc.constantFrom(0, 15_000, 60_000),
      period: fc.constantFrom(5000, 15_000, 60_000, 300_000, 1_800_000),
    });
    fc.assert(fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const [log, list] = [new ScaleEventLog(), new ScaleEventList()];
      let now = 0;
      for (const { wait, change, longest, period } of steps) {
        now += wait;
        expect(log.changeInPeriod(period, now)).toBe(list.changeInPeriod(period, now));
        if (change === undefined) continue;
        log.record(change, longest, now);
        list.record(change, longest, now);
      }
      expect(log.entries()).toEqual(list.events);
    }), { seed: 7, numRuns: 400 });
  });

  test('count strictly after the start of the period', () => {
    const log = ScaleEventLog.of([{ replicaChange: 4, timestamp: -60 * SECOND, outdated: false }]);
    expect(getReplicasChangePerPeriod(60, log, 0)).toBe(0);
    expect(getReplicasChangePerPeriod(61, log, 0)).toBe(4);
  });

  test('are written over strictly before the longest period, the last of the list first and not the oldest', () => {
    const events = [-100, -60, -200].map((second) => ({ replicaChange: -second, timestamp: second * SECOND, outdated: false }));
    const log = ScaleEventLog.of(events);
    log.record(5, 60 * SECOND, 0);
    expect(log.entries()).toEqual([
      { ...events[0], outdated: true }, events[1], { replicaChange: 5, timestamp: 0, outdated: false },
    ]);
  });

  test('that were marked before stay marked, and are written over even if a longer period would reach them', () => {
    const log = ScaleEventLog.of([{ replicaChange: 7, timestamp: -10 * SECOND, outdated: true }]);
    expect(log.changeInPeriod(60 * SECOND, 0)).toBe(7);
    log.record(5, 600 * SECOND, 0);
    expect(log.entries()).toEqual([{ replicaChange: 5, timestamp: 0, outdated: false }]);
    expect(log.changeInPeriod(60 * SECOND, 0)).toBe(5);
    log.record(6, 600 * SECOND, 1);
    expect(log.entries()).toHaveLength(2);
  });

  test('do not leave more slots behind than were ever in use at a time', () => {
    const log = new ScaleEventLog();
    for (let second = 0; second < 5000; second++) log.record(1, 15 * SECOND, second * SECOND);
    expect(log.entries()).toHaveLength(16);
    expect(log.changeInPeriod(5 * SECOND, 4999 * SECOND)).toBe(5);
  });

  test('add up in 32 bits', () => {
    const log = ScaleEventLog.of([1, 2].map((second) => ({ replicaChange: 2_000_000_000, timestamp: second, outdated: false })));
    expect(log.changeInPeriod(1000, 10)).toBe(4_000_000_000 - 2 ** 32);
  });
});

describe('a scale event', () => {
  const behavior = { scaleUp: generateHPAScaleUpRules(), scaleDown: generateHPAScaleDownRules({ policies: [{ type: 'Pods', value: 1, periodSeconds: 90 }] }) };

  function stored(previous: number, next: number, of: typeof behavior | undefined = behavior): [number[], number[]] {
    const old = { replicaChange: 50, timestamp: -16 * SECOND, outdated: false };
    const [up, down] = [ScaleEventLog.of([old]), ScaleEventLog.of([old])];
    storeScaleEvent(of, up, down, previous, next, 0);
    return [up.entries().map(({ replicaChange }) => replicaChange), down.entries().map(({ replicaChange }) => replicaChange)];
  }

  test('upwards is stored by the periods of scaleUp', () => {
    expect(stored(3, 8)).toEqual([[5], [50]]);
  });

  test('downwards is stored by the periods of scaleDown', () => {
    expect(stored(8, 3)).toEqual([[50], [50, 5]]);
  });

  test('is not stored where there is no behavior', () => {
    const [up, down] = [new ScaleEventLog(), new ScaleEventLog()];
    storeScaleEvent(undefined, up, down, 3, 8, 0);
    expect([up.entries(), down.entries()]).toEqual([[], []]);
  });
});

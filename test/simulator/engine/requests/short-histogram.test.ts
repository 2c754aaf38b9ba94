import * as fc from 'fast-check';
import { ShortHistogram } from '../../../../lib/simulator/engine/requests/short-histogram';
import { LatencyHistogram } from '../../../../lib/simulator/run/latency-histogram';

const durations = fc.array(fc.tuple(fc.double({ min: 0, max: 5000, noNaN: true }), fc.integer({ min: 1, max: 5 })), { maxLength: 600 });

function recorded<T extends LatencyHistogram>(histogram: T, latencies: ReadonlyArray<readonly [number, number]>): T {
  for (const [seconds, count] of latencies) histogram.record(seconds, count);
  return histogram;
}

/** A histogram to which another was added. */
function sumWith(other: LatencyHistogram): LatencyHistogram {
  const sum = recorded(new LatencyHistogram(), [[0.1, 2], [3, 1]]);
  sum.add(other);
  return sum;
}

describe('ShortHistogram', () => {
  test('adds up to what a histogram that reads its whole range adds up to, also after it was cleared', () => {
    fc.assert(fc.property(durations, durations, (first, second) => {
      const short = recorded(new ShortHistogram(), first);
      expect(sumWith(short)).toEqual(sumWith(recorded(new LatencyHistogram(), first)));
      short.clear();
      expect(sumWith(recorded(short, second))).toEqual(sumWith(recorded(new LatencyHistogram(), second)));
    }), { numRuns: 50 });
  });

  test('adds and clears what another histogram was added to it', () => {
    const short = recorded(new ShortHistogram(), [[0.2, 1]]);
    short.add(recorded(new LatencyHistogram(), [[0.4, 3]]));
    expect(sumWith(short).count).toBe(7);
    short.clear();
    expect(sumWith(short)).toEqual(sumWith(new LatencyHistogram()));
  });
});

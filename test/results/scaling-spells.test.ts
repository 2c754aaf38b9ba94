import { flaps, type Need, needOf, removalDelays, returnsToMin, shortages } from '../../lib/results/scaling-spells';
import { type ScaleEvent, type WorkloadSeries } from '../../lib/simulator/run/run';

const event = (seconds: number, from: number, to: number, by: ScaleEvent['by'] = 'hpa'): ScaleEvent => ({ seconds, from, to, by, reason: '' });
const need = (replicas: number[], able: number[], current = able): Need => ({ blockSeconds: 15, replicas, able, current });

describe('flaps', () => {
  it('are changes of direction among the controller\'s scalings', () => {
    expect(flaps([event(0, 2, 4), event(15, 4, 6), event(300, 6, 5), event(315, 5, 2), event(600, 2, 3)])).toBe(2);
  });

  it('exclude manual scaling', () => {
    expect(flaps([event(0, 2, 4), event(5, 4, 2, 'manual'), event(15, 2, 4)])).toBe(0);
  });
});

describe('scale-up latency', () => {
  it('lasts as long as demand exceeds what the ready replicas can do', () => {
    expect(shortages(need([1, 4, 4, 4, 2, 3, 1], [1, 1, 2, 4, 4, 2, 2]))).toEqual({ count: 2, median: 22.5, longest: 30 });
  });

  it('goes on to the end of the run where nothing ends it', () => {
    expect(shortages(need([1, 4, 4], [1, 1, 1])).longest).toBe(30);
  });

  it('is not measured where demand was always covered', () => {
    expect(shortages(need([1, 1], [1, 1]))).toEqual({ count: 0, median: null, longest: null });
  });
});

describe('scale-down latency', () => {
  it('counts from the last block in which demand needed more than is left', () => {
    expect(removalDelays(need([4, 4, 1, 1, 1, 1], [4, 4, 4, 4, 4, 4]), [event(75, 4, 2)])).toEqual({ count: 1, median: 45, longest: 45 });
  });

  it('does not count the time before the removed replicas were there', () => {
    expect(removalDelays(need([1, 1, 1, 1, 1, 1], [1, 1, 1, 2, 2, 2]), [event(40, 1, 2), event(80, 2, 1)]).longest).toBe(40);
  });

  it('looks at the controller\'s own scale-downs', () => {
    expect(removalDelays(need([1, 1], [2, 2]), [event(20, 3, 2, 'manual')]).count).toBe(0);
  });
});

describe('the time back to the minimum', () => {
  it('is the longest time from the last need of more to the minimum itself', () => {
    expect(returnsToMin(need([1, 3, 1, 1, 1, 1], [1, 3, 3, 2, 1, 1]), 1)).toEqual({ longestSeconds: 30, returned: true });
  });

  it('begins anew where demand comes back in between', () => {
    expect(returnsToMin(need([1, 3, 1, 3, 1, 1], [1, 3, 3, 3, 3, 1]), 1)).toEqual({ longestSeconds: 15, returned: true });
  });

  it('is open where the run ends first', () => {
    expect(returnsToMin(need([1, 3, 1, 1], [1, 3, 3, 3]), 1)).toEqual({ longestSeconds: 30, returned: false });
  });

  it('is null where the minimum was never left', () => {
    expect(returnsToMin(need([1, 1], [1, 1]), 1)).toEqual({ longestSeconds: null, returned: true });
  });
});

describe('the needed replicas', () => {
  const series = (demand: number[], capacity: number[], ready: number[]): WorkloadSeries => {
    const of = (values: number[]) => Float32Array.from(values);
    return { length: demand.length, demand: of(demand), capacity: of(capacity), ready: of(ready), current: of(ready) } as WorkloadSeries;
  };

  it('is the whole number of replicas that could just serve a block\'s mean demand', () => {
    expect(needOf(series([10, 30, 0, 0], [20, 20, 40, 40], [2, 2, 4, 4]), 5, 10))
      .toEqual({ blockSeconds: 10, replicas: [2, 0], able: [2, 4], current: [2, 4] });
  });

  it('is infinite without any capacity', () => {
    expect(needOf(series([10], [0], [0]), 15, 15).replicas).toEqual([Infinity]);
  });
});

import { type MetricDistortion } from '../../../../lib/simulator/world/faults';
import { Distorter } from '../../../../lib/simulator/engine/metrics/distortion';

/** The value is the time; what comes out at each time from 0 to 60 in steps of 10, with a fault from 20 to 50. */
function shown(distortion: MetricDistortion): Array<number | undefined> {
  const distorter = new Distorter([{ from: 20, until: 50, distortion }]);
  return [0, 10, 20, 30, 40, 50, 60].map((time) => distorter.show(time, time));
}

describe('Distorter', () => {
  test.each<[MetricDistortion, Array<number | undefined>]>([
    [{ kind: 'missing' }, [undefined, undefined, undefined]],
    [{ kind: 'multiply', factor: 3 }, [60, 90, 120]],
    [{ kind: 'negative' }, [-20, -30, -40]],
    [{ kind: 'nan' }, [NaN, NaN, NaN]],
    [{ kind: 'frozen' }, [10, 10, 10]],
    [{ kind: 'delayed', seconds: 15 }, [0, 10, 20]],
    [{ kind: 'missing-for-pods', share: 0.5 }, [20, 30, 40]],
  ])('applies %j during the fault only', (distortion, during) => {
    expect(shown(distortion)).toEqual([0, 10, ...during, 50, 60]);
  });

  test('keeps a missing value missing', () => {
    for (const kind of ['negative', 'frozen'] as const) {
      expect(new Distorter([{ from: 0, until: 10, distortion: { kind } }]).show(undefined, 5)).toBeUndefined();
    }
    expect(new Distorter([{ from: 0, until: 10, distortion: { kind: 'multiply', factor: 2 } }]).show(undefined, 5)).toBeUndefined();
    expect(new Distorter([{ from: 0, until: 10, distortion: { kind: 'delayed', seconds: 100 } }]).show(1, 5)).toBeUndefined();
  });

  test('combines distortions in their order', () => {
    const distorter = new Distorter([
      { from: 0, until: 10, distortion: { kind: 'multiply', factor: 2 } }, { from: 5, until: 10, distortion: { kind: 'negative' } },
    ]);
    expect([distorter.show(3, 1), distorter.show(3, 6)]).toEqual([6, -6]);
  });

  test('returns the share of pods without a value', () => {
    const distorter = new Distorter([
      { from: 0, until: 10, distortion: { kind: 'missing-for-pods', share: 0.5 } }, { from: 5, until: 10, distortion: { kind: 'missing-for-pods', share: 0.2 } },
    ]);
    expect([distorter.missingShare(1), distorter.missingShare(7), distorter.missingShare(10)]).toEqual([0.5, 0.5, 0]);
  });
});

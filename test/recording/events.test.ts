import { eventsOfSeries } from '../../lib/recording/events';
import { recordedSeries } from './recordings';

const RANGE = { start: 0, step: 60 };

function kinds(series: Parameters<typeof eventsOfSeries>[0], isKeda = false): [string, number][] {
  return eventsOfSeries(series, RANGE, isKeda).map(({ kind, atEpochSeconds }) => [kind, atEpochSeconds]);
}

test('replicas that the HPA asked for are no manual scale, even where its status lags', () => {
  expect(kinds([recordedSeries('replicas-spec', [2, 2, 5, 5, 5, 5]), recordedSeries('hpa-desired', [2, 2, 2, 2, 5, 5])])).toEqual([]);
});

test('replicas that the HPA did not ask for are a manual scale', () => {
  expect(kinds([recordedSeries('replicas-spec', [2, 2, 9, 9]), recordedSeries('hpa-desired', [2, 2, 2, 2])])).toEqual([['manual-scale', 120]]);
});

test('without the status of the HPA nothing is called manual', () => {
  expect(kinds([recordedSeries('replicas-spec', [2, 9])])).toEqual([]);
  expect(kinds([recordedSeries('replicas-spec', [2, 9]), recordedSeries('hpa-desired', [NaN, NaN])])).toEqual([]);
});

test('a scale by KEDA to or from zero is no manual scale', () => {
  const series = [recordedSeries('replicas-spec', [1, 0, 0, 1]), recordedSeries('hpa-desired', [3, 3, 3, 3])];
  expect(kinds(series, true)).toEqual([]);
  expect(kinds(series)).toEqual([['manual-scale', 60], ['manual-scale', 180]]);
});

test('new bounds of the HPA are changes of the policy, across a gap as well', () => {
  expect(kinds([recordedSeries('hpa-max', [10, NaN, 20, 20]), recordedSeries('hpa-min', [2, 2, 2, 2])])).toEqual([['policy-change', 120]]);
});

test('restarts at neighbouring points are one event', () => {
  const [event] = eventsOfSeries([recordedSeries('restarts', [0, 1 / 60, 1 / 60, 0])], RANGE, false);
  expect(event).toEqual({ atEpochSeconds: 60, untilEpochSeconds: 120, kind: 'restart', text: 'Containers restarted 2 times.' });
});

test('a crash loop is one event over its whole length, whose pauses of up to five minutes belong to it', () => {
  const rates = Array.from({ length: 60 }, (_, point) => ([2, 3, 5, 9, 14, 19, 24].includes(point) ? 1 / 60 : 0));
  expect(eventsOfSeries([recordedSeries('restarts', rates)], RANGE, false)).toEqual([{
    atEpochSeconds: 120, untilEpochSeconds: 1440, kind: 'restart', text: 'Containers restarted 7 times, until 1970-01-01T00:24:00Z (crash loop).',
  }]);
});

test('two restarts within minutes are two events, and a third makes them a crash loop', () => {
  const at = (...points: number[]): number[] => Array.from({ length: 30 }, (_, point) => (points.includes(point) ? 1 / 60 : 0));
  expect(kinds([recordedSeries('restarts', at(2, 6))])).toEqual([['restart', 120], ['restart', 360]]);
  expect(kinds([recordedSeries('restarts', at(2, 6, 11))])).toEqual([['restart', 120]]);
});

test('restarts that are far apart are events of their own', () => {
  const rates = Array.from({ length: 60 }, (_, point) => ([2, 20, 50].includes(point) ? 1 / 60 : 0));
  expect(kinds([recordedSeries('restarts', rates)])).toEqual([['restart', 120], ['restart', 1200], ['restart', 3000]]);
});

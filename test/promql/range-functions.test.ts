import { ask, minutes } from './promql';

describe('rate and increase', () => {
  test('extrapolate the growth to the ends of the window', () => {
    const source = minutes({ x: [100, 160, 220, 280, 340, 400] });
    expect(ask('rate(x[4m])', source, 300)).toEqual(['{} 1']);
    expect(ask('increase(x[4m])', source, 330)).toEqual(['{} 240']);
  });

  test('add the value before a counter reset', () => {
    expect(ask('increase(x[2m])', minutes({ x: [50, 60, 10, 20] }), 180, { prometheus: 2 })).toEqual(['{} 20']);
  });

  test('do not extrapolate a counter below zero', () => {
    expect(ask('increase(x[10m])', minutes({ x: [null, null, 10, 70, 130] }), 240)).toEqual(['{} 130']);
  });

  test('extrapolate by half the sample interval when the window is not covered', () => {
    expect(ask('increase(x[10m])', minutes({ x: [null, null, null, 1000, 1060, 1120] }), 420)).toEqual(['{} 180']);
  });

  test('limit by zero before or after the half interval, depending on the version', () => {
    const source = minutes({ x: [null, null, null, 55, 115, 175] });
    expect(ask('increase(x[10m])', source, 300)).toEqual(['{} 150']);
    expect(ask('increase(x[10m])', source, 300, { prometheus: 2 })).toEqual(['{} 175']);
  });

  test('need two samples', () => {
    expect(ask('rate(x[1m])', minutes({ x: [1, 2] }), 60)).toEqual([]);
  });
});

const SOURCE = minutes({ x: [4, 1, 1, 7, NaN, 3] });

test.each([
  ['delta(x[3m])', 240, ['{} NaN']],
  ['irate(x[3m])', 180, ['{} 0.1']],
  ['idelta(x[3m])', 120, ['{} 0']],
  ['deriv(x[3m])', 180, ['{} 0.05']],
  ['changes(x[10m])', 300, ['{} 4']],
  ['resets(x[10m])', 300, ['{} 1']],
  ['avg_over_time(x[3m])', 180, ['{} 3']],
  ['min_over_time(x[10m])', 300, ['{} 1']],
  ['max_over_time(x[10m])', 300, ['{} 7']],
  ['count_over_time(x[10m])', 300, ['{} 6']],
  ['last_over_time(x[10m])', 200, ['x{} 7']],
  ['present_over_time(x[10m])', 300, ['{} 1']],
  ['stdvar_over_time(x[3m])', 180, ['{} 8']],
  ['stddev_over_time(x[2m])', 180, ['{} 3']],
  ['quantile_over_time(0.25, x[4m])', 180, ['{} 1']],
  ['predict_linear(x[2m], 60)', 180, ['{} 13']],
  ['predict_linear(x[1m], 60)', 180, []],
])('%s at second %d', (text, time, answer) => {
  expect(ask(text, SOURCE, time)).toEqual(answer);
});

test('a rate after a reset counts from zero', () => {
  expect(ask('irate(x[3m])', minutes({ x: [90, 30] }), 60)).toEqual(['{} 0.5']);
});

test('the line through equal values is level, and that through infinity nothing', () => {
  expect(ask('predict_linear(x[5m], 600)', minutes({ x: [null, 5, 5, 5] }), 180)).toEqual(['{} 5']);
  expect(ask('predict_linear(x[5m], 600)', minutes({ x: [null, Infinity, Infinity] }), 120)).toEqual(['{} NaN']);
});

test('a prediction counts from the time of evaluation, whatever the offset', () => {
  expect(ask('predict_linear(x[2m] offset 1m, 60)', minutes({ x: [0, 1, 2, 3] }), 180)).toEqual(['{} 4']);
});

test('without their names, two series must differ by a label', () => {
  expect(() => ask('rate({__name__=~"a|b"}[5m])', minutes({ a: [0, 1], b: [0, 1] }), 90)).toThrow('a result holds {} twice; keep a label whose values differ');
});

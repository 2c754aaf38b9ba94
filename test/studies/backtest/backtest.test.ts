import { backtest, type FormResult, type HorizonResult } from '../../../lib/studies/backtest/backtest';
import { PERSISTENCE } from '../../../lib/studies/backtest/forms';
import { type Demand } from '../../../lib/studies/backtest/demand';
import { daily, demand, flat, office } from './demands';

function at(result: HorizonResult, form: string | null): FormResult {
  return result.forms.find((each) => each.form === form)!;
}

function only(traffic: Demand, horizonSeconds = 3600): HorizonResult {
  return backtest(traffic, [horizonSeconds]).horizons[0];
}

describe('a forecast pays', () => {
  test('weekly on office hours, where yesterday says nothing of Mondays', () => {
    const result = only(demand(office));
    const winner = at(result, result.winner);
    expect(winner.props?.seasons).toContain('weekly');
    expect(winner.test.unmetAtEqualCapacity).toBeLessThan(0.4 * at(result, PERSISTENCE).test.unmetAtEqualCapacity);
    expect(result.verdict).toMatch(/less demand unmet than no forecast, on data that the choice did not see$/);
  });

  test('daily where there is only a week of traffic, and says what it cannot tell', () => {
    const report = backtest(demand(daily, { days: 7 }), [3600]);
    expect(at(report.horizons[0], report.horizons[0].winner).props?.seasons).toEqual(['daily']);
    expect(report.remarks).toEqual(['test is 7 d long, less than two weeks: a weekly season is not tested.']);
  });
});

describe('no forecast pays', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('on flat noise, seed %d', (seed) => {
    const report = backtest(demand(flat, { noise: 0.3, seed, days: 21 }), [1800, 3600]);
    expect(report.horizons.map(({ winner }) => winner)).toEqual([null, null]);
    expect(report.horizons[0].verdict).toMatch(/^none pays: /);
  });

  test('on traffic that the current level predicts', () => {
    expect(only(demand(flat, { noise: 0.01 }))).toMatchObject({ winner: null, verdict: 'none is needed: without a forecast, 0.0 % of the demand is unmet' });
  });

  test('when the chosen forecast fails on later days', () => {
    const days = 28;
    const turned = demand((seconds) => seconds < 21 * 86_400 ? daily(seconds) : daily(seconds + 43_200 * Math.floor(seconds / 86_400)), { days });
    expect(only(turned)).toMatchObject({ winner: null, verdict: expect.stringMatching(/^none pays: .* did on the data that it was chosen by, and not on data that the choice did not see/) });
  });
});

test('later data does not change earlier forecasts', () => {
  const whole = demand(office);
  const changed = { ...whole, perSecond: Float64Array.from(whole.perSecond, (rate, i) => i < whole.perSecond.length * 0.9 ? rate : 5 * rate) };
  const [before, after] = [only(whole), only(changed)];
  expect(after.forms.map(({ validation }) => validation)).toEqual(before.forms.map(({ validation }) => validation));
  expect(after.forms.map(({ test: score }) => score)).not.toEqual(before.forms.map(({ test: score }) => score));
});

test('the days are split into three, in their order, after a season to warm up', () => {
  const { split, days } = backtest(demand(office), [3600]);
  expect(split).toEqual({ trainingDays: 14, validationDays: 7, testDays: 7 });
  expect(days).toBe(28);
});

test('horizons shorter than a step are left out with a remark', () => {
  const report = backtest(demand(office, { stepSeconds: 3600 }), [600, 3600]);
  expect(report.horizons.map(({ horizonSeconds }) => horizonSeconds)).toEqual([3600]);
  expect(report.remarks).toEqual(['test has steps of 1 h: a horizon of 10 m is not tested.']);
});

test.each([
  ['a day of traffic', demand(office, { days: 1 }), [3600], 'test is 1 d long; a season of a day shows from two days on, and a choice that can be trusted takes weeks'],
  ['no requests', demand(() => 0), [3600], 'test has no requests; use traffic with requests'],
  ['steps longer than the horizon', demand(office, { stepSeconds: 3600 }), [600], 'test has steps of 1 h, too long for a horizon of 10 m; use a horizon of 1 h or more'],
  ['too few moments', demand(office, { days: 2, stepSeconds: 7200 }), [7200], /^test leaves \d moments to compare forecasts at, of at least 30; use more days, or shorter steps$/],
])('%s is refused', (_, traffic, horizons, message) => {
  expect(() => backtest(traffic, horizons)).toThrow(message);
});

import { backtestForms, LONG_LEVEL, PERSISTENCE } from '../../../lib/studies/backtest/forms';
import { Grid } from '../../../lib/studies/backtest/grid';
import { daily, demand } from './demands';

const TRAFFIC = demand(daily, { noise: 0, days: 10, stepSeconds: 300 });
const GRID = new Grid(TRAFFIC, 3600);
const NOW = 9 * 288;

function forecastOf(name: string): number {
  return backtestForms(['daily']).find((form) => form.name === name)!.forecaster(GRID, 5 * 288)(NOW)!;
}

test('the target is the mean with the horizon in its middle', () => {
  expect(GRID.targetAt(NOW)).toBeCloseTo(daily(9 * 86_400 + 3600), 1);
});

test('on traffic that repeats without noise, every form but the level predicts it', () => {
  const target = GRID.targetAt(NOW)!;
  const others = backtestForms(['daily']).filter(({ name }) => name !== PERSISTENCE && name !== LONG_LEVEL).map(({ name }) => [name, forecastOf(name)] as const);
  expect(others.filter(([, forecast]) => Math.abs(forecast - target) > 0.05 * target)).toEqual([]);
  expect(forecastOf(PERSISTENCE)).toBeLessThan(0.85 * target);
});

test('with long steps, the target is the step that ends at the horizon', () => {
  const grid = new Grid(demand(daily, { noise: 0, days: 10, stepSeconds: 3600 }), 3600);
  expect(grid.targetAt(200)).toBeCloseTo(grid.demand.perSecond[200], 6);
  expect(grid.levelAt(200)).toBeCloseTo(grid.demand.perSecond[199], 6);
  const form = backtestForms(['daily']).find(({ props }) => props)!;
  // from two o'clock to three in the night, in the rising half of the day
  expect(form.forecaster(grid, 100)(218)).toBeCloseTo(grid.demand.perSecond[218], 6);
});

test('a form without training or history makes no forecast', () => {
  const short = new Grid(demand(daily, { days: 0.5 }), 3600);
  const silent = backtestForms(['daily']).filter(({ forecaster }) => forecaster(short, 0)(40) === undefined).map(({ name }) => name);
  expect(silent).toEqual(['same as yesterday', 'holt-winters daily', 'regression']);
});

describe.each([3600, 82_800, 86_400, 129_600, 172_800])('with a horizon of %d s', (horizon) => {
  test('no forecast depends on later data', () => {
    const steps = 300;
    const now = 30 * 288;
    const past = demand(daily, { days: 40, stepSeconds: steps });
    const other = { ...past, perSecond: past.perSecond.map((rate, step) => (step < now ? rate : 10 * rate + 1000)) };
    const forecasts = [past, other].map((traffic) => {
      const grid = new Grid(traffic, horizon);
      return backtestForms(['daily', 'weekly']).map(({ name, forecaster }) => [name, forecaster(grid, 25 * 288)(now)]);
    });
    expect(forecasts[1]).toEqual(forecasts[0]);
    // and some form always has something to say
    expect(forecasts[0].filter(([, value]) => value !== undefined).length).toBeGreaterThan(2);
  });
});

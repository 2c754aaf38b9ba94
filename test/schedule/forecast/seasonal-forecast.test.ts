import fc from 'fast-check';
import { labelsOf, MemorySource, Query } from '../../../lib/promql';
import { DEFAULT_FORM, type ForecastForm, seasonOffsets, SEASONS } from '../../../lib/schedule/forecast/forecast-form';
import { forecastQuery } from '../../../lib/schedule/forecast/forecast-query';
import { seasonalForecast, seasonRatio, StepMeans } from '../../../lib/schedule/forecast/seasonal-forecast';

const SHORT_SEASON = { name: 'short', seconds: 3600 };
const FORM: ForecastForm = { ...DEFAULT_FORM, smoothSeconds: 600, seasons: [SHORT_SEASON] };

test('the windows of yesterday have the level, and the horizon after the same time, in their middles', () => {
  const { before, after } = seasonOffsets(DEFAULT_FORM, SEASONS.daily);
  expect(before + 1800).toBe(86_400 + 150);
  expect(after + 1800).toBe(86_400 - 600);
});

test('the query is the level, and for each season the level times what became of it then', () => {
  expect(forecastQuery(DEFAULT_FORM, 'demand{workload="web"}')).toMatchInlineSnapshot(`
"max without (form) (
  label_replace(avg_over_time(demand{workload="web"}[300s]), "form", "level", "", "")
  or label_replace(avg_over_time(demand{workload="web"}[300s]) * clamp_max(avg_over_time(demand{workload="web"}[3600s] offset 84000s) / (avg_over_time(demand{workload="web"}[3600s] offset 84750s) > 0), 2), "form", "daily", "", "")
  or label_replace(avg_over_time(demand{workload="web"}[300s]) * clamp_max(avg_over_time(demand{workload="web"}[3600s] offset 602400s) / (avg_over_time(demand{workload="web"}[3600s] offset 603150s) > 0), 2), "form", "weekly", "", "")
)"
`);
});

describe('a demand of 50 after an hour that doubled from 100 yesterday', () => {
  const values = [...Array<number>(30).fill(100), ...Array<number>(30).fill(200), ...Array<number>(30).fill(50)];
  const means = new StepMeans(values);

  test('is forecast to grow by the smoothed ratio', () => {
    expect(seasonRatio(FORM, means, 60, 83, SHORT_SEASON)).toBeCloseTo(1.8, 9);
    expect(seasonRatio(FORM, means, 60, 90, SHORT_SEASON)).toBe(1.6);
    expect(seasonalForecast(FORM, means, 60, 90)).toBe(80);
  });

  test('is forecast to grow at most by the limit', () => {
    expect(seasonalForecast({ ...FORM, mostTimesLevel: 1.5 }, means, 60, 90)).toBe(75);
  });

  test('is never forecast to fall', () => {
    expect(seasonalForecast(FORM, means, 60, 60)).toBe(200);
  });
});

test('without history, and after a pause, the level is left', () => {
  expect(seasonalForecast(FORM, new StepMeans([1, 2, 3, 4, 5]), 60, 5)).toBe(3);
  expect(seasonalForecast(FORM, new StepMeans([1, 2, 3, 4]), 60, 4)).toBeUndefined();
  expect(seasonalForecast(FORM, new StepMeans([...Array<number>(60).fill(0), ...Array<number>(10).fill(8)]), 60, 65)).toBe(8);
});

test('means need every step', () => {
  const means = new StepMeans([1, 2, 6]);
  expect([means.mean(0, 3), means.mean(1, 2), means.mean(0.5, 2.5)]).toEqual([3, 2, 2.75]);
  expect([means.mean(-1, 2), means.mean(2, 4), means.mean(2, 3.5), means.mean(1, 1)]).toEqual([undefined, undefined, undefined, undefined]);
});

test('the arithmetic equals the query, and is never below the level', () => {
  const count = fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 6, arbitrary: fc.integer({ min: 0, max: 1000 }) });
  const demand = fc.array(count, { minLength: 20, maxLength: 300 });
  const query = Query.parse(forecastQuery(FORM, 'demand'));
  fc.assert(fc.property(demand, fc.nat(), (values, at) => {
    const now = 10 + at % (values.length - 9);
    const source = new MemorySource();
    values.forEach((value, step) => source.append(labelsOf({ __name__: 'demand' }), (step + 1) * 30, value));
    const asked = query.vector(source, now * 30);
    const computed = seasonalForecast(FORM, new StepMeans(values), 30, now)!;
    // near the beginning the query still averages over what there is, where the arithmetic has no season yet
    if (now * 30 - SHORT_SEASON.seconds >= FORM.smoothSeconds) expect(asked[0].value).toBeCloseTo(computed, 6);
    expect(asked).toHaveLength(1);
    expect(asked[0].value).toBeGreaterThanOrEqual(new StepMeans(values).mean(now - 10, now)! - 1e-9);
  }), { numRuns: 200 });
});

import { AGGREGATIONS } from '../../../lib/promql/aggregations';
import { FUNCTIONS } from '../../../lib/promql/functions';
import { type Labels, labelsOf, MemorySource, Query } from '../../../lib/promql';
import { signatureOf } from '../../../lib/promql/labels';
import { RandomStream } from '../../../lib/simulator/engine/random/random-stream';
import { DEFAULT_FORM, SEASONS } from '../../../lib/schedule/forecast/forecast-form';
import { forecastQuery } from '../../../lib/schedule/forecast/forecast-query';
import { type AnsweredSeries, missingPrometheus, PrometheusOnLoopback, type RecordedSeries } from '../../support/prometheus-on-loopback';
import { randomExpression } from './random-promql';

jest.setTimeout(300_000);

const START = Date.UTC(2024, 0, 1) / 1000;
const HOURS = 60;
const TOLERANCE = 1e-9;

const reason = missingPrometheus();
const run = reason ? test.skip : test;
if (reason) process.stdout.write(`skipped: ${reason}\n`);

/** Expressions over the recorded samples below. */
const EXPRESSIONS = [
  ...['rate', 'increase', 'delta', 'irate', 'idelta', 'deriv', 'changes', 'resets'].map((name) => `${name}(requests_total[5m])`),
  ...['avg', 'sum', 'min', 'max', 'count', 'last', 'present', 'stddev', 'stdvar'].map((name) => `${name}_over_time(waiting[17m])`),
  ...['abs', 'ceil', 'exp', 'floor', 'ln', 'log10', 'log2', 'sgn', 'sqrt', 'round', 'sort', 'sort_desc'].map((name) => `${name}(waiting - 3.5)`),
  ...['minute', 'hour', 'day_of_week', 'day_of_month', 'day_of_year', 'days_in_month', 'month', 'year'].flatMap((name) => [`${name}()`, `${name}(waiting * 1e7)`]),
  'quantile_over_time(0.9, waiting[10m])', 'quantile_over_time(1.5, waiting[10m])', 'predict_linear(waiting[30m], 600)', 'predict_linear(waiting[30m] offset 1h, 600)',
  'round(waiting, 0.5)', 'clamp(waiting, 2, 5)', 'clamp(waiting, 5, 2)', 'clamp_min(waiting, 3)', 'clamp_max(waiting, 3)',
  'time()', 'pi() * 2', 'timestamp(waiting)', 'timestamp(waiting offset 7m)', 'timestamp(waiting > 2)', 'vector(7)', 'scalar(waiting)', 'scalar(sum(waiting))',
  'absent(nothing{pod="a", zone=~"b"})', 'absent(waiting)', 'absent(sum(nothing))', 'absent_over_time(nothing{pod="a"}[5m])', 'absent_over_time(fleeting[20m])',
  'histogram_quantile(0.9, sum by (le) (rate(latency_bucket[5m])))', 'histogram_quantile(0.5, rate(latency_bucket[5m]))', 'histogram_quantile(2, latency_bucket)',
  'label_replace(waiting, "zone", "z-$1", "pod", "(.).*")', 'label_replace(waiting, "pod", "", "pod", "a")', 'label_replace(waiting, "zone", "z", "pod", "b|c")',
  'label_join(waiting, "both", "/", "pod", "job")', 'label_join(waiting, "none", "/")',
  ...['sum', 'avg', 'count', 'group', 'min', 'max', 'stddev', 'stdvar'].flatMap((name) => [`${name}(waiting)`, `${name} by (job) (waiting)`, `${name} without (pod) (waiting)`]),
  'quantile(0.3, waiting)', 'topk(2, rate(requests_total[5m]))', 'bottomk by (job) (1, rate(requests_total[5m]))',
  'waiting + 1', '2 - waiting', 'waiting * waiting', 'waiting / waiting', '1 / (waiting - waiting)', 'waiting % 3', '-waiting % 3', 'waiting ^ 0.5', '2 ^ 3 ^ 2', '-waiting ^ 2',
  'waiting > 3', '3 > waiting', 'waiting >= bool 3', 'waiting == waiting', 'waiting != bool 3', 'waiting < 3 < 2', 'waiting <= 3', '1 > bool 2',
  'waiting > on (pod, job) (capacity / 4)', 'waiting >= bool ignoring (zone) capacity', 'waiting * on (job) group_left (zone) limits', 'limits / on (job) group_right waiting',
  'waiting and on (pod) capacity', 'waiting or capacity', 'waiting unless on (pod) fleeting', 'waiting or on () vector(0)', 'nothing or on () vector(0)', 'fleeting or on (job) waiting',
  'waiting{pod=~"a|b"}', 'waiting{pod!~"a.*"}', 'waiting{pod!="a", job="web"}', '{__name__=~"wait.*", pod="c"}', 'waiting offset 1h', 'waiting offset -1h', '-waiting offset 1h', 'waiting - waiting offset 1h * 2 > 1', 'fleeting', 'rate(fleeting[10m])',
  'max_over_time(rate(requests_total[5m])[1h:1m])', 'avg_over_time(waiting[30m:7s])', 'quantile_over_time(0.95, sum(waiting)[1h:])', 'max_over_time(sum by (job) (waiting)[20m:5m] offset 17m)',
  'rate(sum(requests_total)[10m:30s])', 'increase(requests_total[10m:45s])', 'deriv(waiting[20m:90s])', 'predict_linear(sum(waiting)[30m:1m], 600)', 'count_over_time((waiting > 5)[1h:10m])',
  'absent_over_time(nothing[1h:5m])', 'max_over_time(avg_over_time(waiting[5m:1m])[30m:5m])', 'last_over_time(waiting[10m:3m])', 'sum_over_time(vector(time())[10m:1m])', 'changes(fleeting[1h:1m])',
  // as the rules of this package are written
  'vector(8) and on () (hour() >= 9 < 17) and on () (day_of_week() >= 1 <= 5) or vector(0)',
  forecastQuery({ ...DEFAULT_FORM, seasons: [SEASONS.daily] }, 'level{job="web"}'),
];

describe('a real Prometheus', () => {
  const series = record();
  const source = new MemorySource();
  let prometheus: PrometheusOnLoopback | undefined;
  let major: 2 | 3;

  beforeAll(async () => {
    if (reason) return;
    for (const { labels, samples } of series) samples.forEach(([time, value]) => source.append(labels, time, value));
    prometheus = await PrometheusOnLoopback.start(series);
    major = await prometheus.major();
  });
  afterAll(() => prometheus?.stop());

  test('is asked for every function and every aggregation that is simulated', () => {
    const all = EXPRESSIONS.join('\n');
    expect([...Object.keys(FUNCTIONS), ...AGGREGATIONS].filter((name) => !new RegExp(`\\b${name}\\b`).test(all))).toEqual([]);
  });

  // a prime number of seconds meets the scrapes in all their phases; a whole minute meets the ends of windows exactly
  run.each(EXPRESSIONS)('gives the same numbers: %s', async (expression) => {
    for (const [from, step] of [[START + 25 * 3600 + 1, 397], [START + 24 * 3600, 1200]]) {
      const end = START + HOURS * 3600;
      const query = Query.parse(expression, { prometheus: major });
      expectSame(await prometheus!.queryRange(expression, from, end, step), evaluateRange(query, source, [from, end, step]));
    }
  });

  run('gives the same numbers to expressions drawn at random, or refuses them as well', async () => {
    const random = new RandomStream(Number(process.env.SEED ?? 1), 'promql', 'expressions');
    let answered = 0;
    const different: string[] = [];
    for (let i = 0; i < Number(process.env.EXPRESSIONS ?? 500); i++) {
      const expression = randomExpression(random);
      const range = [START + 25 * 3600 + 1, START + 40 * 3600, 4001] as const;
      const theirs = await prometheus!.queryRange(expression, ...range).catch((error: Error) => error);
      const ours = attempt(() => evaluateRange(Query.parse(expression, { prometheus: major }), source, range));
      if (!(theirs instanceof Error)) answered++;
      const difference = theirs instanceof Error || ours instanceof Error ? refusal(theirs, ours) : attempt(() => expectSame(theirs, ours));
      if (difference) different.push(`${expression}\n  ${String(difference).split('\n').slice(0, 12).join('\n  ')}`);
    }
    expect(different).toEqual([]);
    expect(answered).toBeGreaterThan(100);
  });

  run('tells the same time at each minute of a year', async () => {
    const clock = 'minute() + 100 * hour() + 1e4 * day_of_week() + 1e5 * day_of_month() + 1e7 * month() + 1e9 * day_of_year()';
    const query = Query.parse(clock);
    const year = 366 * 86_400;
    for (let from = 0; from < year; from += 10_000 * 60) {
      const [start, end] = [START + from, START + Math.min(from + 10_000 * 60, year) - 60];
      expectSame(await prometheus!.queryRange(clock, start, end, 60), evaluateRange(query, new MemorySource(), [start, end, 60]));
    }
  });
});

function attempt<T>(act: () => T): T | Error {
  try {
    return act();
  } catch (error) {
    return error as Error;
  }
}

/** Part of two answers that one side alone refuses. */
function refusal(theirs: unknown, ours: unknown): string | undefined {
  if (theirs instanceof Error && ours instanceof Error) return undefined;
  return theirs instanceof Error ? `Prometheus: ${theirs.message}` : `the simulator: ${(ours as Error).message}`;
}

type Points = Map<string, Map<number, number>>;

function evaluateRange(query: Query, source: MemorySource, [start, end, step]: readonly number[]): Points {
  const points: Points = new Map();
  for (let time = start; time <= end; time += step) {
    for (const { labels, value } of query.vector(source, time)) pointsOf(points, labels).set(time, value);
  }
  return points;
}

function pointsOf(points: Points, labels: Labels): Map<number, number> {
  const signature = signatureOf(labels);
  if (!points.has(signature)) points.set(signature, new Map());
  return points.get(signature)!;
}

function expectSame(answered: readonly AnsweredSeries[], mine: Points): void {
  const theirs: Points = new Map();
  for (const { metric, values } of answered) values.forEach(([time, value]) => pointsOf(theirs, labelsOf(metric)).set(time, Number(value.replace('Inf', 'Infinity'))));
  expect([...mine.keys()].sort()).toEqual([...theirs.keys()].sort());
  for (const [signature, values] of theirs) {
    expect([...mine.get(signature)!.keys()]).toEqual([...values.keys()]);
    const differing = [...values].filter(([time, value]) => !isClose(mine.get(signature)!.get(time)!, value));
    expect(differing.slice(0, 3).map(([time, value]) => ({ signature, time, prometheus: value, simulator: mine.get(signature)!.get(time) }))).toEqual([]);
  }
}

function isClose(a: number, b: number): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/**
 * Counters that restart, gauges, buckets and a series that comes and goes, scraped at the odd moments at which scrapes
 * happen.
 */
function record(): RecordedSeries[] {
  const random = new RandomStream(1, 'promql', 'record');
  const end = START + HOURS * 3600;
  const scrape = (every: number, value: (time: number) => number | undefined): Array<[number, number]> => {
    const samples: Array<[number, number]> = [];
    const phase = Math.floor(random.uniform() * every);
    for (let time = START + phase; time < end; time += every) {
      const seen = value(time);
      if (seen !== undefined && random.uniform() < 0.97) samples.push([time, seen]);
    }
    return samples;
  };
  const season = (time: number): number => 20 + 15 * Math.sin((time % 86_400) / 86_400 * 2 * Math.PI);
  const counter = (): ((time: number) => number) => {
    let total = 0;
    return (time) => {
      total = random.uniform() < 0.005 ? 0 : total + 15 * season(time) * random.uniform();
      return total;
    };
  };
  const pods = ['a', 'b', 'c'];
  const histogram = (): RecordedSeries[] => {
    const bounds = ['0.1', '0.5', '2', '+Inf'];
    const totals = bounds.map(() => 0);
    const steps = scrape(15, () => 0).map(([time]) => {
      let below = 0;
      bounds.forEach((_, i) => totals[i] += below += Math.floor(random.uniform() * 20));
      return [time, [...totals]] as const;
    });
    return bounds.map((le, i) => ({ labels: labelsOf({ __name__: 'latency_bucket', pod: 'a', le }), samples: steps.map(([time, values]) => [time, values[i]] as const) }));
  };
  return [
    ...pods.map((pod) => ({ labels: labelsOf({ __name__: 'requests_total', job: 'web', pod }), samples: scrape(15, counter()) })),
    ...pods.map((pod, i) => ({ labels: labelsOf({ __name__: 'waiting', job: i === 2 ? 'batch' : 'web', pod }), samples: scrape(30, () => Math.floor(random.uniform() * 80) / 8) })),
    { labels: labelsOf({ __name__: 'fleeting', job: 'web', pod: 'b' }), samples: scrape(60, (time) => Math.floor(time / 1800) % 3 === 0 ? time - START : undefined) },
    ...pods.slice(0, 2).map((pod) => ({ labels: labelsOf({ __name__: 'capacity', job: 'web', pod, zone: 'z' }), samples: scrape(60, () => 12) })),
    ...['web', 'batch'].map((job) => ({ labels: labelsOf({ __name__: 'limits', job, zone: `zone of "${job}" \\ x` }), samples: scrape(60, () => 40) })),
    { labels: labelsOf({ __name__: 'level', job: 'web' }), samples: scrape(60, (time) => season(time) * (0.9 + 0.2 * random.uniform())) },
    ...histogram(),
  ];
}

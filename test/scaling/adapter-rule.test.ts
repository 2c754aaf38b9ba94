import { App } from 'cdk8s';
import { type AdapterRule, AdapterRules } from '../../lib/scaling/adapter-rule';

function rule(metric: string, window = 60, series = 'requests_total'): AdapterRule {
  return { api: 'custom', metric, seriesQuery: series, window, query: (range) => `rate(${series}[${range}s])` };
}

test('the rules of an app come in the order of their names, each once', () => {
  const rules = AdapterRules.of(new App());
  ['b', 'a', 'b'].forEach((name) => rules.add(rule(name)));
  expect(rules.all().map(({ metric }) => metric)).toEqual(['a', 'b']);
});

test('the longer of two ranges serves both, in any order', () => {
  for (const windows of [[60, 240], [240, 60]]) {
    const rules = AdapterRules.of(new App());
    windows.forEach((window) => rules.add(rule('a', window)));
    expect(rules.all().map(({ window }) => window)).toEqual([240]);
  }
});

test('rejects a name with two meanings', () => {
  const rules = AdapterRules.of(new App());
  rules.add(rule('a'));
  expect(() => rules.add(rule('a', 60, 'other_total')))
    .toThrow("two metrics of this app are named 'a' and have different queries, rate(requests_total[60s]) and rate(other_total[60s]); rename one of them");
  expect(() => rules.add({ ...rule('a', 60, 'other_total'), api: 'external' })).not.toThrow();
});

test('apps do not share rules', () => {
  AdapterRules.of(new App()).add(rule('a'));
  expect(AdapterRules.of(new App()).all()).toEqual([]);
});

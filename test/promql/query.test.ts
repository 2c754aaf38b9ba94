import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Query } from '../../lib/promql';
import { AGGREGATIONS } from '../../lib/promql/aggregations';
import { FUNCTIONS } from '../../lib/promql/functions';

test('a query lists its selectors and how far back they read', () => {
  const query = Query.parse('sum(rate(a[5m] offset 1h)) + on () vector(scalar(b)) - on () quantile(0.5, -c offset 1d)');
  expect(query.selections.map(({ matchers, reachSeconds }) => [matchers[0].value, reachSeconds])).toEqual([['a', 3900], ['b', 300], ['c', 86_700]]);
});

test.each([['x[5m]', 'a range'], ['"text"', 'a text']])('rejects %s alone', (text, what) => {
  expect(() => Query.parse(text)).toThrow(`expected a number or a vector, got ${what}`);
});

test('docs/simulator.md lists exactly the simulated functions and aggregations', () => {
  const page = readFileSync(join(__dirname, '../../docs/simulator.md'), 'utf8');
  const listed = (title: string): string[] => [...new RegExp(`^- ${title}: ([^]*?)\\n(?! )`, 'm').exec(page)![1].matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(listed('functions').sort()).toEqual(Object.keys(FUNCTIONS).sort());
  expect(listed('aggregations').sort()).toEqual([...AGGREGATIONS].sort());
});

import fc from 'fast-check';
import { parse } from '../../../lib/promql/parse';
import { rollbackAlert } from '../../../lib/report/change/rollback-alert';

/** Names of the pods of a Deployment: a hash and five more letters, of those that Kubernetes draws. */
const PODS = 'web-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}';
const WORKLOAD = { kind: 'Deployment', name: 'web', namespace: 'shop' };

function rulesOf(...args: Parameters<typeof rollbackAlert>): { alert: string; expr: string; annotations: { summary: string; description: string } }[] {
  return (rollbackAlert(...args) as any).spec.groups[0].rules;
}

test('fires while the budget of the SLO is used too fast, over a long and a short window', () => {
  const [missed] = rulesOf('x', WORKLOAD, { latencySeconds: 0.3, objective: 0.999 });
  const share = (window: string): string => `(1 - sum(rate(http_request_duration_seconds_bucket{namespace="shop",pod=~"${PODS}",le=~"0\\\\.3"}`
    + `[${window}])) / sum(rate(http_request_duration_seconds_count{namespace="shop",pod=~"${PODS}"}[${window}])))`;
  expect(missed.expr).toBe(`(${share('1h')} > 0.0144 and ${share('5m')} > 0.0144) or (${share('6h')} > 0.006 and ${share('30m')} > 0.006)`);
});

test('fires for a low objective too', () => {
  expect(rulesOf('x', WORKLOAD, { latencySeconds: 5, objective: 0.9 })[0].expr).toMatch(/> 0\.5 and .* > 0\.5\) or/);
  expect(rulesOf('x', WORKLOAD, { latencySeconds: 5, objective: 0.3 })[0].expr).toContain('> 0.7');
});

test('reports an SLO without a metric', () => {
  expect(rulesOf('x', WORKLOAD, { latencySeconds: 1, objective: 0.99 })[1].expr)
    .toBe(`absent(http_request_duration_seconds_bucket{namespace="shop",pod=~"${PODS}",le=~"1(\\\\.0)?"})`);
});

test('the pods of a workload whose name begins alike are not counted', () => {
  const [, pattern] = /pod=~"([^"]*)"/.exec(rulesOf('x', WORKLOAD, { latencySeconds: 1, objective: 0.99 })[1].expr)!;
  const isOwn = (pod: string): boolean => new RegExp(`^(?:${pattern})$`).test(pod);
  expect(['web-7d4b9c6f5-x2x5z', 'web-api-0', 'web-cache-x2x5z', 'web-api-7d4b9c6f5-x2x5z'].map(isOwn)).toEqual([true, false, false, false]);
});

test('the pods of a StatefulSet have numbers', () => {
  expect(rulesOf('x', { kind: 'StatefulSet', name: 'web' }, { latencySeconds: 1, objective: 0.99 })[0].expr).toContain('{pod=~"web-[0-9]+",le');
});

test('names cannot change the meaning of a query, nor become a template', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom('"} or vector(1) #', '.*', '{{ $value }}', 'a\nb')), (name) => {
    const rules = rulesOf('x', { kind: 'Deployment', name, namespace: name }, { latencySeconds: 0.3, objective: 0.999 });
    for (const { expr, annotations } of rules) {
      expect(() => parse(expr)).not.toThrow();
      expect(Object.values(annotations).join()).not.toContain('{{');
    }
    expect(JSON.stringify(parse(rules[1].expr))).toContain('absent');
  }), { numRuns: 50 });
});

import * as fc from 'fast-check';
import { legalMetricName, matchers, podMatchers, rateWindow, requireSeries, wholeQuery } from '../../lib/scaling/promql';
import { quoted } from '../../lib/promql/selectors';
import { anyCharacters } from '../support/any-text';
import { webContext } from '../support/scaling-metrics';

describe('a query of the user', () => {
  test.each([
    'sum(rate(http_requests_total{handler="/search)"}[1m]))',
    'max_over_time(queue[5m:30s]) or vector(0)',
    "label_replace(x, 'a', '#', 'b', '')",
    'x{y=`\\`}',
    'a\n+\tb',
  ])('%j is put in parentheses as it is', (query) => {
    expect(wholeQuery(query)).toBe(`(${query})`);
  });

  test.each([
    ['', 'is empty; write a PromQL expression'],
    ['up) or vector(1000', 'has a ) that closes no open bracket; remove it'],
    ['sum(up]', 'has a ] that closes no open bracket; remove it'],
    ['sum(up', 'has an open bracket; close it with )'],
    ['up # all', 'contains a comment, which hides what follows it'],
    ['up{a="x}', 'has a string that " opens and nothing closes; close it'],
    ['up{a="<<.LabelMatchers>>"}', "contains '<<' or '>>', which prometheus-adapter reads as a template"],
    ['up\u0000', 'contains a control character'],
    ['up{a="\\"}', 'has a string that " opens and nothing closes; close it'],
  ])('rejects %j, which would change the surrounding query', (query, message) => {
    expect(() => wholeQuery(query)).toThrow(`the query '${query}' ${message}`);
  });

  test('accepted queries are balanced', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '(', ')', '[', ']', '{', '}', '"', "'", '`', '\\', '#', '<'), maxLength: 12 }), (query) => {
      let whole: string;
      try {
        whole = wholeQuery(query);
      } catch {
        return;
      }
      const bare = whole.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/gs, '');
      expect(bare).toMatch(/^\([^"'`#]*\)$/s);
      let depth = 0;
      Array.from(bare).forEach((character, index) => {
        if ('([{'.includes(character)) depth++;
        if (')]}'.includes(character)) depth--;
        expect(depth).toBeGreaterThanOrEqual(index === bare.length - 1 ? 0 : 1);
      });
    }));
  });
});

describe('a text in a query', () => {
  test('stays a text, whatever is in it', () => {
    expect(matchers({ queue: 'a"} or vector(1) #' })).toBe('queue="a\\"} or vector(1) #"');
    expect(quoted('back\\slash\nline')).toBe('"back\\\\slash\\nline"');
  });

  test("never begins a template of prometheus-adapter's", () => {
    fc.assert(fc.property(anyCharacters(), (text) => {
      expect(quoted(text)).not.toMatch(/[<>]/);
      expect(JSON.parse(quoted(text))).toBe(text);
    }));
  });

  test.each(['a.b', '1a', 'a"', ''])("'%s' is not a label name", (label) => {
    expect(() => matchers({ [label]: 'x' })).toThrow(`'${label}' is not a label name`);
  });

  test.each(['a b', '1a', 'up{', '', 'a-b'])("'%s' is not a series name", (series) => {
    expect(() => requireSeries(series)).toThrow(`'${series}' is not a series name`);
  });
});

describe('a name for a metrics api', () => {
  test.each([['vllm:num_requests_waiting', 'vllm_num_requests_waiting'], ['p99.9', 'p99_9'], ['9to5', '_9to5'], ['ai-services', 'ai_services']])('%s is %s', (name, legal) => {
    expect(legalMetricName(name)).toBe(legal);
  });
});

describe('the pods of a target', () => {
  const matched = (kind: string, name: string, pod: string): boolean => {
    const pattern = JSON.parse(/pod=~(".*")$/.exec(podMatchers({ apiVersion: 'apps/v1', kind, name, namespace: 'rag' }, 'it'))![1]);
    return new RegExp(`^(?:${pattern})$`).test(pod);
  };

  test.each([
    ['Deployment', 'web', 'web-7d9fbc6b5-x2x4z', true],
    ['Deployment', 'web', 'web-api-7d9fbc6b5-x2x4z', false],
    ['Deployment', 'web', 'web-0', false],
    ['Deployment', 'a.b', 'a.b-7d9fbc6b5-x2x4z', true],
    ['Deployment', 'a.b', 'axb-7d9fbc6b5-x2x4z', false],
    ['StatefulSet', 'db', 'db-12', true],
    ['StatefulSet', 'db', 'db-backup-0', false],
    ['Widget', 'w', 'w-anything', true],
    // generated names are cut at 58 characters before the last five
    ['Deployment', 'd'.repeat(60), `${'d'.repeat(58)}bcdfg`, true],
    ['Deployment', 'd'.repeat(50), `${'d'.repeat(50)}-2456789bcdfg`, true],
    ['Deployment', 'd'.repeat(50), `${'d'.repeat(50)}-api-7d9fbc6bcdfg`, false],
    // a Job of a CronJob, a pod of a DaemonSet, one of a Job
    ['Deployment', 'web', 'web-29461440-9fj2k', false],
    ['Deployment', 'web', 'web-agent-x7k2p', false],
    ['Deployment', 'web', 'web-migrate-xbcdf', false],
  ])('%s %s: %s is %s', (kind, name, pod, expected) => {
    expect(matched(kind, name, pod)).toBe(expected);
  });

  test('cannot be told from others without a namespace', () => {
    expect(() => podMatchers({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, 'latency'))
      .toThrow('latency is measured over the pods of Deployment web, whose namespace is not known, so that pods of other namespaces would be counted; set the namespace of the chart');
  });
});

describe('the range of a rate', () => {
  test.each([[15, 60], [5, 60], [30, 120], [60, 240]])('with samples every %d s it is %d s', (scrapeInterval, window) => {
    expect(rateWindow(undefined, webContext({ scrapeInterval }))).toBe(window);
  });

  test('is refused where it has fewer than four samples', () => {
    expect(rateWindow(60, webContext())).toBe(60);
    expect(() => rateWindow(59, webContext())).toThrow('a rate over 59 s has too few samples at a scrape interval of 15 s; make the window at least 60 s, or shorten the scrape interval');
  });
});

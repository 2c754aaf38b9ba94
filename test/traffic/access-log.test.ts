import { readTrace, type TraceOptions } from '../../lib/traffic';
import { pathMatcher } from '../../lib/traffic/path-filter';
import { UserError } from '../../lib/values/user-error';

function combined(second: number, path = '/'): string {
  return `203.0.113.7 - - [01/Jan/2024:00:00:${String(second).padStart(2, '0')} +0000] "GET ${path} HTTP/1.1" 200 5 "-" "curl"`;
}

function counts(lines: readonly string[], options?: TraceOptions): number[] {
  const trace = readTrace(lines.join('\n'), 'x', options);
  return trace.kind === 'counts' ? [...trace.requests] : [];
}

test('seconds without a line had no request', () => {
  expect(counts([combined(1), combined(1), combined(4)])).toEqual([2, 0, 0, 1]);
});

test('lines of concurrent requests may be out of order', () => {
  expect(counts([combined(3), combined(1), combined(2)])).toEqual([1, 1, 1]);
});

test('buckets are as long as the options say', () => {
  expect(counts([combined(1), combined(9), combined(10)], { stepSeconds: 10 })).toEqual([2, 1]);
});

test('counts only requests that match a path, with a remark', () => {
  const lines = [combined(0, '/chat?q=1'), combined(1, '/health'), combined(2, '/chat')];
  expect(counts(lines, { path: /^\/chat/ })).toEqual([1, 0, 1]);
  expect(readTrace(lines.join('\n'), 'x', { path: /^\/chat/ }).remarks).toContain('x: 2 of 3 requests have a path that matches /^\\/chat/; only they are counted.');
});

test('counts a request at the time of its line, with a remark', () => {
  expect(readTrace(combined(0), 'x').remarks).toEqual(['x: a request counts at the time of its line, which most servers write when it is answered.']);
});

test.each([
  ['{"time_iso8601":"2024-01-01T00:00:00+00:00","request_uri":"/a"}'], ['{"msec":"1704067200.123","uri":"/a"}'], ['{"ts":1704067200.5,"request":{},"uri":"/a"}'],
  ['{"start_time":"2024-01-01T00:00:00.123Z","path":"/a"}'], ['{"StartUTC":"2024-01-01T00:00:00Z","RequestPath":"/a"}'], ['{"@timestamp":"2024-01-01T00:00:00Z","url":"/a"}'],
])('the JSON line %s is read', (line) => {
  const trace = readTrace(`${line}\n${line}\n`, 'x', { path: /^\/a$/ });
  expect(trace).toMatchObject({ kind: 'counts', startEpochSeconds: 1_704_067_200, stepSeconds: 1 });
  expect(trace.kind === 'counts' && [...trace.requests]).toEqual([2]);
});

test('skips up to one unreadable line in a hundred, with a remark', () => {
  const lines = Array.from({ length: 200 }, (_, i) => combined(i % 60));
  lines[7] = 'garbage from a scanner';
  expect(counts(lines).reduce((sum, count) => sum + count)).toBe(199);
  expect(readTrace(lines.join('\n'), 'x').remarks.join()).toContain("x: 1 line of 200 could not be read and was left out; the first: x:8: 'garbage from a scanner' is not a line");
});

test.each([
  [[combined(0), 'garbage'], "x:2: 'garbage' is not a line of an access log; use nginx combined, common log format or one JSON object a line"],
  [['{"time":"2024-01-01T00:00:00Z"}', '{"time":'], `x:2: '{"time":' is not a JSON object; complete or remove the line`],
  [['{"level":"info","message":"x"}'], 'x:1: none of the fields level, message holds the time; name one time, timestamp or ts'],
  [['{"time":"noon"}'], "x:1: 'noon' is not a time"],
])('more than that is refused: %j', (lines, message) => {
  expect(() => counts(lines)).toThrow(UserError);
  expect(() => counts(lines)).toThrow(message);
});

test('rejects a path without requests, and a log without lines', () => {
  expect(() => counts([combined(0)], { path: /none/ })).toThrow('x: none of 1 request has a path that matches /none/; widen it');
  expect(() => readTrace('\n', 'x', { format: 'access-log' })).toThrow('x is empty; write a line for each request');
});

test('a path that backtracks without end is refused in time', () => {
  expect(() => counts([combined(0), combined(1, `/${'a'.repeat(60)}!`)], { path: /^\/(a+)+$/, matchPaths: pathMatcher(100) }))
    .toThrow("traffic.path is '^\\/(a+)+$', whose matching takes too long on paths such as '/aaaa");
});

import { readPrometheus } from '../../lib/traffic';
import { UserError } from '../../lib/values/user-error';

function answer(...series: unknown[]): unknown {
  return { status: 'success', data: { resultType: 'matrix', result: series } };
}

function series(values: unknown, metric: unknown = {}): unknown {
  return { metric, values };
}

test('reads values as rates and adds up series, with a remark', () => {
  const trace = readPrometheus(answer(series([[0, '1'], [60, '2']]), series([[0, '3'], [60, '4']])), 'x', {});
  expect([...trace.requests]).toEqual([240, 360]);
  expect(trace.remarks).toEqual(['x: values were read as requests per second, and 2 series were added up.']);
});

test('a NaN is a gap, unless another series knows', () => {
  expect([...readPrometheus(answer(series([[0, '1'], [1, 'NaN'], [2, '3']])), 'x', {}).requests]).toEqual([1, 2, 3]);
  expect([...readPrometheus(answer(series([[0, '1'], [1, 'NaN'], [2, '3']]), series([[0, 'NaN'], [1, '7']])), 'x', {}).requests]).toEqual([1, 7, 3]);
});

test('series that begin at different times are joined in order', () => {
  expect([...readPrometheus(answer(series([[2, '1'], [3, '1']]), series([[0, '5'], [1, '5']])), 'x', {}).requests]).toEqual([5, 5, 1, 1]);
});

test('the bare data of an answer is read as well', () => {
  expect([...readPrometheus({ resultType: 'matrix', result: [series([[0, '1'], [1, '2']])] }, 'x', {}).requests]).toEqual([1, 2]);
});

test.each([
  [7, 'x is not a response of the Prometheus API; query a rate'],
  [{ status: 'error', errorType: 'bad_data', error: 'parse error at char 5' }, 'x: Prometheus refused the query: parse error at char 5'],
  [{ status: 'error', errorType: 'timeout' }, 'x: Prometheus refused the query: timeout'],
  [{ status: 'success', data: { resultType: 'vector', result: [] } }, 'x holds a result of type vector, not a range (matrix); query /api/v1/query_range with start, end and step'],
  [answer(), 'x holds no series; check metric, labels and range of the query'],
  [answer(series([[0, '1']], { __name__: 'http_requests_total' })), 'x holds the counter http_requests_total itself, which only ever grows; query a rate'],
  [answer({ metric: {}, value: [0, '1'] }), 'x: series 1 has no values; query /api/v1/query_range, not /api/v1/query'],
  [answer(series([[0, '1'], [60, 'x']])), 'x: series 1, value 2 is [60,"x"]; a value is a pair'],
  [answer(series([[0, '-1'], [60, '2']])), 'x: series 1, value 1 is -1 requests per second; query a rate'],
  [answer(series([[0, '+Inf'], [60, '2']])), 'x: series 1, value 1 is'],
  [answer(series([['0', '1']])), 'x: series 1, value 1 is ["0","1"]; a value is a pair of unix time and text, as in [1700000000, "12.5"]'],
  [answer(series([3])), 'x: series 1, value 1 is 3; a value is a pair'],
  [answer(series([[0, null]])), 'x: series 1, value 1 is [0,null]; a value is a pair'],
])('%j is refused', (received, message) => {
  expect(() => readPrometheus(received, 'x', {})).toThrow(UserError);
  expect(() => readPrometheus(received, 'x', {})).toThrow(message);
});

import fc from 'fast-check';
import { readTrace, type Trace, type TraceOptions } from '../../lib/traffic';
import { type CountTrace } from '../../lib/traffic/trace';
import { UserError } from '../../lib/values/user-error';

const NEW_YEAR = 1_704_067_200;

function plain(trace: Trace): unknown {
  const lists = Object.entries(trace).map(([key, value]) => [key, value instanceof Float64Array ? [...value] : value]);
  return Object.fromEntries(lists.filter(([key]) => key !== 'remarks' && key !== 'name'));
}

function read(text: string, options?: TraceOptions): unknown {
  return plain(readTrace(text, 'x', options));
}

describe('the format is detected from the content', () => {
  test('buckets of counts', () => {
    expect(read('seconds,requests\n0,6\n60,3\n')).toEqual({ kind: 'counts', stepSeconds: 60, requests: [6, 3] });
  });

  test('buckets of rates are multiplied by their length, and a rate ends at its time', () => {
    expect(read('time,rps\n2024-01-01T00:00:00Z,0.5\n2024-01-01T00:01:00Z,2\n')).toEqual({ kind: 'counts', startEpochSeconds: NEW_YEAR - 60, stepSeconds: 60, requests: [30, 120] });
  });

  test('a count begins at its time', () => {
    expect(read('time,requests\n2024-01-01T00:00:00Z,30\n2024-01-01T00:01:00Z,120\n')).toEqual({ kind: 'counts', startEpochSeconds: NEW_YEAR, stepSeconds: 60, requests: [30, 120] });
  });

  test('requests with tokens, in the spelling of the Azure traces', () => {
    expect(read('TIMESTAMP,ContextTokens,GeneratedTokens\n2024-01-01 00:00:01.5000000,10,2\n2024-01-01 00:00:02.0000000,20,3\n')).toEqual({
      kind: 'requests', startEpochSeconds: NEW_YEAR + 1.5, at: [0, 0.5], inputTokens: [10, 20], outputTokens: [2, 3],
    });
  });

  test('requests with tokens, in the spelling of BurstGPT', () => {
    expect(read('Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,log\n45,GPT-4,1087,230,1317,log\n')).toEqual({
      kind: 'requests', at: [0, 40], inputTokens: [472, 1087], outputTokens: [18, 230],
    });
  });

  test('requests with tokens, in the JSON lines of Mooncake', () => {
    expect(read('{"timestamp": 0, "input_length": 6955, "output_length": 52}\n{"timestamp": 3000, "input_length": 1, "output_length": 2}\n', { timeUnit: 'ms' })).toEqual({
      kind: 'requests', at: [0, 3], inputTokens: [6955, 1], outputTokens: [52, 2],
    });
  });

  test('the unit of a column that ends in ms', () => {
    expect(read('timestamp_ms\n0\n1500\n')).toEqual({ kind: 'requests', at: [0, 1.5] });
  });

  test('times alone are requests', () => {
    expect(read('arrived_at\n0\n0.5\n')).toEqual({ kind: 'requests', at: [0, 0.5] });
  });

  test('the answer of Prometheus to a range query, on one line or many', () => {
    const answer = { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values: [[NEW_YEAR, '1.5'], [NEW_YEAR + 60, '2']] }] } };
    const expected = { kind: 'counts', startEpochSeconds: NEW_YEAR - 60, stepSeconds: 60, requests: [90, 120] };
    expect(read(JSON.stringify(answer))).toEqual(expected);
    expect(read(JSON.stringify(answer, null, 2))).toEqual(expected);
  });

  test('the answer of Prometheus that it refused the query', () => {
    const answer = { status: 'error', errorType: 'bad_data', error: 'parse error at char 5' };
    expect(() => read(JSON.stringify(answer))).toThrow('x: Prometheus refused the query: parse error at char 5');
  });

  test('nginx combined', () => {
    const line = (time: string): string => `203.0.113.7 - alice [${time}] "GET /chat?q=1 HTTP/1.1" 200 2326 "https://example.com/" "curl/8.0 [x]"`;
    expect(read(`${line('01/Jan/2024:00:00:01 +0000')}\n${line('01/Jan/2024:01:00:01 +0100')}\n${line('01/Jan/2024:00:00:03 +0000')}\n`)).toEqual({
      kind: 'counts', startEpochSeconds: NEW_YEAR + 1, stepSeconds: 1, requests: [2, 0, 1],
    });
  });

  test('access logs of JSON lines', () => {
    expect(read('{"time":"2024-01-01T00:00:00Z","path":"/"}\n{"time":"2024-01-01T00:00:02Z","path":"/"}\n')).toEqual({
      kind: 'counts', startEpochSeconds: NEW_YEAR, stepSeconds: 1, requests: [1, 0, 1],
    });
  });

  test('the options take precedence', () => {
    expect(read('seconds,requests\n0,1\n5,1\n', { format: 'requests' })).toEqual({ kind: 'requests', at: [0, 5] });
  });
});

describe('repairs are remarks', () => {
  test('a late start and requests out of order', () => {
    expect(readTrace('seconds\n10\n5\n7\n', 'x').remarks).toEqual(['x: 1 row out of order was sorted by time.', 'x: the first row is for second 5; the simulation begins there.']);
    expect(readTrace('seconds,requests\n60,1\n120,1\n', 'x').remarks).toEqual(['x: the first row is for second 60; the simulation begins there.']);
  });

  test('tokens stay with their request when it is sorted', () => {
    expect(read('t,input_tokens,output_tokens\n5,1,2\n0,3,4\n')).toEqual({ kind: 'requests', at: [0, 5], inputTokens: [3, 1], outputTokens: [4, 2] });
  });
});

describe('unreadable traffic is rejected with its place', () => {
  test.each([
    ['', 'x is empty; add a header such as seconds,requests and a row for each bucket'],
    [' \n\n', 'x is empty'],
    ['a,b\n1,2\n', 'x has the columns a, b and no column of times; name one seconds, timestamp or time'],
    ['seconds,requests\n0,1\n60,x\n', "x:3: requests is 'x'; use a number, 0 or above"],
    ['seconds,requests\n0,1\n60,-1\n', "x:3: requests is '-1'"],
    ['seconds,requests\nnow,1\n', "x:2: 'now' is not a time"],
    ['t,input_tokens\n0,1\n', 'x has a column of input tokens only; give both input_tokens and output_tokens, or none'],
    ['t,output_tokens\n0,1\n', 'x has a column of output tokens only'],
    ['t,input_tokens,output_tokens\n0,,2\n', 'x:2: inputtokens is empty; use a number of tokens, 0 or above'],
    ['timestamp\n', 'x contains no request; add a row for each'],
    ['seconds,requests\n', 'x contains no traffic; add at least two rows'],
    ['PK\u0003\u0004\u0000', "x begins with 'PK???', which is not text; use CSV, JSON or an access log"],
    ['{"status":"success","data":{"resultType":"matrix","result":[', 'x is not JSON'],
    ['[1,2]', 'x is not a response of the Prometheus API; query a rate in requests per second over a range'],
  ])('%j', (text, message) => {
    expect(() => readTrace(text, 'x')).toThrow(UserError);
    expect(() => readTrace(text, 'x')).toThrow(message);
  });

  test('rejects a file of requests without counts', () => {
    expect(() => readTrace('seconds\n0\n', 'x', { format: 'counts' })).toThrow('x has no column of counts; name one requests (in the bucket) or requests_per_second');
  });
});

test('a broken trace is always a clear error, never a crash', () => {
  const seeds = [
    'seconds,requests\n0,1\n60,2\n120,3\n', 'timestamp,input_tokens,output_tokens\n2024-01-01T00:00:00Z,1,2\n2024-01-01T00:00:01Z,3,4\n',
    '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[0,"1"],[60,"2"]]}]}}',
    '1.2.3.4 - - [01/Jan/2024:00:00:01 +0000] "GET / HTTP/1.1" 200 1\n', '{"time":"2024-01-01T00:00:00Z"}\n{"time":"2024-01-01T00:00:02Z"}\n',
  ];
  const piece = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('\n', ',', '"', '-1', 'NaN', '1e999', '[]', '{}', 'null', '\0', '9'.repeat(30), '{"t":1}\n', '[['));
  fc.assert(fc.property(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(200), fc.nat(6), piece), { minLength: 1, maxLength: 4 }), (seed, edits) => {
    const text = edits.reduce((before, [at, removed, inserted]) => before.slice(0, at) + inserted + before.slice(at + removed), seed);
    try {
      const trace = readTrace(text, 'x');
      const values = trace.kind === 'counts' ? trace.requests : trace.at;
      expect(values.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).message).not.toMatch(/undefined|\[object/);
    }
  }), { seed: 11, numRuns: 600 });
});

describe('exports of common tools', () => {
  test.each([
    ['Time,Value\n2024-01-31 09:00:00,2\n2024-01-31 09:01:00,3\n', [120, 180]],
    ['"Time","Value"\n2024-01-31 09:00:00,2\n2024-01-31 09:01:00,\n2024-01-31 09:02:00,4\n', [120, 180, 240]],
    ['Time,"http_requests{job=""web"",code=""200""}"\n1706691600000,2\n1706691660000,3\n', [120, 180]],
    ['"Time","web","api"\n1706691600000,2,1\n1706691660000,3,\n', [180, 180]],
    ['Time,sum(rate(http_requests_total[1m]))\n1706691600,2\n1706691660,3\n', [120, 180]],
    ['time,Value #A,Value #B\n0,2,1\n60,3,1\n', [180, 240]],
    ['Time;Value\n2024-01-31 09:00:00;2\n2024-01-31 09:01:00;3\n', [120, 180]],
  ])('reads the Grafana export %j as requests per second', (text, requests) => {
    const trace = readTrace(text, 'x');
    expect(Array.from((trace as CountTrace).requests)).toEqual(requests);
    expect(trace.remarks[0]).toMatch(/^x: values were read as requests per second(?:, and 2 series were added up)?\.$/);
  });

  test.each(['rps', 'RPS', 'qps', 'rate', 'tps', 'requests_per_second', 'Requests/s', 'req/s', 'requests per sec', 'throughput'])('reads the column %s as requests per second', (column) => {
    expect(read(`time,${column}\n0,2\n60,3\n`)).toMatchObject({ requests: [120, 180] });
  });

  test.each(['rpm', 'requests_per_minute', 'QPM'])('reads the column %s as requests per minute', (column) => {
    expect(read(`time,${column}\n0,60\n30,90\n`)).toMatchObject({ requests: [30, 45] });
  });

  test.each([
    '[{ "seconds": 0, "requests": 60 }, { "seconds": 60, "requests": 30 }]', '{ "seconds": 0, "requests": 60 } { "seconds": 60, "requests": 30 }\n',
    '{ "seconds" : 0 , "requests" : 60 }, { "seconds" : 60, "requests" : 30 }', ' [\n { "seconds": 0,\n "requests": 60 },\n {"seconds": 60, "requests": 30}\n]\n',
    '{"seconds": 0, "requests": 60}\r\n{"seconds": 60, "requests": 30}\r\n',
  ])('reads the JSON %j', (text) => {
    expect(read(text)).toMatchObject({ kind: 'counts', requests: [60, 30] });
  });

  test('reads a Prometheus answer on one line with blanks', () => {
    const answer = '{ "status" : "success", "data" : { "resultType" : "matrix", "result" : [ { "metric" : {}, "values" : [ [ 0, "1" ], [ 60, "2" ] ] } ] } }';
    expect(read(answer)).toMatchObject({ requests: [60, 120] });
  });

  test.each([
    ['time,foo\n0,5\n60,7\n', "'foo'"], ['timestamp,sessions,users\n0,5,1\n60,7,1\n', "'sessions', 'users'"], ['Time,web\n0,5\n60,7\n', "'web'"],
    ['{"time": "2024-01-01T00:00:00Z", "amount": 5}\n{"time": "2024-01-01T00:01:00Z", "amount": 7}\n', "'amount'"], ['[{"time": 0, "load": 5}, {"time": 60, "load": 7}]', "'load'"],
    ['time,name,foo\n0,a,\n60,b,7\n', "'foo'"],
  ])('refuses a column of numbers that nothing names: %j', (text, columns) => {
    expect(() => readTrace(text, 'x')).toThrow(new RegExp(`^x has numbers in the columns? ${columns}, whose meaning is not known; name the column of requests requests \\(in the bucket\\), rps`));
  });

  test('reads a row as a request where the scenario says so, or where it has no numbers', () => {
    expect(readTrace('time,foo\n0,5\n60,7\n', 'x', { format: 'requests' })).toMatchObject({ kind: 'requests' });
    expect(read('time,method,path\n0,GET,/\n60,GET,/a\n')).toMatchObject({ kind: 'requests', at: [0, 60] });
  });

  test('refuses a counter of Grafana, and values with units', () => {
    expect(() => readTrace('"Time","http_requests_total{job=""web""}"\n0,5\n60,7\n', 'x')).toThrow('x holds the counter http_requests_total{job="web"} itself, which only ever grows');
    expect(() => readTrace('"Time","Value"\n0,5 req/s\n60,7 req/s\n', 'x')).toThrow("x:2: Value is '5 req/s'; use a number, 0 or above, without a unit (in Grafana, export without formatting)");
  });

  test('reads cells with line breaks, and a quote that is never closed ends in one error', () => {
    expect(read('time,requests,note\n0,5,"a\nb"\n60,7,c\n')).toMatchObject({ requests: [5, 7] });
    expect(() => readTrace(`time,requests\n0,5\n60,"7\n${'120,1\n'.repeat(50_000)}`, 'x')).toThrow(UserError);
  });

  test('refuses ten million rows in one line, at once', () => {
    const started = Date.now();
    expect(() => readTrace(`time,requests\n${'0,1\n'.repeat(10_000_000)}`, 'x')).toThrow('x has 10000001 lines, more than 5000000; cut it, or count its requests in longer buckets');
    expect(Date.now() - started).toBeLessThan(5000);
  });
});

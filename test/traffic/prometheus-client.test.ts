import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type PrometheusQuery, queryPrometheus } from '../../lib/traffic';
import { type Fetch, PrometheusClient, serverAddress } from '../../lib/traffic/prometheus-client';
import { UserError } from '../../lib/values/user-error';

const QUERY: PrometheusQuery = { url: 'https://prometheus.test', query: 'sum(rate(x[1m]))', start: 0, end: 120, stepSeconds: 60 };

function server(respond: (url: URL, headers: Record<string, string>) => { status?: number; body: unknown }): { fetch: Fetch; calls: URL[] } {
  const calls: URL[] = [];
  const fetch: Fetch = (url, { headers }) => {
    calls.push(new URL(url));
    const { status = 200, body } = respond(new URL(url), headers);
    return Promise.resolve({ status, text: () => Promise.resolve(typeof body === 'string' ? body : JSON.stringify(body)) });
  };
  return { fetch, calls };
}

function range(url: URL): [number, string][] {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(url.searchParams.get(name)));
  return Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => [start + i * step, '1']);
}

function success(url: URL): { body: unknown } {
  return { body: { status: 'success', data: { resultType: 'matrix', result: [{ metric: { job: 'a' }, values: range(url) }] } } };
}

test('the query, the range and the token are sent', async () => {
  let authorization: string | undefined;
  const { fetch, calls } = server((url, headers) => {
    ({ authorization } = headers);
    return success(url);
  });
  await queryPrometheus({ ...QUERY, token: 'secret' }, fetch);
  expect(calls.map(({ pathname, search }) => pathname + search)).toEqual(['/api/v1/query_range?query=sum%28rate%28x%5B1m%5D%29%29&start=0&end=120&step=60']);
  expect(authorization).toBe('Bearer secret');
});

test.each([
  ['https://prometheus.test/', '/api/v1/query_range'], ['https://prometheus.test/prom/', '/prom/api/v1/query_range'],
  ['https://prometheus.test/api/v1/query_range?query=other', '/api/v1/query_range'],
])('the address %s leads to %s', async (url, pathname) => {
  const { fetch, calls } = server(success);
  await queryPrometheus({ ...QUERY, url }, fetch);
  expect(calls[0].pathname).toBe(pathname);
  expect(calls[0].searchParams.get('query')).toBe(QUERY.query);
});

test('splits a range above the point limit of Prometheus, and joins the parts', async () => {
  const { fetch, calls } = server(success);
  const answer = await queryPrometheus({ ...QUERY, end: 25_000, stepSeconds: 1 }, fetch);
  expect(calls).toHaveLength(3);
  const { data: { result } } = answer as { data: { result: { values: [number, string][] }[] } };
  expect(result).toHaveLength(1);
  expect(result[0].values.map(([time]) => time)).toEqual(Array.from({ length: 25_001 }, (_, i) => i));
});

test("passes on Prometheus' message about a bad query", async () => {
  const refused = { status: 'error', errorType: 'bad_data', error: 'parse error' };
  const { fetch } = server(() => ({ status: 400, body: refused }));
  expect(await queryPrometheus(QUERY, fetch)).toEqual(refused);
});

test.each([
  [{ status: 401, body: '' }, {}, 'prometheus.test answered 401: it requires a token; set the environment variable or the file that holds one'],
  [{ status: 403, body: '' }, { token: 'x' }, 'prometheus.test answered 403: it rejected the token; check its scope and expiry'],
  [{ status: 200, body: '<html>login</html>' }, {}, "prometheus.test answered 200 with '<html>login</html>', which is not a response of the Prometheus API; check the address"],
  [{ status: 500, body: { hello: 1 } }, {}, 'prometheus.test answered 500'],
])('the answer %j is refused', async (response, more, message) => {
  const failure = queryPrometheus({ ...QUERY, ...more }, server(() => response).fetch);
  await expect(failure).rejects.toThrow(UserError);
  await expect(failure).rejects.toThrow(message);
});

test.each([
  ['prometheus', "'prometheus' is not the address of a Prometheus; write it as in https://prometheus.example.com"],
  ['ftp://prometheus.test', "'ftp://prometheus.test' is not the address of a Prometheus"],
  ['https://me:pass@prometheus.test', 'the address of prometheus.test carries a user name or password, which is visible in the process list'],
])('the address %s is refused', async (url, message) => {
  await expect(queryPrometheus({ ...QUERY, url })).rejects.toThrow(message);
});

test('the same server has one address, without credentials in the query', () => {
  for (const text of ['https://prometheus.test/mimir', 'https://prometheus.test/mimir/', 'https://prometheus.test/mimir/api/v1/query_range?token=hidden']) {
    expect(serverAddress(text)).toBe('https://prometheus.test/mimir');
  }
  expect(() => serverAddress('https://me:hunter2@prometheus.test')).toThrow('carries a user name or password');
});

test('a password in an address is not printed', async () => {
  await expect(queryPrometheus({ ...QUERY, url: 'https://me:hunter2@prometheus.test' })).rejects.not.toThrow('hunter2');
});

test.each([
  [new Error('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:9') }), 'prometheus.test cannot be reached: connect ECONNREFUSED 127.0.0.1:9'],
  [Object.assign(new Error('x'), { name: 'TimeoutError' }), 'prometheus.test cannot be reached: no answer within 60 s'],
])('a connection that fails is named: %s', async (error, message) => {
  await expect(queryPrometheus(QUERY, () => Promise.reject(error))).rejects.toThrow(message);
});

describe('a real server', () => {
  let real: Server;

  beforeAll(async () => {
    real = createServer((request, response) => response.end(JSON.stringify(success(new URL(request.url ?? '', 'http://localhost')).body)));
    await new Promise<void>((ready) => {
      real.listen(0, '127.0.0.1', ready);
    });
  });

  afterAll(() => real.close());

  test('is asked over HTTP', async () => {
    const { port } = real.address() as AddressInfo;
    expect(await queryPrometheus({ ...QUERY, url: `http://127.0.0.1:${port}` })).toMatchObject({ data: { result: [{ values: [[0, '1'], [60, '1'], [120, '1']] }] } });
  });
});

test.each(['hunter2\nsecond line', 'hunter2ü', '\x07hunter2', ''])('rejects a token that no header can carry, without printing it: %j', async (token) => {
  const { fetch, calls } = server(success);
  const error = await queryPrometheus({ ...QUERY, token }, fetch).catch((caught: unknown) => caught as Error);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).not.toContain('hunter2');
  expect(calls).toEqual([]);
});

test.each<() => ReturnType<Fetch>>([
  () => Promise.reject(new TypeError('Headers.append: "Bearer hunter2-secret" is an invalid header value')),
  () => Promise.resolve({ status: 500, text: () => Promise.resolve('no such token: hunter2-secret') }),
  () => Promise.resolve({ status: 400, text: () => Promise.resolve('{"status":"error","error":"token hunter2-secret"}') }),
])('a token that the server echoes is not printed: %s', async (respond) => {
  const answer: unknown = await queryPrometheus({ ...QUERY, token: 'hunter2-secret' }, respond).catch((caught: unknown) => (caught as Error).message);
  expect(JSON.stringify(answer)).not.toContain('hunter2');
});

test('a password in an invalid address is not printed', async () => {
  await expect(queryPrometheus({ ...QUERY, url: 'http://me:hunter2@ho st/' })).rejects.toThrow("'http://…@ho st/' is not the address of a Prometheus");
});

describe('a busy server', () => {
  function busy(times: number, status: number, body: unknown = ''): { client: PrometheusClient; pauses: number[] } {
    const pauses: number[] = [];
    let left = times;
    const { fetch } = server((url) => left-- > 0 ? { status, body } : success(url));
    return { client: new PrometheusClient({ url: 'https://prometheus.test', fetch, wait: (pause) => Promise.resolve(void pauses.push(pause)) }), pauses };
  }

  test.each([429, 502, 503, 504])('is asked again with growing back-off: %i', async (status) => {
    const { client, pauses } = busy(2, status);
    expect(await client.range('up', 0, 60, 60)).toMatchObject({ status: 'success' });
    expect(pauses).toEqual([1000, 4000]);
  });

  test('fails after four attempts', async () => {
    const { client, pauses } = busy(9, 429, { status: 'error', errorType: 'too_many_requests', message: 'slow down' });
    await expect(client.range('up', 0, 60, 60)).rejects.toThrow('prometheus.test answered 429 4 times: it is busy or limits requests; try again later, or query a shorter range');
    expect(pauses).toEqual([1000, 4000, 15_000]);
  });

  test('is not asked again after a query timeout of Prometheus itself', async () => {
    const late = { status: 'error', errorType: 'timeout', error: 'query timed out in expression evaluation' };
    const { client, pauses } = busy(9, 503, late);
    expect(await client.range('up', 0, 60, 60)).toEqual(late);
    expect(pauses).toEqual([]);
  });
});

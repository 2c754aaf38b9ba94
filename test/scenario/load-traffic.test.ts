import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type LoadedTraffic, loadTraffic, type Scenario, type TrafficContext } from '../../lib/scenario';
import { toEpoch } from '../../lib/scenario/instant';
import { planTraffic } from '../../lib/scenario/trace-source';
import { UserError } from '../../lib/values/user-error';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'traffic-'));
  writeFileSync(join(folder, 'a.csv'), 'seconds,requests\n0,60\n60,120\n');
});

afterEach(() => rmSync(folder, { recursive: true }));

function load(scenario: Scenario, trace?: string, more: TrafficContext = {}): Promise<LoadedTraffic> {
  return loadTraffic(scenario, trace, { folder, env: {}, ...more });
}

function rates({ shared, flows }: LoadedTraffic, flow?: string): number[] {
  const source = flow === undefined ? shared : flows.get(flow);
  const { traffic } = planTraffic(source!, 1, 1);
  return traffic.kind === 'rate' ? [...traffic.perSecond] : [...traffic.at];
}

async function refusal(scenario: Scenario, trace?: string, more?: TrafficContext): Promise<string> {
  const error = await load(scenario, trace, more).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

test('a file is found beside the scenario, and cut and scaled as it says', async () => {
  expect(rates(await load({ traffic: { file: 'a.csv' } }))).toEqual([1, 2]);
  expect(rates(await load({ traffic: { file: 'a.csv', load: 2, skip: '1m', duration: '30s' } }))).toEqual([4]);
});

test('a file may be gzipped', async () => {
  writeFileSync(join(folder, 'a.csv.gz'), gzipSync('seconds,requests\n0,60\n60,120\n'));
  expect(rates(await load({ traffic: { file: 'a.csv.gz' } }))).toEqual([1, 2]);
});

test('options of the traffic are handed on', async () => {
  writeFileSync(join(folder, 'b.csv'), 'seconds,requests\n0,60\n60,\n120,60\n');
  expect(rates(await load({ traffic: { file: 'b.csv', gaps: 'zero' } }))).toEqual([1, 0, 1]);
  expect(await refusal({ traffic: { file: 'b.csv', gaps: 'error' } })).toContain('b.csv: 1 of 3 buckets of 60 s are missing');
  expect(rates(await load({ traffic: { file: 'a.csv', format: 'requests' } }))).toEqual([0, 60]);
});

test('a generator may be given its parameters', async () => {
  expect(rates(await load({ traffic: { generator: { name: 'ramp', duration: '2s', from: 1, to: 3 } as never } }))).toEqual([1.5, 2.5]);
  expect(rates(await load({ traffic: { generator: 'flat-noise', duration: '5s' } }))).toHaveLength(5);
});

test('a generator has Poisson arrivals, a recording its counts, unless told otherwise', async () => {
  const arrivals = async (scenario: Scenario): Promise<unknown> => (planTraffic((await load(scenario)).shared!, 1, 1).traffic as { arrivals: string }).arrivals;
  expect(await arrivals({ traffic: { generator: 'ramp' } })).toBe('poisson');
  expect(await arrivals({ traffic: { file: 'a.csv' } })).toBe('counted');
  expect(await arrivals({ traffic: { file: 'a.csv', arrivals: 'even' } })).toBe('even');
});

test('--trace goes before the scenario\'s traffic, whose other options stay', async () => {
  const scenario: Scenario = { traffic: { generator: 'ramp', load: 3 } };
  expect(rates(await load(scenario, join(folder, 'a.csv')))).toEqual([3, 6]);
  expect(rates(await load(scenario, 'flat-noise'))).toHaveLength(7200);
});

test('flows may have traffic of their own', async () => {
  const scenario: Scenario = { flows: { a: { stages: ['x'], traffic: { file: 'a.csv' } } } };
  const loaded = await load(scenario);
  expect(rates(loaded, 'a')).toEqual([1, 2]);
  expect(loaded.shared).toBeUndefined();
  expect(await refusal(scenario, 'ramp')).toBe("'ramp' would not be used: every flow of the scenario has traffic of its own; remove one of the two");
  const mixed: Scenario = { flows: { ...scenario.flows, b: { stages: ['x'] } } };
  expect(rates(await load(mixed, 'ramp'))).toHaveLength(3600);
  expect(await refusal(mixed)).toContain('there is no traffic');
});

describe('a live Prometheus', () => {
  const answer = (url: string): string => {
    const query = new URL(url).searchParams;
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(query.get(name)));
    const values = Array.from({ length: (end - start) / step + 1 }, (_, i) => [start + i * step, '2']);
    return JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values }] } });
  };
  const asked: { url: string; headers: Record<string, string> }[] = [];
  const fetch: TrafficContext['fetch'] = (url, { headers }) => {
    asked.push({ url, headers });
    return Promise.resolve({ status: 200, text: () => Promise.resolve(answer(url)) });
  };
  const prometheus = { url: 'https://prometheus.test', query: 'sum(rate(x[1m]))' };

  beforeEach(() => asked.splice(0));

  test('is asked for the last day up to now, in whole steps', async () => {
    const loaded = await load({ traffic: { prometheus } }, undefined, { fetch, now: 1_704_067_234 });
    expect(rates(loaded)).toHaveLength(1440);
    expect(new URL(asked[0].url).searchParams.get('start')).toBe('1703980860');
    expect(planTraffic(loaded.shared!, 1, 1).startEpochSeconds).toBe(1_703_980_800);
    expect(new URL(asked[0].url).searchParams.get('end')).toBe('1704067200');
    expect(planTraffic(loaded.shared!, 1, 1).remarks[0]).toBe('prometheus.test: asked for 2023-12-31T00:00:00.000Z to 2024-01-01T00:00:00.000Z in steps of 60 s.');
  });

  test('is asked for a range', async () => {
    const range = { start: '2024-01-01T00:00:00Z', end: '2024-01-01T01:00:00+00:00', step: '10m' };
    expect(rates(await load({ traffic: { prometheus: { ...prometheus, ...range } } }, undefined, { fetch }))).toEqual(Array(6).fill(2));
  });

  test('is not asked for a range that is shorter than a step', async () => {
    const range = { start: '2024-01-01T00:00:00Z', end: '2024-01-01T00:05:00Z', step: '10m' };
    await expect(load({ traffic: { prometheus: { ...prometheus, ...range } } }, undefined, { fetch }))
      .rejects.toThrow('traffic.prometheus has a step of 600 s, longer than the range; use a longer range or a shorter step');
  });

  test('gets a token from the environment or from a file', async () => {
    writeFileSync(join(folder, 'token'), 'from file\n');
    const with_ = async (more: object, env: Record<string, string> = {}): Promise<string | undefined> => {
      await load({ traffic: { prometheus: { ...prometheus, ...more } } }, undefined, { fetch, now: 1e9, env });
      return asked.pop()?.headers.authorization;
    };
    expect(await with_({})).toBeUndefined();
    expect(await with_({}, { PROMETHEUS_TOKEN: 'usual' })).toBe('Bearer usual');
    expect(await with_({ tokenEnv: 'OTHER' }, { OTHER: 'other' })).toBe('Bearer other');
    expect(await with_({ tokenFile: 'token' })).toBe('Bearer from file');
  });

  test.each([
    [{ start: '2024-01-01' }, 'traffic.prometheus has only one of start and end; give both, or last'],
    [{ start: '2024-01-01', end: '2024-01-02', last: '1d' }, 'traffic.prometheus has start, end and last; give start and end, or last'],
    [{ start: '2024-01-02', end: '2024-01-01' }, 'traffic.prometheus.end is not after start; swap them'],
    [{ start: 'now', end: '2024-01-01' }, "traffic.prometheus.start is 'now'; use ISO 8601, as in 2024-01-31T09:00:00Z"],
    [{ tokenEnv: 'NOT_SET' }, 'traffic.prometheus.tokenEnv is NOT_SET, which is not set; export it or name a tokenFile'],
    [{ tokenEnv: 'hunter2-the-token-itself' }, 'traffic.prometheus.tokenEnv names no variable that is set; write the name of one, as in PROMETHEUS_TOKEN, or name a tokenFile'],
    [{ tokenFile: 'none' }, 'traffic.prometheus.tokenFile cannot be read: there is no such file; name a file that contains only the token'],
  ])('%j is refused', async (more, message) => {
    expect(await refusal({ traffic: { prometheus: { ...prometheus, ...more } } }, undefined, { fetch })).toContain(message);
  });
});

test.each<[Scenario, string | undefined, string | RegExp]>([
  [{}, undefined, 'there is no traffic; name a recording or one of the generators flash-sale, office-hours, monday-morning, flat-noise, ramp with --trace, or set traffic in the scenario'],
  [{ traffic: {} }, undefined, 'traffic needs exactly one of file, generator and prometheus; it has none'],
  [{ traffic: { file: 'a.csv', generator: 'ramp' } }, undefined, 'traffic needs exactly one of file, generator and prometheus; it has file and generator'],
  [{ flows: { a: { stages: ['x'], traffic: {} } } }, undefined, 'flows.a.traffic needs exactly one of'],
  [{ traffic: { file: 'none.csv' } }, undefined, /^cannot read the trace 'none\.csv' \(traffic\.file, looked for as .*none\.csv\): there is no such file; name a file or one of the generators flash-sale/],
  [{ traffic: { file: '.' } }, undefined, /^cannot read the trace '\.' \(traffic\.file, looked for as .*\): it is a folder/],
  [{ traffic: { file: 'a.csv', path: '(' } }, undefined, "traffic.path is '(', which is not a regular expression; write one such as ^/chat"],
  [{ traffic: { file: 'a.csv', timezone: 'Mars' } }, undefined, "time zone 'Mars' is not known"],
  [{ traffic: { generator: { name: 'ramp', peak: 3 } as never } }, undefined, "generator ramp has no parameter 'peak'"],
])('%j is refused', async (scenario, trace, message) => {
  const failure = load(scenario, trace).then((loaded) => planTraffic(loaded.shared!, 1, 1));
  await expect(failure).rejects.toThrow(UserError);
  await expect(failure).rejects.toThrow(message);
});

test.each([
  [Buffer.from([0x1f, 0x8b, 1, 2]), 'x is a gzip file that cannot be unpacked'], [Buffer.from([0xff, 0xfe, 0x41]), 'x is not UTF-8 text; save it as UTF-8'],
])('rejects a file that is not text', async (bytes, message) => {
  writeFileSync(join(folder, 'x'), bytes);
  expect(await refusal({ traffic: { file: 'x' } })).toContain(message);
});

test('a start without a time zone is in UTC', () => {
  expect(toEpoch('2024-01-01T00:00:00', 'start')).toBe(1_704_067_200);
});

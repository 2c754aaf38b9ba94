import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readRecordedTable } from '../../lib/recording/recorded-table';
import { FolderPieces, readRecording, type Recording, writeRecording } from '../../lib/recording';
import { UserError } from '../../lib/values/user-error';
import { anyRecording, MONDAY, recordedSeries, recordedWorkload } from './recordings';

const roots: string[] = [];
afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true })));

function newFolder(): string {
  const root = mkdtempSync(join(tmpdir(), 'recording-'));
  roots.push(root);
  return join(root, 'shop.recording');
}

const SHOP: Recording = {
  startEpochSeconds: MONDAY,
  stepSeconds: 60,
  points: 4,
  scrapeIntervalSeconds: 15,
  remarks: ['The range is downsampled.'],
  workloads: [recordedWorkload('shop/web', {
    namespace: 'shop',
    series: [recordedSeries('requests', [1, NaN, 3, 4], 'sum(rate(x[1m]))'), recordedSeries('cpu', [0.5, 0.5, 0.25, 1])],
    latency: { source: 'buckets', bounds: [0.25, Infinity], rates: [Float64Array.of(1, 1, 2, 2), Float64Array.of(1, NaN, 3, 4)] },
    events: [{ atEpochSeconds: MONDAY + 60, kind: 'pod-started', text: 'A pod started.', startup: { total: 12.5 } }],
    policies: [{ fromEpochSeconds: MONDAY, sinceUnknown: true, source: 'hpa.yaml', manifest: { kind: 'HorizontalPodAutoscaler' } }],
  })],
};

/** Folder that holds the recording of a shop, with changes to its files. */
function shopFolder(changes: Record<string, (text: string) => string> = {}): string {
  const folder = newFolder();
  writeRecording(SHOP, folder);
  for (const [file, change] of Object.entries(changes)) writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
  return folder;
}

test('a recording that is written and read is the same', () => {
  fc.assert(fc.property(anyRecording, (recording) => {
    const folder = newFolder();
    writeRecording(recording, folder);
    expect(readRecording(folder)).toEqual(recording);
  }), { numRuns: 60 });
});

test('a folder has one JSON file, and a CSV file for each group of series of a workload', () => {
  const folder = shopFolder();
  expect(readdirSync(folder, { recursive: true }).map(String).sort()).toEqual(
    ['recording.json', 'shop.web', 'shop.web/latency.csv', 'shop.web/resources.csv', 'shop.web/traffic.csv'],
  );
  expect(readFileSync(join(folder, 'shop.web/traffic.csv'), 'utf8')).toBe(
    'time,requests (requests/s)\n2024-03-04T00:00:00Z,1\n2024-03-04T00:01:00Z,\n2024-03-04T00:02:00Z,3\n2024-03-04T00:03:00Z,4\n',
  );
  expect(readFileSync(join(folder, 'shop.web/latency.csv'), 'utf8').split('\n')[0]).toBe('time,le=0.25 (requests/s),le=+Inf (requests/s)');
  expect(readFileSync(join(folder, 'recording.json'), 'utf8')).toMatchSnapshot();
});

test('workloads whose names differ in special characters have separate folders', () => {
  const folder = newFolder();
  const workloads = ['a/b', 'a.b', 'A.B', '../x', ''].map((name) => recordedWorkload(name, { series: [recordedSeries('requests', [1])] }));
  writeRecording({ ...SHOP, points: 1, workloads }, folder);
  expect(readdirSync(folder).sort()).toEqual(['A.B-3', '_', '_x', 'a.b', 'a.b-2', 'recording.json']);
  expect(readRecording(folder).workloads.map(({ name }) => name)).toEqual(['a/b', 'a.b', 'A.B', '../x', '']);
});

test('a workload is kept apart from the files of the recording itself, whatever its name', () => {
  const folder = newFolder();
  const workloads = ['pieces', 'recording.json'].map((name) => recordedWorkload(name, { series: [recordedSeries('requests', [1])] }));
  writeRecording({ ...SHOP, points: 1, workloads }, folder);
  new FolderPieces(folder).remove();
  expect(readRecording(folder).workloads.map(({ name, series }) => [name, series.length])).toEqual([['pieces', 1], ['recording.json', 1]]);
});

test('secrets of triggers stay out of a recording', () => {
  const folder = newFolder();
  const policyOf = (host: string, password: string, annotations: Record<string, string> = {}) => ({
    kind: 'ScaledObject', metadata: { name: 'web', annotations }, spec: {
      maxReplicaCount: 5, triggers: [
        { type: 'rabbitmq', metadata: { host, queueName: 'jobs', passwordFromEnv: 'PASSWORD' } }, { type: 'mysql', metadata: { password, dbName: 'shop' } }, { type: 'cpu' },
      ],
    },
  });
  const manifest = policyOf('amqp://shop:hunter2@mq:5672/', 's3cr3t', { 'kubectl.kubernetes.io/last-applied-configuration': '{"password":"s3cr3t"}', 'team': 'shop' });
  writeRecording({ ...SHOP, workloads: [recordedWorkload('web', { policies: [{ fromEpochSeconds: MONDAY, source: 'dump.yaml', manifest }] })] }, folder);
  expect(readRecording(folder).workloads[0].policies[0].manifest).toEqual(policyOf('amqp://shop:removed@mq:5672/', 'removed', { team: 'shop' }));
});

describe('manual edits of the files', () => {
  const cut = (text: string): string => text.split('\n').filter((_, i) => i !== 1 && i !== 4).join('\n');

  test('rows that are removed at both ends of all files shorten the recording', () => {
    const { startEpochSeconds, points, workloads: [web] } = readRecording(shopFolder({
      'shop.web/traffic.csv': cut, 'shop.web/resources.csv': cut, 'shop.web/latency.csv': cut,
    }));
    expect({ startEpochSeconds, points }).toEqual({ startEpochSeconds: MONDAY + 60, points: 2 });
    expect(web.series.map(({ values }) => [...values])).toEqual([[NaN, 3], [0.5, 0.25]]);
    expect(web.latency?.rates.map((rates) => [...rates])).toEqual([[1, 2], [NaN, 3]]);
  });

  test('rows that are removed from one file are a gap', () => {
    const { points, workloads: [web] } = readRecording(shopFolder({ 'shop.web/traffic.csv': cut }));
    expect(points).toBe(4);
    expect([...web.series[0].values]).toEqual([NaN, NaN, 3, NaN]);
  });

  test('a column of a known name that is added names its file as source', () => {
    const { workloads: [web] } = readRecording(shopFolder({
      'shop.web/traffic.csv': (text) => text.split('\n').map((line, i) => line && `${line},${i === 0 ? 'errors (requests/s)' : '0'}`).join('\n'),
    }));
    expect(web.series.map(({ name, source }) => [name, source.replace(/^.*recording\//, '')])).toEqual(
      [['requests', 'sum(rate(x[1m]))'], ['cpu', 'query'], ['errors', 'shop.web/traffic.csv']],
    );
  });

  test('times may be written as a spreadsheet does', () => {
    const { startEpochSeconds } = readRecording(shopFolder({ 'shop.web/traffic.csv': (text) => text.replace(/T(\S+)Z/g, ' $1') }));
    expect(startEpochSeconds).toBe(MONDAY);
  });
});

test('a recording is not overwritten', () => {
  const folder = shopFolder();
  const before = readFileSync(join(folder, 'recording.json'), 'utf8');
  expect(() => writeRecording({ ...SHOP, workloads: [] }, folder)).toThrow(
    new UserError(`'${folder}' already contains a recording, which is not overwritten; name another folder, or remove it`),
  );
  expect(readFileSync(join(folder, 'recording.json'), 'utf8')).toBe(before);
});

test('a folder that cannot be made is named', () => {
  const folder = newFolder();
  writeFileSync(folder, '');
  expect(() => writeRecording(SHOP, folder)).toThrow(`shop.web/traffic.csv': a part of the path is a file, not a folder; name a file in a folder that can be written`);
});

test('a folder without recording.json is not a recording, as after an interrupted write', () => {
  const folder = newFolder();
  mkdirSync(folder);
  expect(() => readRecording(folder)).toThrow(`'${folder}' is not a recording: it has no recording.json; name a folder that \`record\` has written`);
});

const json = (change: (fields: Record<string, any>) => unknown) => ({
  'recording.json': (text: string): string => {
    const fields = JSON.parse(text) as Record<string, any>;
    change(fields);
    return JSON.stringify(fields);
  },
});

test.each<[string, Record<string, (text: string) => string>, string]>([
  ['broken JSON', { 'recording.json': (text) => text.replace('"points": 4,', '"points": 4') }, 'recording.json:7: not JSON: Expected'],
  ['JSON that is no object', { 'recording.json': () => '[]' }, 'recording.json: contains []; it must be a JSON object'],
  ['another format', json((fields) => (fields.format = 'x')), `recording.json: format is "x"; use 'cdk8s-kotaemon recording'`],
  ['a later version', json((fields) => (fields.version = 2)), 'recording.json: version is 2; use 1, or the release of cdk8s-kotaemon that wrote the recording'],
  ['no step', json((fields) => (fields.stepSeconds = 0)), 'recording.json: stepSeconds is 0; use a number above 0'],
  ['a text for a number', json((fields) => (fields.stepSeconds = '60')), 'recording.json: stepSeconds is "60"; use a number, 0 or above'],
  ['no name', json((fields) => delete fields.workloads[0].name), 'recording.json: workloads[0].name is missing; use a text'],
  ['a workload twice', json((fields) => fields.workloads.push(fields.workloads[0])), 'workloads[1].name is "shop/web"; use a name that no other workload has'],
  ['workloads that are no list', json((fields) => (fields.workloads = {})), 'recording.json: workloads is {}; use a list'],
  ['a workload that is no object', json((fields) => (fields.workloads = [1])), 'recording.json: workloads[0] is 1; use an object'],
  ['a remark that is no text', json((fields) => (fields.remarks = [1])), 'recording.json: remarks[0] is 1; use a text'],
  ['a folder elsewhere', json((fields) => (fields.workloads[0].folder = '../x')), 'workloads[0].folder is "../x"; use the name of a folder beside recording.json'],
  ['an unknown series', json((fields) => (fields.workloads[0].series[0].name = 'request')), 'workloads[0].series[0].name is "request"; use did you mean requests?'],
  ['an unknown kind of event', json((fields) => (fields.workloads[0].events[0].kind = 'x')), 'workloads[0].events[0].kind is "x"; use one of pod-started, deployment'],
  ['an event without a time', json((fields) => (fields.workloads[0].events[0].at = 'now')), 'workloads[0].events[0].at is "now"; use a time in ISO 8601, as in 2024-03-04T00:00:00Z'],
  ['a time without a zone', json((fields) => (fields.workloads[0].events[0].at = '2024-03-04T00:00:00')), 'workloads[0].events[0].at is "2024-03-04T00:00:00"; use a time in ISO 8601, as in 2024-03-04T00:00:00Z'],
  ['a flag that is none', json((fields) => (fields.workloads[0].policies[0].sinceUnknown = 1)), 'workloads[0].policies[0].sinceUnknown is 1; use true or false'],
  ['a policy without a manifest', json((fields) => delete fields.workloads[0].policies[0].manifest), 'workloads[0].policies[0].manifest is missing; use an object'],
  ['a column that is gone', { 'shop.web/resources.csv': (text) => text.replace('cpu (cores)', 'memory (bytes)') }, "shop.web/resources.csv has no column cpu (cores), which recording.json lists; restore it, or remove its entry from 'series'"],
  ['an unknown column', { 'shop.web/traffic.csv': (text) => text.replace('requests ', 'request ') }, "traffic.csv:1: the column 'request' is unknown; did you mean requests?"],
  ['a column of another file', { 'shop.web/traffic.csv': (text) => text.replace('requests (requests/s)', 'cpu (cores)') }, 'traffic.csv:1: the column cpu belongs in resources.csv; move it'],
  ['another unit', { 'shop.web/traffic.csv': (text) => text.replace('requests/s', 'requests/min') }, "traffic.csv:1: the column requests has the unit 'requests/min'; convert it to requests/s"],
  ['no unit', { 'shop.web/traffic.csv': (text) => text.replace(' (requests/s)', '') }, "traffic.csv:1: the column 'requests' has no unit; write name and unit, as in requests (requests/s)"],
  ['a column twice', { 'shop.web/latency.csv': (text) => text.replace('+Inf', '0.25') }, 'latency.csv:1: the column le=0.25 occurs twice; remove one'],
  ['no column of times', { 'shop.web/traffic.csv': (text) => text.replace('time,', 'date,') }, "traffic.csv:1: the first column is 'date'; it must be time"],
  ['a negative number', { 'shop.web/traffic.csv': (text) => text.replace('Z,3', 'Z,-3') }, "traffic.csv:4: requests (requests/s) is '-3'; use a number, 0 or above"],
  ['a time twice', { 'shop.web/traffic.csv': (text) => text.replace('00:02:00', '00:01:00') }, 'traffic.csv:4: 2024-03-04T00:01:00Z is not after the row above, which is for 2024-03-04T00:01:00Z; sort the rows by time, each once'],
  ['a time between two points', { 'shop.web/traffic.csv': (text) => text.replace('00:02:00', '00:02:20') }, 'traffic.csv:4: the row is between two points, which are 60 s apart; keep the times as they were recorded'],
  ['a time without a date', { 'shop.web/traffic.csv': (text) => text.replace('2024-03-04T00:00:00Z', '0') }, "traffic.csv:2: the time '0' has no date; use ISO 8601, as in 2024-03-04T00:00:00Z"],
  ['a row that is too long', { 'shop.web/traffic.csv': (text) => text.replace('Z,3', 'Z,3,3') }, 'traffic.csv:4: 3 cells under a header of 2 columns'],
  ['a last time of another century', { 'shop.web/traffic.csv': (text) => text.replace('2024-03-04T00:03', '9024-03-04T00:03') }, 'points of 60 s; use a whole number up to 40000000'],
  ['bounds that fall', { 'shop.web/latency.csv': (text) => text.replace('+Inf', '0.1') }, "latency.csv:1: the column 'le=0.1' is not above the bound before it; write bounds in seconds as in le=0.25, the last le=+Inf"],
  ['another column than a bound', { 'shop.web/latency.csv': (text) => text.replace('le=0.25', 'p99') }, "latency.csv:1: the column 'p99' is not above the bound before it"],
  ['no last bound', { 'shop.web/latency.csv': (text) => text.replace('+Inf', '5') }, 'latency.csv:1: the last column is not le=+Inf; add it: the rate of all requests'],
  ['a histogram of one bound', { 'shop.web/latency.csv': (text) => text.replace(/,le=0.25 \(requests\/s\)/, '').replace(/(Z,\d*),\d*/g, '$1') }, 'latency.csv:1: le=+Inf is the only column; add the bounds below it, or remove the file and its entry'],
  ['a histogram in another unit', { 'shop.web/latency.csv': (text) => text.replace(/requests\/s/g, 's') }, "latency.csv:1: the column le=0.25 has the unit 's'; convert it to requests/s"],
])('%s is refused with its place', (_, changes, message) => {
  const folder = shopFolder(changes);
  const read = (): unknown => readRecording(folder);
  expect(read).toThrow(UserError);
  expect(read).toThrow(message);
});

test('a file whose rows are further apart than the step is refused', () => {
  const rows = Array.from({ length: 12 }, (_, i) => `2024-03-04T00:${String(2 * i).padStart(2, '0')}:00Z,3`);
  expect(() => readRecording(shopFolder({ 'shop.web/traffic.csv': (text) => `${text.split('\n')[0]}\n${rows.join('\n')}\n` }))).toThrow(
    'traffic.csv:3: the rows are 120 s apart, and stepSeconds of recording.json is 60; set it to the distance of the rows',
  );
});

test('rejects a repeated hour of a clock change and says how to write it', () => {
  const table = 'time,requests (requests/s)\n2024-10-27 02:59:00,1\n2024-10-27 02:00:00,2\n';
  expect(() => readRecordedTable(table, 'traffic.csv')).toThrow(
    'traffic.csv:3: 2024-10-27T02:00:00Z is not after the row above, which is for 2024-10-27T02:59:00Z; sort the rows by time, each once; '
    + 'if a clock was set back by an hour, write the times in UTC, as in 2024-03-04T00:00:00Z',
  );
});

test('names a missing file of several series once', () => {
  const folder = shopFolder();
  rmSync(join(folder, 'shop.web/traffic.csv'));
  expect(() => readRecording(folder)).toThrow(/^shop\.web\/traffic\.csv is missing, and recording\.json lists requests in it; restore the file, or remove its entries from 'series'$/);
});

test('rejects a histogram with a missing file', () => {
  const folder = shopFolder();
  rmSync(join(folder, 'shop.web/latency.csv'));
  expect(() => readRecording(folder)).toThrow("shop.web/latency.csv is missing, and recording.json lists the latencies in it; restore the file, or remove 'latency'");
});

test('rejects a file that is not UTF-8', () => {
  const folder = shopFolder();
  writeFileSync(join(folder, 'shop.web/traffic.csv'), Buffer.from([0xff, 0xfe, 0x00]));
  expect(() => readRecording(folder)).toThrow('traffic.csv is not UTF-8 text; save it as UTF-8');
});

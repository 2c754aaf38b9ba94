import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ScheduleSuggestion } from '../../lib/entry/simulator';
import { demand, office } from '../studies/backtest/demands';
import { cli, TestFolder } from './cli';
import '../../lib/cli/suggest-schedule';

let folder: TestFolder;
let weeks: string;

beforeAll(() => {
  folder = new TestFolder();
  const traffic = demand(office, { noise: 0 });
  const rows = Array.from(traffic.perSecond, (rate, i) => `${new Date(Date.UTC(2024, 2, 11) + i * traffic.stepSeconds * 1000).toISOString()},${rate * traffic.stepSeconds}`);
  weeks = folder.write('weeks.csv', `time,requests\n${rows.join('\n')}\n`);
});
afterAll(() => folder.remove());

test('prints weeks of traffic as schedules in code', async () => {
  const { status, stdout, stderr } = await cli(['suggest-schedule', '--trace', weeks, '--per-replica', '10', '--timezone', 'UTC', '--windows', '2', '--min-replicas', '3']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^minReplicas: 3,\nschedules: \[\n {2}Schedule\.weekdays\('\d+:\d\d-\d+:\d\d', \{ atLeast: \d+, timeZone: 'UTC' \}\),\n/m);
  expect(stdout).toContain('made from 21 days, tested on 7 that it did not see');
});

test('writes the figures as JSON to standard output or a file', async () => {
  const file = join(folder.path, 'schedule.json');
  const { stdout } = await cli(['suggest-schedule', '--trace', weeks, '--json', '-']);
  await cli(['suggest-schedule', '--trace', weeks, '--json', file]);
  expect(JSON.parse(stdout) as ScheduleSuggestion).toMatchObject({ schemaVersion: 1, trace: 'weeks.csv', timeZone: 'UTC', testedDays: 7 });
  expect(readFileSync(file, 'utf8')).toBe(stdout);
});

test('accepts the start of traffic without times from an option or the scenario', async () => {
  const scenario = folder.write('scenario.yaml', 'start: 2024-03-14T00:00:00Z\ntraffic: {generator: {name: office-hours, duration: 14d}}\n');
  const { status, stdout } = await cli(['suggest-schedule', '--scenario', scenario, '--per-replica', '10', '--timezone', 'UTC', '--windows', '1']);
  expect(status).toBe(0);
  expect(stdout).not.toContain('has no clock');
  const plain = folder.write('plain.csv', `seconds,requests\n${Array.from({ length: 14 * 24 }, (_, i) => `${i * 3600},${i % 24}`).join('\n')}\n`);
  expect((await cli(['suggest-schedule', '--trace', plain, '--start', '2024-03-14', '--windows', '1'])).stdout).not.toContain('has no clock');
  expect((await cli(['suggest-schedule', '--trace', plain, '--windows', '1'])).stdout).toContain('plain.csv has no clock: it is assumed to begin on a Monday at midnight; set --start.');
});

test.each([
  [['--trace', 'office-hours'], 'error: office-hours has less than two weeks; a schedule is fitted to some weeks and tested on others; use two or more\n'],
  [['--per-replica', '0'], "error: option '--per-replica <rps>' argument '0' is invalid. use a number above 0"],
  [['--windows', '99'], "error: option '--windows <n>' argument '99' is invalid. use a whole number from 1 to 20"],
  [['--min-replicas', '-1'], "error: option '--min-replicas <n>' argument '-1' is invalid. use a whole number from 1 to 10000"],
])('%j ends with status 2 and one message', async (argv, message) => {
  const { status, stdout, stderr } = await cli(['suggest-schedule', ...argv]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test.each([['--timezone', 'Nowhere/Here'], ['--start', 'soon']])('%s %s is refused', async (option, value) => {
  const { status, stderr } = await cli(['suggest-schedule', '--trace', folder.write('plain.csv', `seconds,requests\n${Array.from({ length: 14 * 24 }, (_, i) => `${i * 3600},${i % 24}`).join('\n')}\n`), option, value]);
  expect(status).toBe(2);
  expect(stderr).toMatch(new RegExp(`^error: .*${value}`));
});

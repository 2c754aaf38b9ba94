import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BacktestReport } from '../../lib/entry/simulator';
import { demand, flat, office } from '../studies/backtest/demands';
import { cli, TestFolder, TRACE } from './cli';
import '../../lib/cli/backtest';

let folder: TestFolder;
let weeks: string;
let noise: string;

function csv(traffic: ReturnType<typeof demand>): string {
  return `seconds,requests\n${Array.from(traffic.perSecond, (rate, i) => `${i * traffic.stepSeconds},${rate * traffic.stepSeconds}`).join('\n')}\n`;
}

beforeAll(() => {
  folder = new TestFolder();
  weeks = folder.write('weeks.csv', csv(demand(office, { stepSeconds: 900 })));
  noise = folder.write('noise.csv', csv(demand(flat, { stepSeconds: 900, noise: 0.3 })));
});
afterAll(() => folder.remove());

test('prints a table, a verdict and the construct option for a forecast that pays', async () => {
  const { status, stdout, stderr } = await cli(['backtest', '--trace', weeks, '--horizon', '1h']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatchSnapshot();
});

test('answers NO FORECAST on noise', async () => {
  const { status, stdout } = await cli(['backtest', '--trace', noise]);
  expect(status).toBe(0);
  expect(stdout.match(/^NO FORECAST: none pays: .*$/gm)).toHaveLength(2);
  expect(stdout).not.toContain('DemandForecast.seasonal');
});

test('writes the figures as JSON to standard output or a file', async () => {
  const file = join(folder.path, 'backtest.json');
  const { stdout } = await cli(['backtest', '--trace', weeks, '--horizon', '30m,1h', '--json', '-']);
  await cli(['backtest', '--trace', weeks, '--horizon', '30m,1h', '--json', file]);
  const report = JSON.parse(stdout) as BacktestReport;
  expect(report).toMatchObject({ schemaVersion: 1, trace: 'weeks.csv', days: 28, stepSeconds: 900 });
  expect(report.horizons.map(({ horizonSeconds }) => horizonSeconds)).toEqual([1800, 3600]);
  expect(readFileSync(file, 'utf8')).toBe(stdout);
});

test('reads the traffic of a scenario', async () => {
  const scenario = folder.write('scenario.yaml', 'traffic: {generator: {name: office-hours, duration: 3d}}\n');
  const { status, stdout } = await cli(['backtest', '--scenario', scenario, '--horizon', '1h']);
  expect(status).toBe(0);
  expect(stdout).toContain('office-hours: 3 days in steps of 1 m');
});

test.each([
  [['--trace', 'nothing.csv'], "error: cannot read the trace 'nothing.csv': there is no such file"],
  [[], 'error: there is no traffic; name a recording or one of the generators'],
  [['--trace', 'flash-sale'], 'error: flash-sale is 2 h long; a season of a day shows from two days on, and a choice that can be trusted takes weeks'],
  [['--trace', 'office-hours', '--horizon', 'soon'], "error: option '--horizon <durations>' argument 'soon' is invalid. use durations above 0 with commas between them, as in 10m,1h (at most 20)"],
])('%j ends with status 2 and one message', async (argv, message) => {
  const { status, stdout, stderr } = await cli(['backtest', ...argv]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('a trace that is too short is refused', async () => {
  const { status, stderr } = await cli(['backtest', '--trace', folder.write('short.csv', TRACE)]);
  expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: short.csv is 5 m long; a season of a day shows from two days on, and a choice that can be trusted takes weeks (of a generator: traffic.generator.duration)\n' });
});

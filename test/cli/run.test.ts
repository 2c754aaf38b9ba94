import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli } from './cli';

const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };

test('the version is the package\'s', async () => {
  expect(await cli(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test.each([['--help'], ['simulate', '--help'], ['compare', '--help'], ['list', '--help']])('%s %s explains itself', async (...argv) => {
  const { status, stdout, stderr } = await cli(argv);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: cdk8s-kotaemon/);
});

test.each([
  [['fly'], "error: unknown command 'fly'"],
  [['simulat', 'x'], '(Did you mean simulate?)'],
  [['simulate'], "error: missing required argument 'files'\n(as in: cdk8s-kotaemon simulate dist --trace flash-sale; add --help for what is allowed)"],
  [['compare'], '(as in: cdk8s-kotaemon compare today.yaml tomorrow.yaml --trace flash-sale;'],
  [['list'], '(as in: cdk8s-kotaemon list dist;'],
  [['simulate', 'x', '--trac', 'y'], '(Did you mean --trace?)'],
  [['simulate', 'x', '--load', '1,zwei'], 'use numbers above 0 with commas between them, as in 1,2,3'],
  [['simulate', 'x', '--load', '0'], 'use numbers above 0'],
  [['simulate', 'x', '--seeds', '0'], 'use a whole number from 1 to 1000'],
  [['simulate', 'x', '--seeds', '1.5'], 'use a whole number from 1 to 1000'],
  [['simulate', 'x', '--kubernetes', '1.20'], "option '--kubernetes <version>' argument '1.20' is invalid. Kubernetes version '1.20' is not supported; use one from 1.28 to 1.37, as in '1.35'"],
  [['compare', 'x', '--baseline', 'default-hpa=3'], 'use default-hpa, fixed (the mean of the first policy), fixed=5, or none'],
])('the command line %j is refused with status 2', async (argv, message) => {
  const { status, stdout, stderr } = await cli(argv);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
});

test('without a command the help is shown, and the status is 2', async () => {
  const { status, stderr } = await cli([]);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^Usage: cdk8s-kotaemon/);
});

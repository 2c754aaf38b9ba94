import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { filesIn } from '../../../lib/cli/package-files';
import { writeOneFile } from '../../../scripts/onefile';
import { HPA, TRACE } from '../../cli/cli';
import { ROOT } from '../../support/imports';

jest.setTimeout(120_000);

const FILE = 'cdk8s-kotaemon.mjs';
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
/** Tells of every thread that is started, and of which file. */
const TELLS_OF_THREADS = `
  const threads = require('node:worker_threads');
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(file, options) { super(file, options); process.stderr.write('thread of ' + file + '\\n'); }
  };
  require('node:module').syncBuiltinESMExports();
`;
let built: string;
let folder: string;

beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'built-'));
  await writeOneFile(join(built, FILE));
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'empty-'));
  copyFileSync(join(built, FILE), join(folder, FILE));
});

afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => rmSync(built, { recursive: true }));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function one(args: readonly string[], nodeArgs: readonly string[] = []): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeArgs, FILE, ...args], {
    cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
  });
  return { status, stdout, stderr };
}

function write(name: string, content: string): void {
  writeFileSync(join(folder, name), content);
}

/** Names of all commands, as the help lists them. */
function commands(): string[] {
  return [...one(['--help']).stdout.matchAll(/^ {2}([a-z][\w-]*) .*(?:\[options\]|<|\[)/gm)].map(([, name]) => name).filter((name) => name !== 'help');
}

describe('the one file, in an empty folder', () => {
  test('says its version', () => {
    expect(one(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('has the help of every command, and loads what each needs', () => {
    const names = commands();
    expect(names).toEqual(expect.arrayContaining(['backtest', 'calibrate', 'change', 'check', 'compare', 'init', 'list', 'playground', 'record', 'simulate', 'suggest-schedule']));
    for (const name of names) expect({ name, ...one([name, '--help']) }).toEqual({ name, status: 0, stdout: expect.stringContaining(`Usage: cdk8s-kotaemon ${name}`), stderr: '' });
  });

  test('checks and lists manifests', () => {
    write('hpa.yaml', HPA.replace('minReplicas: 2', 'minReplicas: 30'));
    expect(one(['check', 'hpa.yaml'])).toMatchObject({ status: 1, stdout: expect.stringContaining('error KSC012') });
    expect(one(['list', 'hpa.yaml'])).toMatchObject({ status: 0, stdout: expect.stringContaining('HorizontalPodAutoscaler') });
  });

  test('simulates, and its report carries the charts', () => {
    write('hpa.yaml', HPA);
    write('trace.csv', TRACE);
    expect(one(['simulate', 'hpa.yaml', '--trace', 'trace.csv', '--html', 'report.html'])).toMatchObject({ status: 0 });
    const report = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(report).toContain('uPlot');
    expect(report).not.toMatch(/<(script|link)[^>]+(src|href)="(?!data:)/);
  });

  test('refuses a scenario by its schema', () => {
    write('hpa.yaml', HPA);
    write('scenario.yaml', 'seed: a\n');
    expect(one(['simulate', 'hpa.yaml', '--trace', 'ramp', '--scenario', 'scenario.yaml'])).toMatchObject({ status: 2, stderr: expect.stringContaining('seed is "a"; use a whole number') });
  });

  test('simulates several policies in worker threads', () => {
    write('hpa.yaml', HPA);
    write('trace.csv', TRACE);
    write('threads.cjs', TELLS_OF_THREADS);
    const { status, stdout, stderr } = one(['compare', 'hpa.yaml', '--trace', 'trace.csv', '--json', '-'], ['--require', './threads.cjs']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toBeInstanceOf(Object);
    const started = stderr.split('\n').filter((line) => line.startsWith('thread of '));
    expect(started).toHaveLength(availableParallelism() === 1 ? 0 : Math.min(3, availableParallelism()));
    expect(started.filter((line) => !line.endsWith(FILE))).toEqual([]);
  });

  test('suggests a schedule, and judges forecasts', () => {
    expect(one(['suggest-schedule', '--trace', 'office-hours', '--per-replica', '10', '--timezone', 'UTC', '--start', '2024-03-11T00:00:00Z'])).not.toMatchObject({ status: 70 });
    expect(one(['backtest', '--trace', 'office-hours'])).not.toMatchObject({ status: 70 });
  });

  test('reports what a recording lacks', () => {
    write('hpa.yaml', HPA);
    expect(one(['record', 'hpa.yaml', '--out', 'out'])).toMatchObject({ status: 2, stderr: expect.stringMatching(/^error: /) });
    expect(one(['calibrate', 'hpa.yaml', '--recording', 'none', '--out', 'out.yaml'])).toMatchObject({ status: 2, stderr: expect.stringMatching(/^error: /) });
    expect(one(['change', 'none.json', 'hpa.yaml'])).toMatchObject({ status: 2, stderr: expect.stringMatching(/^error: /) });
  });

  test.each(['app', 'platform'])('writes the template %s as the package does', (template) => {
    const { status, stdout } = one(['init', 'shop', '--template', template]);
    expect(status).toBe(0);
    expect(stdout).toContain('npm install');
    expect(filesIn(join(folder, 'shop'))).toHaveLength(filesIn(join(ROOT, 'templates', template)).length);
    expect(readFileSync(join(folder, 'shop/chart.ts'), 'utf8')).toContain('ShopChart');
  });

  test('takes the package from a tarball beside it', () => {
    const manifest = JSON.stringify({ name: 'cdk8s-kotaemon', version });
    const header = Buffer.alloc(512);
    header.write('package/package.json');
    header.write(manifest.length.toString(8).padStart(11, '0'), 124);
    const tarball = gzipSync(Buffer.concat([header, Buffer.from(manifest.padEnd(512, '\0'))]));
    writeFileSync(join(folder, `cdk8s-kotaemon-${version}.tgz`), tarball);
    expect(one(['init', 'shop'])).toMatchObject({ status: 0 });
    expect(gunzipSync(readFileSync(join(folder, 'shop', `cdk8s-kotaemon-${version}.tgz`))).toString()).toContain(manifest);
  });

  test('serves the playground', () => {
    // Ended as soon as it says where the page is.
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['${FILE}', 'playground']);
      child.stdout.once('data', async (text) => {
        const page = await (await fetch(/http:\\S+/.exec(String(text))[0])).text();
        process.stdout.write(String(page.includes('</html>')));
        child.kill();
      });`;
    expect(spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8', timeout: 20_000 }).stdout).toBe('true');
  });
});

test('the one file carries the licences of what is in it, and leaves nothing beside it', () => {
  const text = readFileSync(join(built, FILE), 'utf8');
  for (const name of ['commander', 'uplot', 'yaml']) expect({ name, told: new RegExp(`^// ${name} \\d+\\.\\d+\\.\\d+ \\(`, 'mi').test(text) }).toEqual({ name, told: true });
  expect(text.includes(ROOT)).toBe(false);
  expect(readdirSync(built)).toEqual([FILE]);
  one(['--help']);
  expect(existsSync(join(folder, 'node_modules'))).toBe(false);
});

test('the same sources give the same bytes', async () => {
  const again = mkdtempSync(join(tmpdir(), 'again-'));
  await writeOneFile(join(again, FILE));
  expect(readFileSync(join(again, FILE)).equals(readFileSync(join(built, FILE)))).toBe(true);
  rmSync(again, { recursive: true });
});

const unprivileged = process.getuid?.() === 0 ? test : test.skip;
if (process.getuid?.() !== 0) process.stdout.write('skipped: only root can take the rights of another user\n');

unprivileged('runs as the image does: as a user without a home, in a folder that it cannot write', () => {
  write('hpa.yaml', HPA);
  write('trace.csv', TRACE);
  chmodSync(folder, 0o555);
  // A folder of the tests is the owner's alone; the image has its file for all to read.
  const run = (...args: string[]): Ended => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [FILE, ...args], { cwd: folder, encoding: 'utf8', uid: 65532, gid: 65532, env: { NODE_ENV: 'production' } });
    return { status, stdout, stderr };
  };
  expect(run('check', 'hpa.yaml')).toMatchObject({ status: 0, stderr: '' });
  expect(run('compare', 'hpa.yaml', '--trace', 'trace.csv', '--json', '-')).toMatchObject({ status: 0 });
  expect(run('simulate', 'hpa.yaml', '--trace', 'trace.csv', '--html', 'report.html')).toMatchObject({ status: 2, stderr: expect.stringContaining("cannot write 'report.html'") });
  expect(readdirSync(folder).sort()).toEqual([FILE, 'hpa.yaml', 'trace.csv'].sort());
});

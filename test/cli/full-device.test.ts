import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { HPA, TestFolder } from './cli';

let folder: TestFolder;
let bundle: string;

beforeAll(() => {
  folder = new TestFolder();
  bundle = join(folder.path, 'build/cli/main.js');
  buildSync({ entryPoints: [join(__dirname, '../../lib/cli/main.ts')], bundle: true, platform: 'node', outfile: bundle, logLevel: 'error' });
  folder.write('package.json', '{ "version": "0.0.0" }');
  folder.write('hpa.yaml', HPA);
});

afterAll(() => folder.remove());

test.each([
  ['list', ['list', 'hpa.yaml']],
  ['check', ['check', 'hpa.yaml']],
  ['simulate --json -', ['simulate', 'hpa.yaml', '--trace', 'flash-sale', '--json', '-']],
  ['--help', ['--help']],
])('%s says in one line that its output cannot be written, and fails', (_, argv) => {
  const output = openSync('/dev/full', 'w');
  try {
    const { status, stderr } = spawnSync(process.execPath, [bundle, ...argv], { cwd: folder.path, stdio: ['ignore', output, 'pipe'], encoding: 'utf8' });
    expect({ status, stderr: stderr.split('\n').filter((line) => !line.startsWith('note: ')).join('\n') })
      .toEqual({ status: 2, stderr: 'error: cannot write standard output: no space is left on the device\n' });
  } finally {
    closeSync(output);
  }
}, 20_000);

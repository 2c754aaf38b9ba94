import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { HPA } from './cli';

const ROOT = join(__dirname, '../..');

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real program; `closeAfter` closes its standard output after so many characters, as `head` does. */
function program(argv: readonly string[], stdin: string, closeAfter = Infinity): Promise<Ended> {
  const child = spawn(process.execPath, ['-r', 'ts-node/register', 'lib/cli/main.ts', ...argv], { cwd: ROOT });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (stdout.length >= closeAfter) child.stdout.destroy();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

test('bad input ends the program with status 2 and a message', async () => {
  expect(await program(['list', '-'], 'a: [\n')).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(/^error: no Kubernetes object in standard input; .*\n$/) });
}, 60_000);

test('a closed output pipe is no error', async () => {
  const many = Array.from({ length: 400 }, () => HPA).join('---\n');
  const { status, stderr } = await program(['list', '-'], many, 1);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}, 60_000);

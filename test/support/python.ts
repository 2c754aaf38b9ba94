import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pythonWheel } from '../../scripts/package-python';
import { ROOT } from './imports';

/** Folder of the virtual environment. */
export const ENVIRONMENT = join(ROOT, '.cache/python');
const PYTHON = join(ENVIRONMENT, 'bin/python');
const PEERS = ['cdk8s', 'cdk8s-plus-28', 'constructs'];

/**
 * Python environment with the wheel of the constructs, beside the peers in the versions that node_modules has.
 *
 * @returns the reason why there is none, where Python or its packages cannot be had.
 */
export function missingPython(): string | undefined {
  const { status } = spawnSync('python3', ['-c', 'import sys, venv, pip; sys.exit(sys.version_info < (3, 10))']);
  if (status !== 0) return 'Python 3.10 with venv and pip not found';
  const peers = PEERS.map((peer) => `${peer}==${createRequire(join(ROOT, 'package.json'))(`${peer}/package.json`).version}`);
  const reason = once('peers', peers.join(' '), () => {
    rmSync(ENVIRONMENT, { recursive: true, force: true });
    for (const args of [['-m', 'venv', ENVIRONMENT], ['-m', 'pip', 'install', '--quiet', ...peers]]) {
      const { status: code, stderr } = spawnSync(existsSync(PYTHON) ? PYTHON : 'python3', args, { encoding: 'utf8' });
      if (code !== 0) return `python3 ${args.join(' ')} failed: ${stderr.trim().split('\n').pop()}`;
    }
    return undefined;
  });
  if (reason !== undefined) return reason;
  const wheel = pythonWheel();
  const failure = once('wheel', `${basename(wheel)} ${readFileSync(join(ROOT, '.cache/pacmak/stamp'), 'utf8')}`, () => {
    const { status: code, stderr } = spawnSync(PYTHON, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--force-reinstall', wheel], { encoding: 'utf8' });
    return code === 0 ? undefined : stderr;
  });
  if (failure !== undefined) throw new Error(`the wheel cannot be installed: ${failure}`);
  return undefined;
}

/** Runs Python in the environment. */
export function python(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = ROOT, input?: string): SpawnSyncReturns<string> {
  return spawnSync(PYTHON, ['-B', ...args], { cwd, input, encoding: 'utf8', env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0], ...env } });
}

/** Does work unless it was done for this input, as a file in the environment says. */
function once(name: string, input: string, work: () => string | undefined): string | undefined {
  const file = join(ENVIRONMENT, `${name}.stamp`);
  if (existsSync(file) && readFileSync(file, 'utf8') === input) return undefined;
  const failure = work();
  if (failure === undefined) writeFileSync(file, input);
  return failure;
}

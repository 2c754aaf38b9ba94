import { spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

/** The path of a tool that a development dependency brings. */
export function tool(name: string): string {
  return join(ROOT, 'node_modules/.bin', name);
}

/** Runs a command and returns what it printed; where it fails, prints that and ends the script with status 1. */
export function run(command: string, args: readonly string[], options: SpawnSyncOptions = {}): string {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, maxBuffer: 1 << 28, ...options, encoding: 'utf8' });
  if (error ?? status !== 0) {
    process.stderr.write(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ` with status ${status}`}\n${stdout ?? ''}${stderr ?? ''}`);
    process.exit(1);
  }
  return stdout;
}

/** Prints one line. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

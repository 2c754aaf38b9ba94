import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '../support/imports';
import { Throwaway } from './throwaway';

const OWNER = `
  const { Throwaway } = require('./test/e2e/throwaway');
  const place = new Throwaway('interrupted');
  place.start('sleeper', 'sleep', ['600']);
  process.stdout.write(place.folder);
  setInterval(() => undefined, 1000);
`;

describe('processes of a run end with it', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('when the run is ended by %s', async (signal) => {
    const owner = spawn(process.execPath, ['-r', 'ts-node/register/transpile-only', '-e', OWNER], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    const folder = await new Promise<string>((resolve) => owner.stdout.once('data', (text) => resolve(String(text))));
    const sleeper = pidIn(folder);
    expect(isRunning(sleeper)).toBe(true);
    owner.kill(signal);
    await until(() => !existsSync(folder));
    await until(() => !isRunning(sleeper));
  }, 30_000);

  test('when it ends by itself', async () => {
    const place = new Throwaway('ended');
    place.start('sleeper', 'sleep', ['600']);
    const sleeper = pidIn(place.folder);
    await place.end();
    expect(existsSync(place.folder)).toBe(false);
    await until(() => !isRunning(sleeper));
  });
});

test('a program that ends before it is ready is an error with the end of its log', async () => {
  const place = new Throwaway('failing');
  place.start('failing', 'sh', ['-c', 'echo no such flag; exit 1']);
  await expect(place.until('failing', () => Promise.resolve(false))).rejects.toThrow(/^failing ended:\nno such flag/);
  await place.end();
});

function pidIn(folder: string): number {
  return Number(readFileSync(join(folder, 'sleeper.pid'), 'utf8'));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(50);
}

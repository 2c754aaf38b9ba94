import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';

const LOCKS = join(ROOT, '.cache/locks');
const POLL_MILLISECONDS = 200;
const LONGEST_WAIT_MILLISECONDS = 600_000;

/**
 * Does what two processes must not do at the same time in one checkout. A lock of a process that has ended is taken
 * over.
 *
 * @throws Error where another process holds the lock for ten minutes.
 */
export function exclusively<T>(name: string, work: () => T): T {
  const file = join(LOCKS, name);
  mkdirSync(LOCKS, { recursive: true });
  for (let waited = 0; !isTaken(file); waited += POLL_MILLISECONDS) {
    if (waited >= LONGEST_WAIT_MILLISECONDS) throw new Error(`another process holds ${file} for ten minutes; end it, or remove the file`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MILLISECONDS);
  }
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}

function isTaken(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isAlive(holderOf(file))) rmSync(file, { force: true });
    return false;
  }
}

/** Process that holds a lock; 0 where it was released meanwhile. */
function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid: number): boolean {
  // A lock is empty for the moment between its creation and its content.
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

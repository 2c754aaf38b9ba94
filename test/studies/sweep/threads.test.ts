import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Job } from '../../../lib/studies/sweep/job';
import { Threads } from '../../../lib/studies/sweep/threads';
import { type World } from '../../../lib/simulator/world/world';
import { UserError } from '../../../lib/values/user-error';

/** A thread that answers as the real one does, with the seed for all figures; some seeds are trouble. */
const THREAD = `const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ world: { seed } }) => {
  if (seed === 13) return parentPort.postMessage({ kind: 'error', user: true, message: 'unlucky' });
  if (seed === 14) return parentPort.postMessage({ kind: 'error', user: false, message: 'a fault', stack: 'Error: a fault at simulate' });
  if (seed === 15) process.exit(3);
  if (seed === 16) throw new Error('thrown');
  parentPort.postMessage({ kind: 'progress', share: 0.5 });
  setTimeout(() => parentPort.postMessage({ kind: 'result', summary: { seed } }), 5 - seed);
});`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'threads-'));
  writeFileSync(join(folder, 'thread.js'), THREAD);
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(seeds: readonly number[], threads: number, onProgress: (index: number, share: number) => void = () => undefined): Promise<number[]> {
  const jobs = seeds.map((seed): Job => ({ world: { seed } as World, keepRun: false }));
  const pool = new Threads(join(folder, 'thread.js'), threads);
  return pool.run(jobs, onProgress).then((results) => results.map(({ summary }) => summary.seed)).finally(() => pool.close());
}

test.each([1, 2, 5])('%d threads run more jobs than threads, in order', async (threads) => {
  expect(await run([1, 2, 3, 4, 5], threads)).toEqual([1, 2, 3, 4, 5]);
});

test('reports the progress of each job', async () => {
  const told: string[] = [];
  await run([1, 2], 1, (index, share) => told.push(`${index}:${share}`));
  expect(told).toEqual(['0:0.5', '0:1', '1:0.5', '1:1']);
});

test('an error ends all threads, with its type and stack', async () => {
  await expect(run([1, 13, 2], 2)).rejects.toThrow(new UserError('unlucky'));
  await expect(run([13], 1)).rejects.toBeInstanceOf(UserError);
  await expect(run([14], 1)).rejects.toMatchObject({ message: 'a fault', stack: 'Error: a fault at simulate' });
});

test('a thread that exits is an error', async () => {
  await expect(run([1, 15], 1)).rejects.toThrow('a simulation thread ended with code 3');
  await expect(run([16], 1)).rejects.toThrow('thrown');
});

test('threads are reused for the next batch, and restarted after an error', async () => {
  const counter = join(folder, 'counter.js');
  writeFileSync(counter, `let jobs = 0;
require('node:worker_threads').parentPort.on('message', ({ world: { seed } }, port = require('node:worker_threads').parentPort) => {
  jobs++;
  port.postMessage(seed === 13 ? { kind: 'error', user: true, message: 'unlucky' } : { kind: 'result', summary: { seed: jobs } });
});`);
  const pool = new Threads(counter, 1);
  const batch = (seed: number) => pool.run([{ world: { seed } as World, keepRun: false }], () => undefined).then(([{ summary }]) => summary.seed);
  expect([await batch(1), await batch(1)]).toEqual([1, 2]);
  await expect(batch(13)).rejects.toThrow('unlucky');
  expect(await batch(1)).toBe(1);
  await pool.close();
});

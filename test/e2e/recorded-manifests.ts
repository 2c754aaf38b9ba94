import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, ROOT } from '../support/imports';
import { type Json } from './api-client';
import { type ManifestGroup } from './manifest-group';

const RECORD = join(ROOT, '.cache/e2e/manifests.jsonl');
/** Folders of tests that make no manifests. */
const WITHOUT_MANIFESTS = /^test\/(simulator|manifest|cli|project|e2e|integration)\//;

/** Runs the unit tests and the examples that keep snapshots, and writes down what goes into them. */
export async function recordManifests(): Promise<void> {
  rmSync(RECORD, { force: true });
  mkdirSync(dirname(RECORD), { recursive: true });
  const files = ['test', 'examples'].flatMap((folder) => filesBelow(folder, '.test.ts'))
    .filter((file) => !WITHOUT_MANIFESTS.test(file) && readFileSync(join(ROOT, file), 'utf8').includes('toMatchSnapshot'));
  const setup = ['test/support/validate-snapshots.ts', 'test/e2e/record-manifests.ts'].flatMap((file) => ['--setupFilesAfterEnv', join(ROOT, file)]);
  const jest = spawn(process.execPath, [require.resolve('jest/bin/jest'), '--ci', '--silent', '--reporters=default', ...setup, '--runTestsByPath', ...files], {
    cwd: ROOT, stdio: 'ignore', env: { ...process.env, RECORD_MANIFESTS: RECORD },
  });
  await new Promise((resolve) => jest.once('exit', resolve));
  // The unit tests judge whether these tests pass; here only their manifests count.
  if (!existsSync(RECORD)) throw new Error('no snapshot was recorded: do the unit tests run?');
}

/** Manifests in snapshots, by the test that made them. */
export function recordedManifests(): ManifestGroup[] {
  const groups = new Map<string, Json[]>();
  for (const line of readFileSync(RECORD, 'utf8').trim().split('\n')) {
    const { group, manifest } = JSON.parse(line);
    groups.set(group, [...groups.get(group) ?? [], manifest]);
  }
  const sorted = [...groups].sort(([a], [b]) => a.localeCompare(b));
  return sorted.map(([name, manifests]) => ({ name, manifests, sinceMinor: minorIn(name) }));
}

/**
 * The version that a test's name says, as in 'everything that kubernetes 1.35 has'; without one, every supported
 * version.
 */
function minorIn(name: string): number {
  return Number(/kubernetes v?1\.(\d+)/.exec(name)?.[1] ?? 28);
}

import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';
import { run, say, tool } from './run';

/**
 * Keeps the manifests of the examples as they are now. To be run at a release, and at no other time: the next release
 * is compared with them.
 */
const GOLDEN = join(ROOT, 'test/golden');

rmSync(GOLDEN, { recursive: true, force: true });
for (const example of readdirSync(join(ROOT, 'examples'))) {
  const main = join(ROOT, 'examples', example, 'main.ts');
  if (!existsSync(main)) continue;
  const folder = mkdtempSync(join(tmpdir(), 'golden-'));
  run(tool('ts-node'), ['-T', main], { env: { ...process.env, CDK8S_OUTDIR: folder } });
  cpSync(folder, join(GOLDEN, example), { recursive: true });
  rmSync(folder, { recursive: true });
  say(`${example}: ${readdirSync(join(GOLDEN, example)).join(', ')}`);
}

import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, ROOT } from '../test/support/imports';
import { writePlayground } from './build-playground';
import { bundlePackage } from './bundle';
import { hashOf } from './hash';
import { jsiiModule } from './jsii-module';
import { exclusively } from './lock';
import { run, say, tool } from './run';

const STAMP = join(ROOT, '.cache/build-stamp');
const SETTINGS = ['README.md', 'package.json', 'package-lock.json', 'tsconfig.build.json', 'scripts/build.ts', 'scripts/bundle.ts', 'scripts/jsii-module.ts', 'scripts/build-playground.ts'];

/** Hash of all that the package is built of. */
export function packageStamp(): string {
  return hashOf([...SETTINGS, ...filesBelow('lib'), ...filesBelow('schemas', '.json'), ...filesBelow('playground', '')]);
}

/** Builds the package in place: declarations, bundled code, and the assembly of jsii. */
async function buildPackage(): Promise<void> {
  const stamp = packageStamp();
  [STAMP, join(ROOT, 'build')].forEach((path) => rmSync(path, { recursive: true, force: true }));
  run(tool('tsc'), ['-p', 'tsconfig.build.json']);
  const { folder, classes } = jsiiModule();
  await bundlePackage(classes);
  writePlayground();
  for (const assembly of ['.jsii', '.jsii.gz']) copyFileSync(join(folder, assembly), join(ROOT, assembly));
  writeFileSync(STAMP, stamp);
}

/** Builds the package unless its sources are those of the last build. */
export function requireBuild(): void {
  exclusively('build', () => {
    if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === packageStamp() && existsSync(join(ROOT, 'build/index.js'))) return;
    run('npm', ['run', '--silent', 'build']);
  });
}

if (require.main === module) void buildPackage().then(() => say('the package is built'));

import { buildSync } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';

/**
 * Puts all that the package root loads into one file: hundreds of small ones cost every synthesis more time to find than to run
 * (`npm run bench -- synth`). Types stay file by file, and so do the readers.
 */
export function bundle(outfile: string): void {
  buildSync({
    entryPoints: [join(ROOT, 'lib/index.ts')], outfile, allowOverwrite: true,
    bundle: true, packages: 'external', platform: 'node', target: 'es2022', keepNames: true, logLevel: 'warning', tsconfig: join(ROOT, 'tsconfig.json'),
  });
}

/** Folders that no reader needs: in the package, their code is in the one file, and their types stay. */
const BUNDLED = ['app', 'kube', 'module', 'monitoring', 'platform', 'preload', 'scaling', 'stores', 'synthesis'];

if (require.main === module) {
  bundle(join(ROOT, 'build/index.js'));
  for (const folder of BUNDLED.map((name) => join(ROOT, 'build', name))) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.js')) rmSync(join(folder, file));
    }
  }
}

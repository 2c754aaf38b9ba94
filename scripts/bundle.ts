import { buildSync } from 'esbuild';
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

if (require.main === module) bundle(join(ROOT, 'build/index.js'));

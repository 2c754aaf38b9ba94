import { build, type Plugin } from 'esbuild';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { filesIn } from '../lib/cli/package-files';
import { ROOT } from '../test/support/imports';
import { playgroundPage } from './build-playground';
import { packagesIn, withFilesOfPackages } from './bundle';
import { say } from './run';
import { notices } from './third-party-notices';

/** File that this script writes: the command line with everything that it needs but Node. */
export const ONE_FILE = join(ROOT, 'packages/cdk8s-kotaemon.mjs');

/** Either the command line, or a thread of it: a thread is started with the same file. */
const ENTRY = `
  import { isMainThread } from 'node:worker_threads';
  if (isMainThread) require('./lib/cli/main'); else require('./lib/studies/sweep/worker');
`;

/** Packages that are CommonJS ask for Node's own modules by require. */
const BEGINNING = [
  '#!/usr/bin/env node',
  '// cdk8s-kotaemon VERSION, Apache-2.0. Licences of the packages in it are at the end.',
  "import { createRequire as requireOf } from 'node:module';",
  'const require = requireOf(import.meta.url);',
].join('\n');

/** Modules in the place of those that look for files beside the code. */
function embedded(): Readonly<Record<string, string>> {
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const files: Record<string, string> = { 'package.json': JSON.stringify({ name, version }), 'docs/playground/index.html': playgroundPage() };
  for (const path of filesIn(join(ROOT, 'templates'))) {
    if (!path.endsWith('.snap')) files[`templates/${path}`] = readFileSync(join(ROOT, 'templates', path), 'utf8');
  }
  return {
    'lib/cli/package-files.ts': `
      const FILES: Record<string, string> = ${JSON.stringify(files)};
      export const PACKAGE_FOLDER = undefined;
      export const packageFile = (path: string) => Buffer.from(FILES[path]);
      export const packageFilesIn = (folder: string) => (
        Object.keys(FILES).filter((path) => path.startsWith(folder + '/')).map((path) => path.slice(folder.length + 1)).sort()
      );`,
    'lib/studies/sweep/worker-file.ts': `
      import { fileURLToPath } from 'node:url';
      export const WORKER_FILE = fileURLToPath(import.meta.url);`,
  };
}

function sources(read: Set<string>): Plugin {
  const replaced = new Map(Object.entries(embedded()).map(([file, contents]) => [join(ROOT, file), contents]));
  return {
    name: 'sources',
    setup: ({ onLoad }) => onLoad({ filter: /[\\/]lib[\\/].*\.ts$/ }, ({ path }) => (
      { contents: replaced.get(path) ?? withFilesOfPackages(path, read), loader: 'ts' }
    )),
  };
}

/** Writes the command line as one file. The same sources give the same bytes. */
export async function writeOneFile(file = ONE_FILE): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const read = new Set<string>();
  const { outputFiles: [{ text }], metafile } = await build({
    stdin: { contents: ENTRY, resolveDir: ROOT, loader: 'ts' }, absWorkingDir: ROOT, outfile: file, write: false, metafile: true,
    bundle: true, format: 'esm', platform: 'node', target: 'node20', minifySyntax: true, minifyWhitespace: true,
    external: [...builtinModules, 'node:*'], plugins: [sources(read)], banner: { js: BEGINNING.replace('VERSION', version) },
    legalComments: 'none', logLevel: 'warning', tsconfig: 'tsconfig.json',
  });
  const licences = notices(packagesIn([...Object.keys(metafile.inputs), ...read])).trimEnd().split('\n').map((line) => `// ${line}`.trimEnd());
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text.trimEnd()}\n${licences.join('\n')}\n`);
  chmodSync(file, 0o755);
}

if (require.main === module) void writeOneFile().then(() => say(`wrote ${ONE_FILE}`));

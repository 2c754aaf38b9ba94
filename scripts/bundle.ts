import { build, type Plugin, transform } from 'esbuild';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../test/support/imports';
import { notices } from './third-party-notices';

const PEERS = ['cdk8s', 'cdk8s-plus-28', 'constructs'];

/** Entry points of the package: the path of the output, without its extension, and the source. */
const ENTRIES: Readonly<Record<string, string>> = {
  'index': 'lib/index.ts',
  'checks/index': 'lib/checks/index.ts',
  'hpa/index': 'lib/hpa/index.ts',
  'entry/simulator': 'lib/entry/simulator.ts',
  'entry/browser': 'lib/entry/browser.ts',
  'entry/jest': 'lib/entry/jest.ts',
  'entry/jest-globals': 'lib/entry/jest-globals.ts',
  'entry/vitest': 'lib/entry/vitest.ts',
  'cli/main': 'lib/cli/main.ts',
  // Beside the chunk that starts it.
  'chunks/worker': 'lib/studies/sweep/worker.ts',
};

/** Call that loads a command when it is used; each command is an output of its own. */
const COMMAND = /\brequire\('\.\/([\w-]+)'\)/g;

/** Class of the assembly. */
export interface JsiiClass {
  readonly fqn: string;
  readonly name: string;
  /** Path of the source, relative to the project. */
  readonly file: string;
}

/**
 * Source whose reads of files of other packages are replaced by what these hold.
 *
 * @param read takes the paths of these files, relative to the project.
 */
export function withFilesOfPackages(path: string, read: Set<string>): string {
  return readFileSync(path, 'utf8').replace(/readFileSync\(require\.resolve\('([^']+)'\), 'utf8'\)/g, (_, name: string) => {
    const file = createRequire(path).resolve(name);
    read.add(relative(ROOT, file));
    return JSON.stringify(readFileSync(file, 'utf8'));
  });
}

/**
 * Changes sources as they are bundled: files of other packages are read now instead of when the code runs, commands are
 * left to Node, and classes of the assembly get the mark by which the jsii kernel knows the type of an object.
 */
function sources(classes: readonly JsiiClass[], version: string, read: Set<string>): Plugin {
  const marks = ({ name, fqn }: JsiiClass): string => (
    `\nObject.defineProperty(${name}, Symbol.for('jsii.rtti'), { value: ${JSON.stringify({ fqn, version })} });\n`
  );
  return {
    name: 'sources',
    setup: ({ onLoad }) => onLoad({ filter: /[\\/]lib[\\/].*\.ts$/ }, ({ path }) => {
      const contents = withFilesOfPackages(path, read).replace(COMMAND, "module.require('./$1')");
      return { contents: [contents, ...classes.filter(({ file }) => join(ROOT, file) === path).map(marks)].join(''), loader: 'ts' };
    }),
  };
}

function commands(): Record<string, string> {
  const names = [...readFileSync(join(ROOT, 'lib/cli/run.ts'), 'utf8').matchAll(COMMAND)].map(([, name]) => name);
  return Object.fromEntries(names.map((name) => [`cli/${name}`, `lib/cli/${name}.ts`]));
}

/**
 * Bundles sources and the packages that the readers need, so that the package has no dependencies beside its peers.
 *
 * esbuild shares code between outputs only as ES modules; each output is made CommonJS afterwards, which jest and jsii
 * load.
 *
 * @param entries sources by the paths of their outputs, without extension.
 * @param classes classes of the assembly. @default - none, for code that no other language calls
 * @returns folders of the packages that are in the bundle.
 */
export async function bundle(outdir: string, entries: Readonly<Record<string, string>>, classes: readonly JsiiClass[] = []): Promise<string[]> {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const read = new Set<string>();
  const { metafile } = await build({
    absWorkingDir: ROOT, entryPoints: Object.entries(entries).map(([out, source]) => ({ in: source, out })), outdir, chunkNames: 'chunks/[hash]',
    bundle: true, splitting: true, format: 'esm', target: 'es2022',
    // Variants of packages that need no built-in of Node, since a page shares the chunks.
    platform: 'neutral', mainFields: ['module', 'main'],
    external: [...PEERS, ...builtinModules, 'node:*'], plugins: [sources(classes, version, read)], metafile: true, legalComments: 'none', logLevel: 'warning', tsconfig: 'tsconfig.json', allowOverwrite: true,
  });
  for (const file of Object.keys(metafile.outputs).map((path) => join(ROOT, path))) {
    const { code } = await transform(readFileSync(file, 'utf8'), { format: 'cjs', platform: 'node', target: 'es2022' });
    writeFileSync(file, code);
  }
  return packagesIn([...Object.keys(metafile.inputs), ...read]);
}

/** Folders of the packages that files belong to. */
export function packagesIn(files: readonly string[]): string[] {
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/** Removes the declarations that no entry point needs. */
function pruneDeclarations(folder: string): void {
  const needed = new Set(Object.keys(ENTRIES).map((entry) => join(folder, `${entry}.d.ts`)).filter((file) => ts.sys.fileExists(file)));
  for (const file of needed) {
    for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const path = resolve(dirname(file), fileName);
      needed.add([`${path}.d.ts`, join(path, 'index.d.ts')].find((candidate) => ts.sys.fileExists(candidate))!);
    }
  }
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.d.ts') && !needed.has(join(folder, name))) rmSync(join(folder, name));
  }
}

/** Bundles the entry points of the package, whose declarations the compiler has written, into the folder `build`. */
export async function bundlePackage(classes: readonly JsiiClass[]): Promise<void> {
  const folder = join(ROOT, 'build');
  const packages = await bundle(folder, { ...ENTRIES, ...commands() }, classes);
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices(packages));
  pruneDeclarations(folder);
  writeModuleDeclaration(join(folder, 'entry/vitest.d.ts'));
}

/**
 * Writes a declaration for `import` beside that for `require`: vitest has no types for `require`, so that only the
 * former merges into them.
 */
function writeModuleDeclaration(file: string): void {
  writeFileSync(file.replace(/\.d\.ts$/, '.d.mts'), readFileSync(file, 'utf8').replace(/from '(\.[^']*)'/g, "from '$1.js'"));
}

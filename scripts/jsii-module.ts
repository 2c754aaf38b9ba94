import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { importsOf, ROOT } from '../test/support/imports';
import { type JsiiClass } from './bundle';
import { hashOf, hashOfTexts } from './hash';
import { run, tool } from './run';

const COPY = join(ROOT, '.cache/jsii');
/** Settings that jsii's strict rule set requires, at the language level of this package. */
const COMPILER_OPTIONS = {
  target: 'es2022',
  lib: ['es2022'],
  module: 'node16',
  moduleResolution: 'node16',
  rootDir: 'lib',
  outDir: 'build',
  strict: true,
  experimentalDecorators: true,
  declaration: true,
  esModuleInterop: true,
  skipLibCheck: true,
  noEmitOnError: true,
  types: ['node'],
};

/** Package root compiled as a jsii module. */
export interface JsiiModule {
  readonly folder: string;
  /** Number of source files. */
  readonly files: number;
  readonly classes: readonly JsiiClass[];
}

/**
 * Compiles the package root as a jsii module, unless the sources are those of the last compilation.
 *
 * jsii refuses dependencies that are not jsii modules, so a copy is compiled whose package.json lists the peers alone.
 */
export function jsiiModule(): JsiiModule {
  const closure = reachableFrom('lib/index.ts');
  const { peerDependencies: peers, ...ours } = JSON.parse(read('package.json'));
  const manifest = JSON.stringify(packageJson(peers, ours), null, 2);
  const stamp = hashOfTexts([manifest, installed('jsii'), hashOf(['README.md', 'scripts/jsii-module.ts', ...closure])]);
  if (existing(join(COPY, 'stamp')) !== stamp) {
    rmSync(COPY, { recursive: true, force: true });
    closure.forEach((file) => put(join(COPY, file), read(file)));
    put(join(COPY, 'package.json'), manifest);
    put(join(COPY, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['lib'] }));
    mkdirSync(join(COPY, 'node_modules'));
    Object.keys(peers).forEach((peer) => symlinkSync(join(ROOT, 'node_modules', peer), join(COPY, 'node_modules', peer), 'junction'));
    put(join(COPY, 'README.md'), read('README.md'));
    const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] };
    run(tool('jsii'), ['--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--silence-warnings', 'reserved-word', '--compress-assembly'], { cwd: COPY, env });
    put(join(COPY, 'stamp'), stamp);
  }
  return { folder: COPY, files: closure.length, classes: classesOf(COPY) };
}

function classesOf(folder: string): JsiiClass[] {
  interface Type { readonly kind: string; readonly fqn: string; readonly name: string; readonly locationInModule: { readonly filename: string } }
  const { types }: { types: Record<string, Type> } = JSON.parse(gunzipSync(readFileSync(join(folder, '.jsii.gz'))).toString('utf8'));
  return Object.values(types).filter(({ kind }) => kind === 'class').map(({ fqn, name, locationInModule }) => ({ fqn, name, file: locationInModule.filename }));
}

/** Every file that a file needs, types included. */
function reachableFrom(start: string): string[] {
  const seen = new Set([start]);
  for (const file of seen) importsOf(file).filter(({ isPackage }) => !isPackage).forEach(({ to }) => seen.add(to));
  return [...seen].sort();
}

function packageJson(peers: Record<string, string>, ours: Record<string, unknown>): object {
  const { name, version, description, license, author, repository, keywords, engines, bin, jsii } = ours;
  const devDependencies = Object.fromEntries(Object.entries(peers).map(([peer, range]) => [peer, range.replace('^', '')]));
  const entry = { main: 'build/index.js', types: 'build/index.d.ts' };
  return { name, version, description, license, author, repository, keywords, engines, bin, ...entry, jsii, peerDependencies: peers, devDependencies };
}

function installed(name: string): string {
  return createRequire(join(ROOT, 'package.json'))(`${name}/package.json`).version;
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function existing(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

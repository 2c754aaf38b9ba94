import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageLanguage } from '../../../scripts/package-language';
import { BINDINGS, peerBindings, registryFailure, runForeign } from '../../support/bindings';
import { ROOT } from '../../support/imports';
import { inTypeScript, synthesis } from './quickstart';

jest.setTimeout(900_000);

const PROJECT = join(BINDINGS, 'quickstart-java');
const APP = join(PROJECT, 'quickstart');
/** Compiles, and writes the class path of the quickstart; what only a release needs is left out. */
const BUILD = [
  '--batch-mode', '--quiet', '-Dmaven.javadoc.skip', '-Dmaven.source.skip', '-Denforcer.skip',
  'compile', 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath', '-Dmdep.outputFile=class-path', '-DincludeScope=runtime',
];

/** Project of the bindings and of the quickstart, which Maven builds in the order of their dependencies. */
function writeProject(): void {
  mkdirSync(PROJECT, { recursive: true });
  cpSync(join(ROOT, 'examples/quickstart/java'), APP, { recursive: true });
  const modules = [packageLanguage('java'), ...['constructs', 'cdk8s', 'cdk8s-plus-28'].map((peer) => peerBindings('java', peer)), APP];
  writeFileSync(join(PROJECT, 'pom.xml'), `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>all</artifactId><version>1.0.0</version><packaging>pom</packaging>
  <modules>${modules.map((folder) => `<module>${relative(PROJECT, folder)}</module>`).join('')}</modules>
</project>\n`);
}

function missing(): string | undefined {
  if (spawnSync('mvn', ['--version']).status !== 0 || spawnSync('javac', ['--version']).status !== 0) return 'there is no Maven or no Java compiler';
  writeProject();
  const built = runForeign('mvn', BUILD, PROJECT);
  if (built.status === 0) return undefined;
  const failure = registryFailure(built);
  if (failure === undefined) throw new Error(`the bindings do not compile: ${built.stdout}${built.stderr}`);
  return failure;
}

const reason = missing();
if (reason) process.stdout.write(`skipped: ${reason}\n`);
const run = reason ? test.skip : test;

run('the quickstart in Java writes the files and the report that it writes in TypeScript', () => {
  const classPath = [join(APP, 'target/classes'), readFileSync(join(APP, 'class-path'), 'utf8').trim()].join(':');
  const inJava = synthesis((env) => runForeign('java', ['-cp', classPath, 'Quickstart'], APP, env));
  expect(inJava).toEqual(inTypeScript());
  expect(Object.keys(inJava.files)).toEqual(['quickstart.k8s.yaml']);
});

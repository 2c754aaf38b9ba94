import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageLanguage } from '../../../scripts/package-language';
import { BINDINGS, peerBindings, registryFailure, runForeign } from '../../support/bindings';
import { ROOT } from '../../support/imports';
import { inTypeScript, synthesis } from './quickstart';

jest.setTimeout(900_000);

const APP = join(BINDINGS, 'quickstart-go');
const RUNTIME = 'github.com/aws/jsii-runtime-go';

/** Versions of the runtime that the proxy has, from the lowest that the bindings need. */
function runtimes(lowest: string): string[] {
  const { stdout } = spawnSync('go', ['list', '-m', '-versions', RUNTIME], { cwd: BINDINGS, encoding: 'utf8' });
  const versions = [lowest, ...stdout.trim().split(' ').slice(1)];
  const parts = (version: string): number[] => version.slice(1).split('.').map(Number);
  const isNewer = (version: string): boolean => {
    const [[major, minor], [needed, atLeast]] = [parts(version), parts(lowest)];
    return major === needed && minor > atLeast;
  };
  return versions.includes(lowest, 1) ? [lowest] : versions.slice(1).filter(isNewer);
}

/** Module that requires the bindings, each of which stands in its folder. */
function writeModule(ours: string): string | undefined {
  const folders = [ours, join(peerBindings('go', 'constructs'), 'constructs'), join(peerBindings('go', 'cdk8s'), 'cdk8s'), join(peerBindings('go', 'cdk8s-plus-28'), 'cdk8splus28')];
  const [lowest] = /(?<=jsii-runtime-go )v[\d.]+/.exec(readFileSync(join(ours, 'go.mod'), 'utf8'))!;
  mkdirSync(APP, { recursive: true });
  const [runtime] = runtimes(lowest);
  if (runtime === undefined) return `the Go proxy has no ${RUNTIME} from ${lowest} on`;
  const replaced = folders.map((folder) => ({ folder, name: /^module (\S+)/.exec(readFileSync(join(folder, 'go.mod'), 'utf8'))![1] }));
  const version = (name: string): string => `v${/\/v(\d+)$/.exec(name)?.[1] ?? '0'}.0.0`;
  writeFileSync(join(APP, 'go.mod'), [
    'module quickstart', 'go 1.25',
    ...replaced.flatMap(({ name, folder }) => [`require ${name} ${version(name)}`, `replace ${name} => ${folder}`]),
    `require ${RUNTIME} ${runtime}`, `replace ${RUNTIME} => ${RUNTIME} ${runtime}`, '',
  ].join('\n'));
  return undefined;
}

function missing(): string | undefined {
  if (spawnSync('go', ['version']).status !== 0) return 'there is no Go';
  mkdirSync(BINDINGS, { recursive: true });
  const reason = writeModule(join(packageLanguage('go'), 'cdk8skotaemon'));
  if (reason !== undefined) return reason;
  copyFileSync(join(ROOT, 'examples/quickstart/go/main.go'), join(APP, 'main.go'));
  const built = runForeign('go', ['build', '-mod=mod', '-o', 'quickstart', '.'], APP);
  if (built.status === 0) return undefined;
  const failure = registryFailure(built);
  if (failure === undefined) throw new Error(`the bindings do not compile: ${built.stderr}`);
  return failure;
}

const reason = missing();
if (reason) process.stdout.write(`skipped: ${reason}\n`);

(reason ? test.skip : test)('the quickstart in Go writes the files and the report that it writes in TypeScript', () => {
  const inGo = synthesis((env) => runForeign(join(APP, 'quickstart'), [], APP, env));
  // The runtime waits for its process twice, and tells that the second time it is gone.
  expect({ ...inGo, stderr: inGo.stderr.replace(/Runtime process exited abnormally: waitid: no child processes\n?/, '') }).toEqual(inTypeScript());
  expect(Object.keys(inGo.files)).toEqual(['quickstart.k8s.yaml']);
});

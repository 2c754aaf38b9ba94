import { buildSync } from 'esbuild';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';
import { run, say } from './run';
import { tryTemplates } from './try-templates';

/** Packs the package, installs it into empty folders, and uses it there as its users do. */
const LIMITS = { packedKB: 1900, unpackedKB: 7000 };
const PEERS = ['cdk8s', 'cdk8s-plus-28', 'constructs'];

const AUTOSCALER = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }],
  },
};

const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const work = mkdtempSync(join(tmpdir(), `${name}-`));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const tarball = pack();
commandLineAlone(folder('command-line'));
constructsWithPeers(folder('constructs'));
testRunners(folder('test-runners'));
firstDay(folder('first-day'));
tryTemplates(folder('templates'), join(work, 'command-line/node_modules/.bin', name));

function pack(): { path: string; size: string } {
  run('npm', ['run', '--silent', 'build']);
  const [{ filename, size, unpackedSize, files }] = JSON.parse(run('npm', ['pack', '--json', '--silent', '--pack-destination', work]));
  const [packedKB, unpackedKB] = [size, unpackedSize].map((bytes: number) => Math.ceil(bytes / 1000));
  requireThat(packedKB <= LIMITS.packedKB, `the package has ${packedKB} kB packed; ${LIMITS.packedKB} are allowed`);
  requireThat(unpackedKB <= LIMITS.unpackedKB, `the package has ${unpackedKB} kB unpacked; ${LIMITS.unpackedKB} are allowed`);
  const stray = files.map(({ path }: { path: string }) => path).filter((path: string) => !/^(build|docs|integrations|schemas|templates)\/|^(\.jsii(\.gz)?|LICENSE|README\.md|CHANGELOG\.md|NOTICE|package\.json|action\.yml)$/.test(path));
  requireThat(stray.length === 0, `the package holds what nobody needs: ${stray.join(', ')}`);
  return { path: join(work, filename), size: `${packedKB} kB packed, ${unpackedKB} kB unpacked` };
}

function commandLineAlone(at: string): void {
  install(at, tarball.path);
  const packages = Object.keys(JSON.parse(readFileSync(join(at, 'node_modules/.package-lock.json'), 'utf8')).packages);
  requireThat(packages.length === 1, `the package brings others along: ${packages.join(', ')}`);
  const command = join(at, 'node_modules/.bin', name);
  const printed = run(command, ['--version'], { cwd: at }).trim();
  requireThat(printed === version, `${name} --version printed '${printed}', not ${version}`);
  writeFileSync(join(at, 'hpa.yaml'), JSON.stringify(AUTOSCALER));
  run(command, ['simulate', 'hpa.yaml', '--trace', 'flash-sale', '--html', 'report.html'], { cwd: at });
  const page = readFileSync(join(at, 'report.html'), 'utf8');
  requireThat(page.includes('</html>') && !/<(script|link)[^>]+(src|href)="(?!data:)/.test(page), 'the report of an installed package is not one self-contained page');
  requireThat(existsSync(join(at, 'node_modules', name, 'docs/playground/index.html')), 'the package lacks the page of the command playground');
  for (const entry of ['browser', 'checks', 'hpa', 'simulator']) loads(at, `${name}/${entry}`);
  bundlesForPages(at);
  say('the command line works alone, without the peers and without dependencies');
}

function constructsWithPeers(at: string): void {
  const development = ['@types/node', '@types/jest', 'typescript'];
  install(at, tarball.path, ...[...PEERS, ...development].map((peer) => `${peer}@${installedVersion(peer)}`));
  loads(at, name);
  const code = `require('${name}'); process.stdout.write(JSON.stringify(Object.keys(require.cache)))`;
  const loaded: string[] = JSON.parse(run(process.execPath, ['-e', code], { cwd: at }));
  const packages = new Set(loaded.map((path) => path.split(/node_modules[\\/]/)[1].split(/[\\/]/)[0]));
  const beyond = [...packages].filter((each) => each !== name && !PEERS.includes(each));
  requireThat(beyond.length === 0, `the constructs load ${beyond.join(', ')}, which is none of the peers`);
  typeChecks(at, 'node16', ['esm.mts', 'cjs.cts']);
  typeChecks(at, 'node10', ['cjs.ts']);
  synthesizes(at);
  say(`the constructs load ${[...packages].sort().join(', ')} alone, and type-check under node16 and node10`);
  say(tarball.size);
}

/** The same test under vitest, under jest without globals, and under Node's own runner. */
function testRunners(at: string): void {
  install(at, tarball.path, 'vitest@3', `jest@${installedVersion('jest')}`, `@types/node@${installedVersion('@types/node')}`, `typescript@${installedVersion('typescript')}`);
  writeFileSync(join(at, 'hpa.yaml'), JSON.stringify(AUTOSCALER));
  const simulated = "simulate(await loadWorld({ manifests: ['hpa.yaml'], trace: 'flat-noise' }))";
  const load = `import { assertConditions, loadWorld, simulate } from '${name}/simulator';`;
  const matched = `test('holds', async () => {
    const run = ${simulated};
    expect(run).toMeet('peak-replicas <= 10');
    expect(() => expect(run).toMeet('peak-replicas <= 1')).toThrow('does not hold');
  });`;
  const vitest = `import { expect, test } from 'vitest'; ${load} import { simulatorMatchers } from '${name}/simulator/vitest'; expect.extend(simulatorMatchers); ${matched}`;
  const globals = `import { expect, test } from '@jest/globals'; import '${name}/simulator/jest-globals'; ${load} ${matched}`;
  const node = `import { throws } from 'node:assert'; import { test } from 'node:test'; ${load} test('holds', async () => {
    const run = ${simulated};
    assertConditions(run, 'peak-replicas <= 10');
    throws(() => assertConditions(run, 'peak-replicas <= 1'), /does not hold/);
  });`;
  Object.entries({ 'policy.test.mts': vitest, 'globals.spec.cts': globals, 'node.mjs': node }).forEach(([file, text]) => writeFileSync(join(at, file), text));
  const inFolder = (command: string, ...args: string[]): string => run(process.execPath, [join(at, 'node_modules', command), ...args], { cwd: at });
  const compiled = ['--target', 'es2022', '--module', 'node16', '--moduleResolution', 'node16', '--strict', '--skipLibCheck', '--types', 'node', '--outDir', 'out'];
  inFolder('typescript/bin/tsc', ...compiled, 'policy.test.mts', 'globals.spec.cts');
  inFolder('vitest/vitest.mjs', 'run', 'policy.test.mts');
  inFolder('jest/bin/jest.js', '--rootDir', at, '--testMatch', '**/out/*.spec.cjs');
  run(process.execPath, ['--test', 'node.mjs'], { cwd: at });
  say('the matchers and assertions work and type-check under vitest, @jest/globals and node:test');
}

/** Follows the README's first steps in an empty folder, to the letter. */
function firstDay(at: string): void {
  const blocks = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, language, text]) => ({ language, text }));
  const begins = blocks.findIndex(({ text }) => text.startsWith('npm init'));
  const [install, synth] = blocks.slice(begins);
  writeFileSync(join(at, 'main.ts'), blocks.find(({ language }) => language === 'ts')!.text);
  const packed = `npm() { command npm "$@" --silent --prefer-offline --no-audit --no-fund; }\n${install.text.replace(`install ${name} `, `install ${tarball.path} `)}`;
  for (const script of [packed, synth.text]) run('bash', ['-e', '-c', script], { cwd: at });
  const manifests = readFileSync(join(at, 'dist/rag.k8s.yaml'), 'utf8');
  requireThat(manifests.includes('kind: HorizontalPodAutoscaler'), `what the README says leads to no autoscaler but ${manifests}`);
  say('an empty folder becomes a chart by what the README says');
}

function loads(at: string, entry: string): void {
  const evaluate = (code: string, type: string): string => run(process.execPath, [`--input-type=${type}`, '-e', code], { cwd: at });
  const print = (names: string): string => `process.stdout.write(Object.keys(${names}).filter((key) => !['default', 'module.exports', '__esModule'].includes(key)).sort().join())`;
  const required = evaluate(print(`require('${entry}')`), 'commonjs');
  const imported = evaluate(`import * as all from '${entry}'; ${print('all')}`, 'module');
  requireThat(required !== '' && required === imported, `import of ${entry} gives ${imported}, require gives ${required}`);
}

/** A bundler for browsers refuses what only Node has. */
function bundlesForPages(at: string): void {
  const { outputFiles } = buildSync({
    stdin: { contents: `export * from '${name}/browser'`, resolveDir: at }, bundle: true, platform: 'browser', format: 'esm', write: false,
  });
  const left = [...outputFiles[0].text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, module]) => module);
  requireThat(left.length === 0, `${name}/browser needs ${left.join(', ')}, which no browser has`);
}

function typeChecks(at: string, moduleResolution: 'node10' | 'node16', files: string[]): void {
  const code = [
    "import { KotaemonModule, ModuleRole, ScalingMetric, ScalingPolicy } from 'cdk8s-kotaemon';",
    "import * as checks from 'cdk8s-kotaemon/checks';",
    "import * as simulator from 'cdk8s-kotaemon/simulator';",
    "import 'cdk8s-kotaemon/simulator/jest';",
    "import { App, Chart } from 'cdk8s';",
    "const chart = new Chart(new App(), 'chart');",
    "const retriever = new KotaemonModule(chart, 'retriever', { image: 'example.com/retriever:1', port: 8080, role: ModuleRole.RETRIEVAL });",
    'const metric: ScalingMetric = ScalingMetric.cpuUtilization(60);',
    'export const policy: ScalingPolicy | undefined = retriever.scaling;',
    'export const rules: readonly unknown[] = checks.RULES;',
    'export { metric, simulator };',
  ].join('\n');
  files.forEach((file) => writeFileSync(join(at, file), code));
  const module = moduleResolution === 'node16' ? 'node16' : 'commonjs';
  const compilerOptions = { target: 'es2022', module, moduleResolution, strict: true, skipLibCheck: false, noEmit: true, types: ['node', 'jest'] };
  const config = join(at, `tsconfig.${moduleResolution}.json`);
  writeFileSync(config, JSON.stringify({ compilerOptions, files }));
  run(process.execPath, [join(at, 'node_modules/typescript/bin/tsc'), '-p', config], { cwd: at });
}

function synthesizes(at: string): void {
  const code = `const { App, Chart } = require('cdk8s'); const { KotaemonModule, ModuleRole } = require('${name}'); const app = new App();
    new KotaemonModule(new Chart(app, 'chart'), 'retriever', { image: 'example.com/retriever:1', port: 8080, role: ModuleRole.RETRIEVAL }); app.synth();`;
  run(process.execPath, ['-e', code], { cwd: at });
  const written = readFileSync(join(at, 'dist/chart.k8s.yaml'), 'utf8');
  requireThat(written.includes('kind: HorizontalPodAutoscaler'), `an installed package synthesizes no autoscaler but ${written}`);
}

function install(at: string, ...packages: string[]): void {
  run('npm', ['install', '--silent', '--prefer-offline', '--no-audit', '--no-fund', ...packages], { cwd: at });
}

function folder(called: string): string {
  const path = join(work, called);
  mkdirSync(path);
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name: called, private: true }));
  return path;
}

function installedVersion(dependency: string): string {
  return JSON.parse(readFileSync(join(ROOT, 'node_modules', dependency, 'package.json'), 'utf8')).version;
}

function requireThat(holds: boolean, otherwise: string): void {
  if (holds) return;
  process.stderr.write(`${otherwise}\n`);
  process.exitCode = 1;
}

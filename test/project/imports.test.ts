import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { filesBelow, type Import, importsOf, ROOT } from '../support/imports';

/** Folders of lib by layer: a folder imports folders of lower layers, and folders of its own layer without a circle. */
const DOMAINS = { keda: 2, hpa: 1, promql: 1, schedule: 1, values: 0 };
const CONSTRUCTS = { platform: 9, app: 9, module: 8, stores: 7, preload: 7, monitoring: 6, scaling: 5, kube: 4, ...DOMAINS };
const READERS = {
  cli: 10, entry: 9, report: 8, studies: 7, results: 6, scenario: 6, checks: 5, simulator: 5, recording: 5, traffic: 5, manifest: 4, ...DOMAINS,
};
/** The same inside the simulator, by the path below it. */
const SIMULATOR = {
  engine: 6, 'engine/autoscalers': 5, 'engine/metrics': 4, 'engine/cluster': 3, 'engine/requests': 2, 'engine/model-server': 2, 'engine/events': 2,
  'engine/random': 2, 'engine/flows': 3, 'engine/traffic': 1, run: 1, world: 0,
};
/** The same inside the checks; the topics of rules do not import each other. */
const CHECKS = {
  report: 5, run: 4, api: 3, autoscaling: 3, disruption: 3, guardrails: 3, keda: 3, network: 3, security: 3, workload: 3, 'api-types': 2, analysis: 1, rule: 0,
};
/**
 * The one way from the constructs to the readers: the checks run over the final manifests when an app is synthesized.
 */
const DOOR = { from: 'synthesis', to: ['kube', 'checks', 'manifest', 'values'] };
const PEERS = ['cdk8s', 'cdk8s-plus-28', 'constructs'];
/** Packages of the readers, whose code `npm run build` bundles. */
const BUNDLED = [
  '@lezer/common', '@lezer/lr', '@prometheus-io/lezer-promql', 'cli-progress', 'commander', 'ml-matrix', 'pure-rand',
  'uplot', 'yaml',
];

const files = filesBelow('lib');
const imports = files.flatMap((file) => importsOf(file));
const relativeImports = imports.filter(({ isPackage }) => !isPackage);
const packageImports = imports.filter(({ isPackage }) => isPackage);

describe('folders', () => {
  test('every folder of lib is known to the rule', () => {
    const unknown = files.filter((file) => file !== 'lib/index.ts' && !(folderOf(file) in { ...CONSTRUCTS, ...READERS, [DOOR.from]: 0 }));
    expect(unknown.map((file) => `${file}: put ${folderOf(file)}/ on a layer in this test, and in CONTRIBUTING.md`)).toEqual([]);
  });

  test('imports run one way, from the upper layers to the lower', () => {
    const wrong = betweenFolders().filter((each) => !mayImport(folderOf(each.from), folderOf(each.to)));
    expect(wrong.map((each) => `${at(each)} imports ${each.to}: ${folderOf(each.from)} may not import ${folderOf(each.to)}`)).toEqual([]);
  });

  test('folders of one layer do not import each other in a circle', () => {
    const edges = betweenFolders().map((each): Edge => [folderOf(each.from), folderOf(each.to)]);
    expect(circles(edges)).toEqual([]);
  });

  test('folders of the simulator import one way: engine, run, world', () => {
    const inside = relativeImports.filter(({ from, to }) => folderOf(from) === 'simulator' && folderOf(to) === 'simulator');
    const layer = (file: string): number | undefined => (SIMULATOR as Record<string, number>)[file.split('/').slice(2, -1).slice(0, 2).join('/')];
    const wrong = inside.filter(({ from, to }) => (layer(from) ?? -1) < (layer(to) ?? Infinity));
    expect(wrong.map((each) => `${at(each)} imports ${each.to}`)).toEqual([]);
  });

  test('folders of the checks import one way: report, run, topics of rules, api-types, analysis, rule', () => {
    const inside = relativeImports.filter(({ from, to }) => folderOf(from) === 'checks' && folderOf(to) === 'checks' && from !== 'lib/checks/index.ts');
    const folder = (file: string): string => file.split('/')[2];
    const layer = (file: string): number | undefined => (CHECKS as Record<string, number>)[folder(file)];
    const wrong = inside.filter(({ from, to }) => folder(from) !== folder(to) && (layer(from) ?? -1) <= (layer(to) ?? Infinity));
    expect(inside.length).toBeGreaterThan(100);
    expect(wrong.map((each) => `${at(each)} imports ${each.to}`)).toEqual([]);
  });

  test('domains import values alone, and keda the other domains', () => {
    const wrong = betweenFolders().filter(({ from, to }) => folderOf(from) in DOMAINS && folderOf(from) !== 'keda' && folderOf(to) !== 'values');
    expect(wrong.map((each) => `${at(each)} imports ${each.to}`)).toEqual([]);
  });

  test('lib imports nothing outside lib', () => {
    const outside = relativeImports.filter(({ to }) => !to.startsWith('lib/'));
    expect(outside.map((each) => `${at(each)} imports ${each.to}, which is not part of the package`)).toEqual([]);
  });

  test('only the package root has no importer, imports the constructs alone, and installs the synthesis', () => {
    const wrong = relativeImports.filter(({ from, to }) => to === 'lib/index.ts' || (from === 'lib/index.ts' && !(folderOf(to) in CONSTRUCTS) && to !== 'lib/synthesis/index.ts'));
    expect(wrong.map((each) => `${at(each)} imports ${each.to}: the root exports constructs, and readers have entry points of their own`)).toEqual([]);
  });
});

describe('files', () => {
  test('every relative import names a file', () => {
    const missing = relativeImports.filter(({ to }) => !files.includes(to));
    expect(missing.map((each) => `${at(each)} imports ${each.to}, which is not there`)).toEqual([]);
  });

  test('files do not import each other in a circle, not even for types', () => {
    expect(circles(relativeImports.map(({ from, to }): Edge => [from, to]))).toEqual([]);
  });

  test('an index only re-exports, and files of its folder do not import it', () => {
    const indexes = files.filter((file) => /^lib\/(\w+\/)?index\.ts$/.test(file));
    const withCode = indexes.filter((file) => !onlyReexports(file));
    expect(withCode.map((file) => `${file} holds code: move it to a file with a name`)).toEqual([]);
    const fromInside = relativeImports.filter(({ from, to }) => indexes.includes(to) && from !== 'lib/index.ts' && folderOf(from) === folderOf(to));
    expect(fromInside.map((each) => `${at(each)} imports the index of its own folder: name the file`)).toEqual([]);
  });
});

describe('packages', () => {
  test('values import nothing, not even node', () => {
    const wrong = imports.filter(({ from, to }) => folderOf(from) === 'values' && folderOf(to) !== 'values');
    expect(wrong.map((each) => `${at(each)} imports ${each.to}: values stand alone`)).toEqual([]);
  });

  test('the L1 of cdk8s-plus is touched in kube alone', () => {
    const wrong = packageImports.filter(({ from, to, names }) =>
      folderOf(from) !== 'kube' && /^cdk8s-plus-\d+(\/|$)/.test(to) && (names.includes('k8s') || names.includes('*') || to.includes('/')));
    expect(wrong.map((each) => `${at(each)} imports ${each.names.join(', ')} from ${each.to}: only lib/kube sees the L1; import the one class that is meant`)).toEqual([]);
  });

  test('the package root loads the peers and nothing else', () => {
    const loaded = reachable('lib/index.ts');
    const wrong = packageImports.filter(({ from, to, typeOnly }) => loaded.has(from) && !typeOnly && !PEERS.includes(packageOf(to)) && !isBuiltin(to));
    expect(wrong.map((each) => `${at(each)} loads ${each.to}, which whoever uses the constructs would have to install`)).toEqual([]);
  });

  test('readers work without the peers, and name no construct of cdk8s even as a type', () => {
    const wrong = packageImports.filter(({ from, to }) => folderOf(from) in READERS && !(folderOf(from) in DOMAINS) && PEERS.includes(packageOf(to)));
    expect(wrong.map((each) => `${at(each)} imports ${each.to}, which is not there when the command line alone is installed`)).toEqual([]);
  });

  test('lib imports peers, and packages that are bundled with the readers', () => {
    const isJestEntry = (file: string): boolean => file === 'lib/entry/jest-globals.ts';
    const wrong = packageImports.filter(({ from, to }) => !isBuiltin(to) && ![...PEERS, ...BUNDLED].includes(packageOf(to)) && !isJestEntry(from));
    expect(wrong.map((each) => `${at(each)} imports ${each.to}: add it to BUNDLED here if it may grow the package, and to devDependencies`)).toEqual([]);
  });

  test('bundled packages are imported, and are not dependencies', () => {
    const { dependencies = {}, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const imported = packageImports.map(({ to }) => packageOf(to));
    expect(BUNDLED.filter((name) => !imported.includes(name) || !(name in devDependencies))).toEqual([]);
    expect(dependencies).toEqual({});
  });
});

describe('the rule itself', () => {
  test('sees every way to import', () => {
    const text = [
      "import a, { type B } from './a';",
      "import { type C } from './c';",
      "import type * as d from './d';",
      "export * from './e';",
      "export { type F } from './f';",
      "import g = require('./g');",
      "type H = import('./h').H;",
      "void import('./i');",
      "const j = require('j');",
      "import { k8s as l1 } from 'cdk8s-plus-28';",
      "require.resolve('k/k.css');",
    ].join('\n');
    const seen = importsOf('lib/kube/x.ts', text).map(({ to, typeOnly, line, names }) => `${line} ${to} ${typeOnly ? 'type' : 'value'} ${names}`);
    expect(seen).toEqual([
      '1 lib/kube/a value B',
      '2 lib/kube/c type C',
      '3 lib/kube/d type *',
      '4 lib/kube/e value *',
      '5 lib/kube/f type F',
      '6 lib/kube/g value *',
      '7 lib/kube/h type H',
      '8 lib/kube/i value *',
      '9 j value *',
      '10 cdk8s-plus-28 value k8s',
      '11 k/k.css value *',
    ]);
  });

  test('finds a circle of any length, and none where there is none', () => {
    expect(circles([['a', 'b'], ['b', 'c'], ['c', 'a'], ['x', 'a']])).toEqual(['a → b → c → a']);
    expect(circles([['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd']])).toEqual([]);
  });

  test.each([
    ['kube', 'checks', false],
    ['kube', 'synthesis', false],
    ['synthesis', 'checks', true],
    ['synthesis', 'simulator', false],
    ['kube', 'simulator', false],
    ['module', 'checks', false],
    ['module', 'kube', true],
    ['scaling', 'module', false],
    ['simulator', 'kube', false],
    ['simulator', 'manifest', true],
    ['checks', 'scaling', false],
    ['manifest', 'checks', false],
    ['scaling', 'values', true],
  ])('%s importing %s: %s', (from, to, allowed) => {
    expect(mayImport(from, to)).toBe(allowed);
  });
});

type Edge = [from: string, to: string];

function folderOf(file: string): string {
  return file.split('/').length > 2 ? file.split('/')[1] : '';
}

function betweenFolders(): Import[] {
  return relativeImports.filter(({ from, to }) => folderOf(from) !== '' && to.startsWith('lib/') && folderOf(from) !== folderOf(to));
}

function mayImport(from: string, to: string): boolean {
  if (from === DOOR.from && DOOR.to.includes(to)) return true;
  return [CONSTRUCTS, READERS].some((chain: Record<string, number>) => chain[from] !== undefined && chain[to] !== undefined && chain[from] >= chain[to]);
}

function at({ from, line }: Import): string {
  return `${from}:${line}`;
}

function packageOf(specifier: string): string {
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

function onlyReexports(file: string): boolean {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.ES2022);
  const installs = (statement: ts.Statement): boolean => file === 'lib/index.ts' && (ts.isImportDeclaration(statement) || ts.isExpressionStatement(statement));
  return source.statements.every((statement) => installs(statement) || (ts.isExportDeclaration(statement) && statement.moduleSpecifier));
}

/** The files that are loaded with a file. */
function reachable(start: string): Set<string> {
  const seen = new Set([start]);
  for (const file of seen) {
    relativeImports.filter(({ from, typeOnly }) => from === file && !typeOnly).forEach(({ to }) => seen.add(to));
  }
  return seen;
}

/** One circle for each place where a walk along the edges comes back to itself. */
function circles(edges: Edge[]): string[] {
  const next = new Map<string, Set<string>>();
  edges.forEach(([from, to]) => next.set(from, (next.get(from) ?? new Set()).add(to)));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (node: string, path: string[]): void => {
    if (path.includes(node)) {
      found.push([...path.slice(path.indexOf(node)), node].join(' → '));
      return;
    }
    if (done.has(node)) return;
    next.get(node)?.forEach((to) => walk(to, [...path, node]));
    done.add(node);
  };
  [...next.keys()].sort().forEach((node) => walk(node, []));
  return found;
}

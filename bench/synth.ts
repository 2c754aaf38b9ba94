import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { bundle } from '../scripts/bundle';
import { machine, median, report, table } from './report';
import { asWrittenByHand } from './synth/as-written-by-hand';

const ROOT = resolve(__dirname, '..');
const COMPILED = join(ROOT, '.cache/bench');
const WAYS = ['library', 'by-hand'] as const;
const PLATFORM_WAYS = ['platform', 'platform-by-hand'] as const;
const COUNTS = [1, 10, 100, 1000];
/** More cost than this, against the same objects written by hand, would be a reason not to use the library. */
const LIMIT = 1.25;

type Way = (typeof WAYS)[number];
type AnyWay = Way | (typeof PLATFORM_WAYS)[number];

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

interface Measurement {
  /** Milliseconds of CPU that a process took from its start to its end. */
  readonly whole: number;
  /** Of these, from the app to the files. */
  readonly synth: number;
  readonly peakMB: number;
}

/** What a synthesis costs, next to the same objects written by hand on cdk8s' L1. `--runs N` takes the median of N processes (7). */
export function run(args: readonly string[]): void {
  const { values } = parseArgs({ args: [...args], options: { runs: { type: 'string', default: '7' }, write: { type: 'boolean' } } });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs must be a whole number above 0, got ${values.runs}`);
  compile();
  requireSameManifests();
  const rows = COUNTS.map((count) => ({ count, ...measured(count, runs) }));
  const platform = measuredPlatform(runs);
  const [few, many] = [rows[0], rows[rows.length - 1]];
  const slope = (way: Way): number => (many[way].synth - few[way].synth) / (many.count - few.count);
  const perModule = slope('library') / slope('by-hand');
  const cells = rows.map(({ count, library, 'by-hand': byHand }) => [
    count,
    library.whole.toFixed(0), byHand.whole.toFixed(0), (library.whole / byHand.whole).toFixed(2),
    library.synth.toFixed(1), byHand.synth.toFixed(1), (library.synth / byHand.synth).toFixed(2),
    library.peakMB.toFixed(0), byHand.peakMB.toFixed(0),
  ]);
  const text = [
    `Milliseconds of CPU time, medians of ${runs} processes each, taken in turn; ${machine()}.`,
    'A module is that of the quickstart: seven objects. `process` is a whole cold run of node on compiled code, `synth` the part of it from `new App()` to the',
    'written files.',
    '',
    table(['modules', 'process', 'by hand', 'ratio', 'synth', 'by hand', 'ratio', 'MB', 'by hand'], cells),
    '',
    `From 1 to ${many.count} modules each further one costs ${slope('library').toFixed(2)} ms, by hand ${slope('by-hand').toFixed(2)} ms: ${perModule.toFixed(2)} times as much.`,
    '',
    `A whole platform (five modules, two stores, a way in): a process takes ${platform.ours.toFixed(0)} ms, one in which the same objects are written on the L1 ${platform.byHand.toFixed(0)} ms:`,
    `${(platform.ours / platform.byHand).toFixed(2)} times as much.`,
  ];
  report('synth', args, text.join('\n'));
  const worst = Math.max(platform.ours / platform.byHand, ...rows.map(({ library, 'by-hand': byHand }) => library.whole / byHand.whole));
  if (worst > LIMIT) {
    process.stderr.write(`a process takes up to ${worst.toFixed(2)} times what it takes by hand; ${LIMIT} is the limit\n`);
    process.exitCode = 1;
  }
}

/** Users run compiled code, so that is what is measured. */
function compile(): void {
  const options = ['--outDir', COMPILED, '--rootDir', ROOT, '--incremental', '--tsBuildInfoFile', join(COMPILED, 'tsbuildinfo'), '--declaration', 'false'];
  const settings = ['--target', 'ES2022', '--module', 'Node16', '--moduleResolution', 'Node16', '--esModuleInterop', '--skipLibCheck', '--strict', '--experimentalDecorators', '--types', 'node'];
  const sources = ['app', ...WAYS, ...PLATFORM_WAYS].map((name) => join(ROOT, `bench/synth/${name}.ts`));
  const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), [...options, ...settings, ...sources], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the benchmark does not compile\n${stdout}`);
  bundle(join(COMPILED, 'lib/index.js'));
}

function measured(count: number, runs: number): Record<Way, Measurement> {
  const all = Array.from({ length: runs }, () => WAYS.map((way) => synthesize(way, count).measurement));
  const medians = (way: number): Measurement => ({
    whole: median(all.map((each) => each[way].whole)),
    synth: median(all.map((each) => each[way].synth)),
    peakMB: median(all.map((each) => each[way].peakMB)),
  });
  return { library: medians(0), 'by-hand': medians(1) };
}

/** The objects are those that the library writes, brought into the terms of the L1. */
function measuredPlatform(runs: number): { ours: number; byHand: number } {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const literals = join(folder, 'objects.json');
  try {
    const ours = manifestsOf(synthesize('platform', 1).written);
    writeFileSync(literals, JSON.stringify(ours.map(asWrittenByHand)));
    requireSame(ours, manifestsOf(synthesize('platform-by-hand', 1, { BENCH_OBJECTS: literals }).written), 'bench/synth/as-written-by-hand.ts');
    const all = Array.from({ length: runs }, () => PLATFORM_WAYS.map((way) => synthesize(way, 1, { BENCH_OBJECTS: literals }).measurement.whole));
    return { ours: median(all.map(([library]) => library)), byHand: median(all.map(([, byHand]) => byHand)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function synthesize(way: AnyWay, count: number, more: Record<string, string> = {}): { measurement: Measurement; written: string } {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const env = { ...process.env, ...more, CDK8S_OUTDIR: folder };
    const child = spawnSync(process.execPath, [join(COMPILED, 'bench/synth/app.js'), way, String(count)], { env, encoding: 'utf8' });
    if (child.status !== 0) throw new Error(`${way} with ${count} modules failed\n${child.stderr}`);
    return { measurement: JSON.parse(child.stdout), written: readFileSync(join(folder, 'bench.k8s.yaml'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function requireSameManifests(): void {
  const [ours, byHand] = WAYS.map((way) => manifestsOf(synthesize(way, 2).written));
  requireSame(ours, byHand, 'bench/synth/by-hand.ts');
}

function requireSame(ours: readonly Manifest[], byHand: readonly Manifest[], outdated: string): void {
  const different = ours.filter((manifest, i) => !isDeepStrictEqual(manifest, byHand[i]));
  if (ours.length !== byHand.length || different.length > 0) {
    throw new Error(`the two ways do not write the same: ${different.map(({ kind }) => kind).join(', ')}; bring ${outdated} up to date`);
  }
}

function manifestsOf(written: string): Manifest[] {
  return parseAllDocuments(written).map((document): Manifest => document.toJS()).sort(byKindAndName);
}

function byKindAndName(a: Manifest, b: Manifest): number {
  return `${a.kind}/${a.metadata.name}`.localeCompare(`${b.kind}/${b.metadata.name}`);
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { bundle } from '../scripts/bundle';
import { machine, median, report, table } from './report';
import { asWrittenByHand } from './synth/as-written-by-hand';
import { writeHelmChart } from './synth/helm-chart';

const ROOT = resolve(__dirname, '..');
const COMPILED = join(ROOT, '.cache/bench');
const WAYS = ['library', 'by-hand'] as const;
const PLATFORM_WAYS = ['platform', 'platform-by-hand'] as const;
/** Modules of a row, and the share of `--runs` that it takes: few processes say enough where each takes seconds. */
const ROWS = [[1, 1], [10, 1], [100, 0.5], [500, 0.3], [1000, 0.3], [5000, 0.2]] as const;
/** CPU of a process, against the same objects by hand, by number of modules. */
const LIMITS: Readonly<Record<number, number>> = { 10: 1.02, 1000: 0.8 };
/** CPU of a module among the most modules, against one among `FEW`. */
const GROWTH = { few: 500, limit: 1.15 };

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
  /** Seconds of these from the app to the files. */
  readonly synth: number;
  readonly peakMB: number;
}

/**
 * CPU of a synthesis, against the same objects by hand on cdk8s' L1 and in a Helm chart. `--runs N` takes the median of
 * up to N processes (15).
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { runs: { type: 'string', default: '15' }, write: { type: 'boolean' } } });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs must be a whole number above 0, got ${values.runs}`);
  await compile();
  requireSameManifests();
  const helm = helmProgram();
  const rows = ROWS.map(([count, share]) => ({ count, ...measured(count, Math.max(1, Math.ceil(runs * share)), helm) }));
  const platform = measuredPlatform(runs);
  const ratio = (row: (typeof rows)[number]): number => row.library.whole / row['by-hand'].whole;
  const perModule = (count: number): number => rows.find((row) => row.count === count)!.library.synth / count;
  const most = rows[rows.length - 1].count;
  const growth = perModule(most) / perModule(GROWTH.few);
  const text = [
    `Milliseconds of CPU time, medians of up to ${runs} processes each, taken in turn; ${machine()}.`,
    'A module is that of the quickstart: seven objects in one namespace. `process` is a whole cold run of node on compiled code,',
    '`synth` the part of it from `new App()` to the written files, checks included. By hand, nothing is checked.',
    `\`helm\` is \`helm template\` (${helm ? 'built by Go' : 'not measured here'}) of a chart that writes the same objects.`,
    '',
    table(['modules', 'process', 'by hand', 'ratio', 'synth', 'by hand', 'MB', 'by hand', 'helm'], rows.map((row) => [
      row.count,
      row.library.whole.toFixed(0), row['by-hand'].whole.toFixed(0), ratio(row).toFixed(2),
      row.library.synth.toFixed(1), row['by-hand'].synth.toFixed(1),
      row.library.peakMB.toFixed(0), row['by-hand'].peakMB.toFixed(0),
      row.helm === undefined ? '–' : row.helm.toFixed(0),
    ])),
    '',
    `A module costs ${perModule(GROWTH.few).toFixed(2)} ms among ${GROWTH.few}, and ${perModule(most).toFixed(2)} ms among ${most}: ${growth.toFixed(2)} times as much.`,
    '',
    `A whole platform (five modules, two stores, an ingress): a process takes ${platform.ours.toFixed(0)} ms, and ${platform.byHand.toFixed(0)} ms by hand:`,
    `${(platform.ours / platform.byHand).toFixed(2)} times as much.`,
  ];
  report('synth', args, text.join('\n'));
  const broken = [
    ...rows.filter((row) => ratio(row) > (LIMITS[row.count] ?? Infinity)).map((row) => `${row.count} modules take ${ratio(row).toFixed(2)} times the CPU by hand; the limit is ${LIMITS[row.count]}`),
    ...(growth > GROWTH.limit ? [`a module among ${most} takes ${growth.toFixed(2)} times the CPU of one among ${GROWTH.few}; the limit is ${GROWTH.limit}`] : []),
  ];
  if (broken.length === 0) return;
  process.stderr.write(`${broken.join('\n')}\n`);
  process.exitCode = 1;
}

/** Users run compiled code, so that is what is measured. */
async function compile(): Promise<void> {
  const options = ['--outDir', COMPILED, '--rootDir', ROOT, '--incremental', '--tsBuildInfoFile', join(COMPILED, 'tsbuildinfo'), '--declaration', 'false'];
  const settings = ['--target', 'ES2022', '--module', 'Node16', '--moduleResolution', 'Node16', '--esModuleInterop', '--skipLibCheck', '--strict', '--experimentalDecorators', '--types', 'node'];
  const sources = ['app', ...WAYS, ...PLATFORM_WAYS].map((name) => join(ROOT, `bench/synth/${name}.ts`));
  const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), [...options, ...settings, ...sources], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the benchmark does not compile\n${stdout}`);
  await bundle(join(COMPILED, 'lib'), { index: 'lib/index.ts' });
}

function measured(count: number, runs: number, helm?: string): Record<Way, Measurement> & { readonly helm?: number } {
  const all = Array.from({ length: runs }, () => ({
    ways: WAYS.map((way) => synthesize(way, count).measurement),
    helm: helm === undefined ? undefined : templated(helm, count),
  }));
  const medians = (way: number): Measurement => ({
    whole: median(all.map((each) => each.ways[way].whole)),
    synth: median(all.map((each) => each.ways[way].synth)),
    peakMB: median(all.map((each) => each.ways[way].peakMB)),
  });
  return { library: medians(0), 'by-hand': medians(1), helm: helm === undefined ? undefined : median(all.map((each) => each.helm!)) };
}

/** Path of helm; undefined where it cannot be had. */
function helmProgram(): string | undefined {
  const { status, stdout } = spawnSync('sh', [join(ROOT, 'scripts/programs/helm.sh')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return status === 0 ? stdout.trim() : undefined;
}

/** Milliseconds of CPU that `helm template` takes for a number of modules. */
function templated(helm: string, count: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    writeHelmChart(folder, synthesize('by-hand', 1).written);
    const command = '"$0" template bench "$1" --set modules="$2" >/dev/null && times';
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command, helm, folder, String(count)], { encoding: 'utf8', maxBuffer: Infinity });
    if (status !== 0) throw new Error(`helm template failed\n${stderr}`);
    return cpuOfChildren(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Milliseconds in what the shell's `times` prints: its own CPU on the first line, that of its children on the second.
 */
function cpuOfChildren(times: string): number {
  return [...times.trim().split('\n')[1].matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000, 0);
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
    // Thousands of modules have a warning each: more than the mebibyte that spawnSync reads by default.
    const child = spawnSync(process.execPath, [join(COMPILED, 'bench/synth/app.js'), way, String(count)], { env, encoding: 'utf8', maxBuffer: Infinity });
    if (child.status !== 0) throw new Error(`${way} with ${count} modules failed\n${child.stderr}`);
    return { measurement: JSON.parse(child.stdout), written: readFileSync(join(folder, 'bench.k8s.yaml'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function requireSameManifests(): void {
  const [ours, byHand] = WAYS.map((way) => synthesize(way, 2).written);
  if (ours !== byHand) throw new Error(`the two ways do not write the same: ${firstDifference(ours, byHand)}; bring bench/synth/by-hand.ts up to date`);
}

function firstDifference(ours: string, byHand: string): string {
  const [a, b] = [ours, byHand].map((text) => text.split('\n'));
  const line = a.findIndex((each, i) => each !== b[i]);
  return `line ${line + 1} is '${a[line] ?? ''}' and '${b[line] ?? ''}' by hand`;
}

function requireSame(ours: readonly Manifest[], byHand: readonly Manifest[], outdated: string): void {
  const [a, b] = [ours, byHand].map((manifests) => manifests.map((manifest) => JSON.stringify(manifest)));
  const different = ours.filter((_, i) => a[i] !== b[i]);
  if (a.length !== b.length || different.length > 0) {
    throw new Error(`the two ways do not write the same: ${different.map(({ kind }) => kind).join(', ')}; bring ${outdated} up to date`);
  }
}

function manifestsOf(written: string): Manifest[] {
  return parseAllDocuments(written).map((document): Manifest => document.toJS()).sort(byKindAndName);
}

function byKindAndName(a: Manifest, b: Manifest): number {
  return `${a.kind}/${a.metadata.name}`.localeCompare(`${b.kind}/${b.metadata.name}`);
}

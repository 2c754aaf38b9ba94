import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { fuzzCase, type FuzzCase, runCase } from './fuzz/cases';
import { say } from './run';

/** CPU time in milliseconds; an input that takes longer is a finding. A process may wait longer on a busy machine. */
const MOST_MS = 10_000;
const ROOT = join(__dirname, '..');

interface Found {
  readonly seed: number;
  readonly what: string;
}

/** Shows a finding at once, since a run takes long. */
function tell(found: Found): Found {
  say(`seed ${found.seed}: ${found.what}`);
  return found;
}

/**
 * Runs inputs in this process; returns those that end in anything but success or a UserError, or that take too long.
 */
async function inProcess(first: number, count: number): Promise<Found[]> {
  const found: Found[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const started = process.cpuUsage();
    const fault = await runCase(fuzzCase(seed));
    const { user, system } = process.cpuUsage(started);
    const took = Math.round((user + system) / 1000);
    const what = fault ?? (took > MOST_MS ? `took ${took} ms of CPU` : undefined);
    if (what !== undefined) found.push(tell({ seed, what }));
    if ((seed - first + 1) % 1000 === 0) process.stderr.write(`${seed - first + 1} inputs, ${found.length} findings\n`);
  }
  return found;
}

/** Runs whole processes of the command line; returns those that end in an internal error, by a signal, or too late. */
function inProcesses(first: number, count: number): Found[] {
  if (count === 0) return [];
  const bundle = join(ROOT, '.cache/fuzz/cli.js');
  mkdirSync(join(ROOT, '.cache/fuzz'), { recursive: true });
  buildSync({ entryPoints: [join(ROOT, 'lib/cli/main.ts')], bundle: true, platform: 'node', outfile: bundle, logLevel: 'error' });
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const found: Found[] = [];
  try {
    for (let seed = first, run = 0; run < count; seed++) {
      const each = fuzzCase(seed);
      if (each.kind === 'construct') continue;
      run++;
      const { status, signal, stderr } = spawnSync(process.execPath, [bundle, ...argumentsOf(each, folder)], { timeout: MOST_MS, encoding: 'utf8', maxBuffer: 1e9 });
      if (signal !== null) found.push(tell({ seed, what: `ended by ${signal}` }));
      else if (status === null || status > 2 || /\n\s+at |internal error/.test(stderr)) found.push(tell({ seed, what: `status ${status}: ${stderr.slice(0, 500)}` }));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return found;
}

function argumentsOf(each: Exclude<FuzzCase, { kind: 'construct' }>, folder: string): string[] {
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const manifests = write('manifests.yaml', each.manifests);
  switch (each.kind) {
    case 'manifests': return [each.command, manifests];
    case 'scenario': return ['simulate', manifests, '--scenario', write('scenario.yaml', each.scenario)];
    case 'trace': return each.command === 'simulate' ? ['simulate', manifests, '--trace', write('trace', each.trace)] : [each.command, '--trace', write('trace', each.trace)];
  }
}

/** `ts-node -T scripts/fuzz.ts [inputs in process] [whole processes] [first seed]` */
async function main([inputs = '100000', processes = '500', first = '1']: readonly string[]): Promise<void> {
  const found = [...await inProcess(Number(first), Number(inputs)), ...inProcesses(Number(first), Number(processes))];
  say(`${inputs} inputs and ${processes} processes from seed ${first}: ${found.length} findings`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

if (require.main === module) void main(process.argv.slice(2));

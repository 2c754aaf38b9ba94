import { explain } from '../simulator/report/explain';
import { parseFailOn } from '../simulator/report/fail-on';
import { renderHtml } from '../simulator/report/html/report-page';
import { renderCharts } from '../simulator/report/run-charts';
import { renderSummary } from '../simulator/report/render-summary';
import { renderBand } from '../simulator/report/band';
import { parseTimeOfRun } from '../simulator/report/time-of-run';
import { terminalOf } from '../simulator/report/terminal';
import { judge, renderVerdicts, type Verdict } from '../simulator/report/verdict';
import { type Run } from '../simulator/run';
import { buildWorld, type WorldInput } from '../simulator/scenario';
import { type JobResult } from '../simulator/sweep/job';
import { runJobs } from '../simulator/sweep/run-jobs';
import { type Io, type Output, STATUS } from './io';
import { Progress } from './progress';
import { type InputOptions, readInputs } from './read-inputs';
import { writeFileAtomically } from './write-file';

export interface SimulateOptions extends InputOptions {
  /** Factors of the traffic. */
  readonly load: readonly number[];
  /** How many seeds, from the scenario's own upwards. */
  readonly seeds: number;
  readonly json?: string;
  readonly html?: string;
  readonly failOn?: string;
  readonly explain?: string;
  readonly workload?: string;
}

/** As the name of a file: standard output. */
const STDOUT = '-';

/** The runs of one load: one for each seed. */
interface LoadResult {
  readonly load: number;
  readonly results: readonly JobResult[];
}

/** Replays traffic against manifests and prints what came of it. */
export async function simulateCommand(paths: readonly string[], options: SimulateOptions, io: Io): Promise<number> {
  const conditions = options.failOn === undefined ? undefined : parseFailOn(options.failOn);
  const loads = await runLoads(await readInputs(paths, options, io), options, io);
  const json = `${JSON.stringify(jsonOf(loads), null, 2)}\n`;
  if (options.json !== undefined && options.json !== STDOUT) writeFileAtomically(options.json, json);
  io.stdout.write(options.json === STDOUT ? json : `${describe(loads, options, io)}\n`);
  const verdicts = loads.map(({ results }) => conditions ? judge(conditions, results.map(({ summary }) => summary)) : []);
  if (options.html !== undefined) writeFileAtomically(options.html, htmlOf(loads[0], verdicts[0]));
  if (conditions) writeVerdicts(loads, verdicts, options.json === STDOUT ? io.stderr : io.stdout);
  return verdicts.flat().some(({ failed }) => failed) ? STATUS.failed : STATUS.ok;
}

async function runLoads(input: WorldInput, options: SimulateOptions, io: Io): Promise<{ load: number; results: JobResult[] }[]> {
  const first = input.scenario.seed ?? 1;
  const worlds = options.load.flatMap((load) => Array.from({ length: options.seeds }, (_, i) => buildWorld(input, { load, seed: first + i })));
  if (options.explain !== undefined) parseTimeOfRun(options.explain, worlds[0]);
  const progress = new Progress(io.stderr);
  try {
    const jobs = worlds.map((world, i) => ({ world, keepRun: i % options.seeds === 0 }));
    const results = await runJobs(jobs, { onProgress: (share) => progress.update(share) });
    return options.load.map((load, i) => ({ load, results: results.slice(i * options.seeds, (i + 1) * options.seeds) }));
  } finally {
    progress.stop();
  }
}

/** The summary alone for a single run, so that simple things stay simple; else all of them with their load. */
function jsonOf(loads: readonly LoadResult[]): unknown {
  const runs = loads.flatMap(({ load, results }) => results.map(({ summary }) => ({ load, summary })));
  return runs.length === 1 ? runs[0].summary : { schemaVersion: runs[0].summary.schemaVersion, runs };
}

function describe(loads: readonly LoadResult[], options: SimulateOptions, io: Io): string {
  const terminal = terminalOf(io.stdout, io.env);
  return loads.flatMap(({ load, results }) => {
    const run = results[0].run as Run;
    return [
      ...(loads.length > 1 ? [headOf(load)] : []),
      renderSummary(results[0].summary, terminal),
      ...(results.length > 1 ? [renderBand(results.map(({ summary }) => summary), terminal)] : []),
      renderCharts(run, terminal),
      ...(options.explain === undefined ? [] : [explain(run, options.explain, { ...terminal, workload: options.workload })]),
    ];
  }).join('\n\n');
}

function writeVerdicts(loads: readonly LoadResult[], verdicts: readonly (readonly Verdict[])[], output: Output): void {
  loads.forEach(({ load }, i) => output.write(`\n${loads.length > 1 ? `${headOf(load)}\n` : ''}${renderVerdicts(verdicts[i])}\n`));
}

function headOf(load: number): string {
  return `Load ${load}`;
}

function htmlOf({ results }: LoadResult, verdicts: readonly Verdict[]): string {
  const [{ run, summary }] = results;
  return renderHtml(run as Run, { summary, ...(verdicts.length > 0 && { verdicts }) });
}

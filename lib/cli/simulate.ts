import {
  type Advice, bestChange, conclude, type Conclusion, explain, type FailCondition, judge, parseFailOn, renderBand,
  renderCharts, renderComparison, renderConclusion, renderHtml, renderSummary, renderVerdicts, requireExplainable,
  requireJudgeable, type Run, runSeries, type RunSeries, type Summary, type Terminal, terminalOf, type Verdict, verdictsJunit,
} from '../entry/simulator';
import { buildWorld } from '../scenario';
import { readRecording } from '../recording';
import { runJobs } from '../studies/sweep/run-jobs';
import { UserError } from '../values/user-error';
import { type Io, say, STATUS } from './io';
import { requireJunitConditions } from './junit-option';
import { Progress } from './progress';
import { type InputOptions, readInputs, seedsFrom } from './read-inputs';
import { isStdout, writeOutput } from './write-output';

export interface SimulateOptions extends InputOptions {
  /** Factors of the traffic. */
  readonly load: readonly number[];
  /** Number of seeds, from the scenario's own upwards. */
  readonly seeds: number;
  readonly json?: string;
  readonly html?: string;
  readonly failOn?: string;
  readonly explain?: string;
  readonly workload?: string;
  readonly verbose?: boolean;
  /** Tries changes of a policy that misses its SLO. */
  readonly counterfactuals?: boolean;
  readonly jsonSeries?: boolean;
  readonly junit?: string;
  readonly currency?: string;
  /** Folder of a recording. */
  readonly recorded?: string;
}

/** The runs of one load: one for each seed. */
interface LoadResult {
  readonly load: number;
  readonly summaries: readonly Summary[];
  /** The run of the first seed. */
  readonly run: Run;
}

/** Replays traffic against manifests and prints what came of it. */
export async function simulateCommand(paths: readonly string[], options: SimulateOptions, io: Io): Promise<number> {
  if (options.workload !== undefined && options.explain === undefined) {
    throw new UserError(`--workload ${options.workload} needs --explain; add it with a time, as in --explain 7m, or remove --workload`);
  }
  if (isStdout(options.json) && isStdout(options.html)) throw new UserError('--json and --html both name standard output; name a file for one of them');
  if (options.jsonSeries && options.json === undefined) throw new UserError('--json-series needs --json; add --json with a file');
  requireJunitConditions(options);
  const recorded = options.recorded === undefined ? undefined : readRecording(options.recorded);
  const conditions = options.failOn === undefined ? undefined : parseFailOn(options.failOn);
  const loads = await simulateLoads(paths, conditions ?? [], options, io);
  const shown = loads.find(misses) ?? loads[loads.length - 1];
  const conclusion = conclude(shown.run, shown.summaries[0]);
  const advice = options.counterfactuals === false ? undefined : await adviceOn(shown, conclusion, io);
  const hasText = !isStdout(options.json) && !isStdout(options.html);
  if (options.json !== undefined) writeOutput(options.json, `${JSON.stringify(jsonOf(loads, { conclusion, ...(advice && { advice }), ...(options.jsonSeries && { series: runSeries(shown.run) }) }), null, 2)}\n`, io);
  if (hasText) say(io.stdout, `${describe(loads, shown, { conclusion, advice }, options, { ...terminalOf(io.stdout, io.env), brief: !options.verbose })}\n`);
  const verdicts = loads.map(({ summaries }) => conditions ? judge(conditions, summaries) : []);
  if (options.html !== undefined) {
    const shownVerdicts = verdicts[loads.indexOf(shown)];
    writeOutput(options.html, renderHtml(shown.run, {
      summary: shown.summaries[0], conclusion, ...(advice && { advice }), ...(shownVerdicts.length > 0 && { verdicts: shownVerdicts }),
      ...(options.currency !== undefined && { currency: options.currency }), ...(recorded && { recorded }),
    }), io);
  }
  if (options.junit !== undefined) writeOutput(options.junit, verdictsJunit('simulate', loads.map((load, i) => ({ name: headOf(load), verdicts: verdicts[i] }))), io);
  if (conditions) say(hasText ? io.stdout : io.stderr, `\n${describeVerdicts(loads, verdicts)}\n`);
  return verdicts.flat().some(({ failed }) => failed) ? STATUS.failed : STATUS.ok;
}

async function simulateLoads(paths: readonly string[], conditions: readonly FailCondition[], options: SimulateOptions, io: Io): Promise<LoadResult[]> {
  const input = await readInputs(paths, options, io);
  const seeds = seedsFrom(input.scenario, options.seeds);
  const worlds = options.load.map((load) => seeds.map((seed) => buildWorld(input, { load, seed })));
  requireJudgeable(conditions, worlds[0][0]);
  if (options.explain !== undefined) requireExplainable(worlds[0][0], options.explain, options.workload);
  const progress = new Progress(io.stderr);
  try {
    const jobs = worlds.flatMap((sameLoad) => sameLoad.map((world, i) => ({ world, keepRun: i === 0 })));
    const results = await runJobs(jobs, { onProgress: (share) => progress.update(share) });
    return options.load.map((load, i) => {
      const sameLoad = results.slice(i * seeds.length, (i + 1) * seeds.length);
      return { load, summaries: sameLoad.map(({ summary }) => summary), run: sameLoad[0].run as Run };
    });
  } finally {
    progress.stop();
  }
}

/** Runs changes of the policy where it misses an SLO. */
async function adviceOn({ run }: LoadResult, conclusion: Conclusion, io: Io): Promise<Advice | undefined> {
  const progress = new Progress(io.stderr);
  try {
    return await bestChange(run, conclusion, { onProgress: (share) => progress.update(share) });
  } finally {
    progress.stop();
  }
}

function misses({ summaries }: LoadResult): boolean {
  return summaries.some(({ flows }) => flows.some(({ slo }) => slo?.met === false));
}

/**
 * The summary of a single run, else all of them with their load; beside them the conclusion from the run that is shown.
 */
function jsonOf(loads: readonly LoadResult[], why: { conclusion: Conclusion; advice?: Advice; series?: RunSeries }): unknown {
  const runs = loads.flatMap(({ load, summaries }) => summaries.map((summary) => ({ load, summary })));
  return runs.length === 1 ? { ...runs[0].summary, ...why } : { schemaVersion: runs[0].summary.schemaVersion, runs, ...why };
}

/** Renders the results; with several loads the chart shows the first that misses an SLO, else the last. */
function describe(
  loads: readonly LoadResult[], shown: LoadResult, { conclusion, advice }: { conclusion: Conclusion; advice: Advice | undefined },
  options: SimulateOptions, terminal: Terminal,
): string {
  const { summaries, run } = shown;
  const figures = loads.length > 1
    ? [renderLoads(loads, terminal), `${headOf(shown)}, seed ${summaries[0].seed}:`]
    : [renderSummary(summaries[0], terminal), ...(summaries.length > 1 ? [renderBand(summaries, terminal)] : [])];
  const explained = options.explain === undefined ? [] : [explain(run, options.explain, { ...terminal, workload: options.workload })];
  const concluded = renderConclusion(conclusion, { ...terminal, ...(advice && { advice }) });
  return [...figures, renderCharts(run, terminal), ...explained, concluded].join('\n\n');
}

/** A column for each load, and where the policy breaks. */
function renderLoads(loads: readonly LoadResult[], terminal: Terminal): string {
  const broken = loads.find(misses);
  const held = loads[loads.length - 1].load;
  const verdict = broken ? `The policy breaks at load ${broken.load}: it misses an SLO.` : `The policy holds every SLO up to load ${held}.`;
  const unknown = 'The load at which the policy breaks is unknown, as the service is assumed; set workloads.NAME.service.';
  const columns = loads.map((load) => ({ name: headOf(load), baseline: false, summaries: load.summaries }));
  const conclusion = [loads[0].summaries[0].serviceState !== 'assumed' ? verdict : unknown];
  return renderComparison({ columns, notes: [] }, { ...terminal, conclusion });
}

function describeVerdicts(loads: readonly LoadResult[], verdicts: readonly (readonly Verdict[])[]): string {
  return loads.map((load, i) => `${loads.length > 1 ? `${headOf(load)}\n` : ''}${renderVerdicts(verdicts[i])}`).join('\n\n');
}

function headOf({ load }: LoadResult): string {
  return `load ${load}`;
}

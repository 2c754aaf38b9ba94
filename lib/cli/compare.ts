import { basename, extname } from 'node:path';
import {
  type Baseline, type Candidate, compare, type Comparison, type FailCondition, judge, parseFailOn, renderComparison,
  renderComparisonHtml, type ComparedRuns, renderVerdicts, verdictsJunit, requireJudgeable, terminalOf, type Verdict,
} from '../entry/simulator';
import { buildComparedWorlds, commonScenario, readScenarioFile, type WorldInput } from '../scenario';
import { UserError } from '../values/user-error';
import { type Io, say, STATUS, warn } from './io';
import { Progress } from './progress';
import { readFiles } from './read-files';
import { type InputOptions, readTraffic, seedsFrom } from './read-inputs';
import { warnOfUnreadFields } from './unread-fields';
import { requireJunitConditions } from './junit-option';
import { isStdout, writeOutput, writeResult } from './write-output';

export interface CompareCommandOptions extends InputOptions {
  /** Manifests that all policies share. */
  readonly with?: readonly string[];
  readonly baseline: readonly Baseline[];
  readonly seeds: number;
  readonly markdown?: boolean;
  readonly verbose?: boolean;
  readonly json?: string;
  readonly failOn?: string;
  readonly html?: string;
  /** Currency of the prices, for the page. */
  readonly currency?: string;
  readonly counterfactuals?: boolean;
  readonly junit?: string;
}

/** Runs several policies on the same traffic and prints them side by side. */
export async function compareCommand(policies: readonly string[], options: CompareCommandOptions, io: Io): Promise<number> {
  const conditions = options.failOn === undefined ? undefined : parseFailOn(options.failOn);
  if (isStdout(options.html)) throw new UserError('--html is standard output, where the table is printed; name a file');
  requireJunitConditions(options);
  const comparison = await runComparison(policies, conditions ?? [], options, io);
  writeResult(`${renderComparison(comparison, { ...terminalOf(io.stdout, io.env), markdown: options.markdown, brief: !options.verbose }).trimEnd()}\n`, figuresOf(comparison), options.json, io);
  const { currency } = options;
  if (options.html !== undefined) {
    writeOutput(options.html, renderComparisonHtml(comparison, runsOf(comparison), { ...(currency !== undefined && { currency }) }), io);
  }
  if (!conditions) return STATUS.ok;
  const judged = comparison.columns.filter(({ baseline }) => !baseline).map(({ name, summaries }) => ({ name, verdicts: judge(conditions, summaries) }));
  say(isStdout(options.json) || options.markdown ? io.stderr : io.stdout, `\n${describeVerdicts(judged)}\n`);
  if (options.junit !== undefined) writeOutput(options.junit, verdictsJunit('compare', judged), io);
  return judged.some(({ verdicts }) => verdicts.some(({ failed }) => failed)) ? STATUS.failed : STATUS.ok;
}

async function runComparison(
  policies: readonly string[], conditions: readonly FailCondition[], options: CompareCommandOptions, io: Io,
): Promise<Comparison> {
  const { scenario: given, folder } = readScenarioFile(options.scenario);
  const read: ({ readonly name: string } & Awaited<ReturnType<typeof readFiles>>)[] = [];
  for (const policy of policies) {
    const { name, path } = nameOf(policy);
    read.push({ name, ...await readFiles([path, ...options.with ?? []], io) });
  }
  const { scenario, leftOut, receivers, own } = commonScenario(given, read.map(({ manifests }) => manifests));
  if (leftOut.length > 0) warn(io, `note: not every policy has ${leftOut.join(', ')}, so that their part of the scenario is left out`);
  const traffic = await readTraffic(read, { scenario, folder }, options, io);
  const seeds = seedsFrom(scenario, options.seeds);
  const { kubernetes, keda, method } = options;
  const inputs = read.map(({ manifests, sources }): WorldInput => {
    warnOfUnreadFields({ manifests, sources }, io);
    return { manifests, sources, scenario, traffic, kubernetes, keda, method, ...(receivers && { receivers }) };
  });
  const worlds = buildComparedWorlds(inputs, { seed: seeds[0] });
  for (const world of worlds) requireJudgeable(conditions, world);
  const candidates = worlds.map((world, i): Candidate => ({ name: read[i].name, world }));
  const progress = new Progress(io.stderr);
  try {
    const comparison = await compare(candidates, {
      baselines: options.baseline, seeds, keepRuns: options.html !== undefined, counterfactuals: options.counterfactuals !== false,
      onProgress: (share) => progress.update(share),
    });
    const lacking = own.flatMap((ids, i) => ids.length > 0 ? [`only ${read[i].name} has ${ids.join(', ')}, which is not compared`] : []);
    return { ...comparison, notes: [...new Set([...lacking, ...comparison.notes])] };
  } finally {
    progress.stop();
  }
}

/** The comparison without its runs. */
function figuresOf({ columns, notes }: Comparison): Comparison {
  return { columns: columns.map(({ run: _, ...column }) => column), notes };
}

function runsOf({ columns }: Comparison): ComparedRuns {
  return columns.flatMap(({ name, run }) => (run ? [{ name, run }] : []));
}

/** `name=path`, or a path that gives the name. */
function nameOf(policy: string): { name: string; path: string } {
  const [, name, path] = /^([^=/]+)=(.+)$/.exec(policy) ?? [undefined, basename(policy, extname(policy)), policy];
  if (!name || !path) throw new UserError(`'${policy}' is not a policy; name a file or folder, as in fast=policies/fast.yaml`);
  return { name, path };
}

function describeVerdicts(judged: readonly { name: string; verdicts: readonly Verdict[] }[]): string {
  return judged.map(({ name, verdicts }) => `${name}\n${renderVerdicts(verdicts)}`).join('\n\n');
}

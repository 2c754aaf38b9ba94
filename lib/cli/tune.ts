import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  carryOut, changeFolder, type GuardRails, type KnobKind, parseSlo, type Prices, renderTuning, type Reservation,
  terminalOf, tune, type TuneDecision, type TuneResult,
} from '../entry/simulator';
import { type WorldInput } from '../scenario';
import { SearchStopped } from '../studies/tune/evaluator';
import { UserError } from '../values/user-error';
import { type Io, STATUS, warn } from './io';
import { Progress } from './progress';
import { type InputOptions, readInputs } from './read-inputs';
import { type SpotPrice } from './options';
import { writeFolder } from './write-folder';
import { writeResult } from './write-output';

export interface TuneCommandOptions extends InputOptions {
  readonly slo?: string;
  /** Folder of the change. */
  readonly out?: string;
  /** Values files that a Helm chart rendered the manifests with. */
  readonly values?: readonly string[];
  readonly judgeDays?: number;
  readonly chooseDays?: number;
  readonly only?: readonly KnobKind[];
  readonly minReplicas?: number;
  readonly zones?: number;
  readonly maxReplicas?: number;
  readonly gpuQuota?: number;
  readonly mostChange?: number;
  readonly freeze?: readonly string[];
  readonly budget?: number;
  readonly scheduleOnly?: boolean;
  readonly resourcesFirst?: boolean;
  readonly slower?: number;
  readonly worth?: number;
  /** Reserved nodes, each of a node pool. */
  readonly reserved?: readonly Reservation[];
  /** Spot nodes, each of a node pool. */
  readonly spot?: readonly SpotPrice[];
  readonly json?: string;
}

/** Decisions that leave the reader without a policy that holds the SLO, or without a verdict. */
const UNANSWERED: readonly TuneDecision[] = ['infeasible', 'shifted', 'unknown-service'];

/** Searches for a better policy, judges it on days that it has not seen, and writes the change. */
export async function tuneCommand(paths: readonly string[], options: TuneCommandOptions, io: Io): Promise<number> {
  const input = await readInputs(paths, options, io);
  const slo = options.slo === undefined ? undefined : parseSlo(options.slo, input.scenario.slo?.objective);
  const { judgeDays: judge, chooseDays: choose, only } = options;
  const progress = new Progress(io.stderr, 'searching');
  const interrupted = new AbortController();
  const interrupt = (): void => {
    interrupted.abort();
    progress.stop();
    warn(io, 'stopping: judging the best policy so far; Ctrl-C again ends without a result');
  };
  process.once('SIGINT', interrupt);
  try {
    const result = await tune(input, {
      guardRails: guardRailsOf(options), prices: pricesOf(options), blocks: { ...(judge !== undefined && { judge }), ...(choose !== undefined && { choose }) },
      onWarning: (sentence) => warn(io, `warning: ${sentence}`), onProgress: (share) => progress.update(share), signal: interrupted.signal,
      ...(slo && { slo }), ...(only && { settings: only }),
    });
    progress.stop();
    const written = options.out === undefined ? [] : writeChange(result, input, options.out, options.values ?? [], io);
    writeResult(`${[renderTuning(result, terminalOf(io.stdout, io.env)), ...written].join('\n\n')}\n`, result, options.json, io);
    return UNANSWERED.includes(result.decision) ? STATUS.failed : STATUS.ok;
  } catch (error) {
    if (error instanceof SearchStopped) throw new UserError('stopped before any policy was scored; let it run longer');
    throw error;
  } finally {
    progress.stop();
    process.off('SIGINT', interrupt);
  }
}

function guardRailsOf(options: TuneCommandOptions): GuardRails {
  const { minReplicas, zones, maxReplicas, gpuQuota, mostChange, freeze, budget, scheduleOnly, resourcesFirst, slower, worth } = options;
  return { minReplicas, zones, maxReplicas, gpuQuota, mostChange, freeze, budgetPerDay: budget, scheduleOnly, resourcesFirst, slower, worth };
}

function pricesOf({ reserved, spot }: TuneCommandOptions): Prices {
  return {
    ...(reserved && { reserved }),
    ...(spot && { spot: Object.fromEntries(spot.map(({ nodePool, share, pricePerNodeHour }) => [nodePool, { share, pricePerNodeHour }])) }),
  };
}

/** Writes what can be merged; says why where there is nothing. */
function writeChange({ change }: TuneResult, { manifests, sources }: WorldInput, folder: string, values: readonly string[], io: Io): string[] {
  if (!change) return [`No change: nothing was written to ${folder}.`];
  const carried = carryOut(change, {
    manifests, sources: sources ?? new Map(), read: (file) => readFileSync(file, 'utf8'),
    ...(values.length > 0 && { values: values.map((file) => ({ file, text: readValues(file) })) }),
  });
  const files = changeFolder(carried);
  writeFolder(folder, files, io);
  return [`The change: ${files.map(({ path }) => join(folder, path)).join(', ')}`];
}

function readValues(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read '${file}': ${(error as Error).message.replace(/, \w+ '.*$/s, '')}; name a values file of the chart`);
  }
}

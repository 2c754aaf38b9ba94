import { demandOf, renderSchedule, suggestSchedule, terminalOf } from '../entry/simulator';
import { loadTraffic, readScenarioFile, toEpoch } from '../scenario';
import { type Io, STATUS } from './io';
import { writeResult } from './write-output';

export interface SuggestScheduleOptions {
  readonly scenario?: string;
  readonly trace?: string;
  /** Requests per second. */
  readonly perReplica?: number;
  readonly timezone?: string;
  readonly start?: string;
  readonly minReplicas?: number;
  readonly windows: number;
  readonly json?: string;
}

/**
 * Turns weeks of traffic into a few schedule windows, and says which days they would have missed in weeks that they
 * were not made from.
 */
export async function suggestScheduleCommand(options: SuggestScheduleOptions, io: Io): Promise<number> {
  const { perReplica, timezone, minReplicas, windows } = options;
  const { scenario, folder } = readScenarioFile(options.scenario);
  const traffic = await loadTraffic(scenario, options.trace, { env: io.env, folder });
  const start = options.start ?? scenario.start;
  const suggestion = suggestSchedule(demandOf(traffic, scenario.seed ?? 1), {
    windows,
    ...(perReplica !== undefined && { perReplica }),
    ...(timezone !== undefined && { timeZone: timezone }),
    ...(minReplicas !== undefined && { minReplicas }),
    ...(start !== undefined && { startEpochSeconds: toEpoch(start, options.start === undefined ? 'start' : '--start') }),
  });
  writeResult(`${renderSchedule(suggestion, terminalOf(io.stdout, io.env))}\n`, suggestion, options.json, io);
  return STATUS.ok;
}

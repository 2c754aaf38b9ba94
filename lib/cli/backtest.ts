import { backtest, BACKTEST_LEGEND, demandOf, renderBacktest, terminalOf } from '../entry/simulator';
import { loadTraffic, readScenarioFile } from '../scenario';
import { type Io, STATUS, STDOUT } from './io';
import { writeFileAtomically } from './write-file';

export interface BacktestOptions {
  readonly scenario?: string;
  readonly trace?: string;
  /** Seconds. */
  readonly horizon?: readonly number[];
  readonly json?: string;
}

/** Says which form of forecast pays on some traffic, if any does. */
export async function backtestCommand(options: BacktestOptions, io: Io): Promise<number> {
  const { scenario, folder } = readScenarioFile(options.scenario);
  const traffic = await loadTraffic(scenario, options.trace, { env: io.env, folder });
  const report = backtest(demandOf(traffic, scenario.seed ?? 1), options.horizon);
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (options.json !== undefined && options.json !== STDOUT) writeFileAtomically(options.json, json);
  io.stdout.write(options.json === STDOUT ? json : `${renderBacktest(report, terminalOf(io.stdout, io.env))}\n\n${BACKTEST_LEGEND}\n`);
  return STATUS.ok;
}

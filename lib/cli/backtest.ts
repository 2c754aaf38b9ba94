import { backtest, BACKTEST_LEGEND, demandOf, renderBacktest, terminalOf } from '../entry/simulator';
import { loadTraffic, readScenarioFile } from '../scenario';
import { type Io, STATUS } from './io';
import { writeResult } from './write-output';

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
  writeResult(`${renderBacktest(report, terminalOf(io.stdout, io.env))}\n\n${BACKTEST_LEGEND}\n`, report, options.json, io);
  return STATUS.ok;
}

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { backtest, type HorizonResult } from '../lib/studies/backtest/backtest';
import { type Demand, demandOf } from '../lib/studies/backtest/demand';
import { PERSISTENCE } from '../lib/studies/backtest/forms';
import { loadTraffic } from '../lib/scenario';
import { UserError } from '../lib/values/user-error';
import { daily, demand, flat, office } from '../test/studies/backtest/demands';
import { report, table } from './report';

/** Value of a forecast on seeded traffic, and on the recordings of a folder where one is named. */
export async function run(args: readonly string[]): Promise<void> {
  const folder = args.find((argument) => !argument.startsWith('--'));
  const demands = folder === undefined ? seeded() : await recorded(folder);
  const rows = demands.flatMap((each) => rowsOf(each));
  const text = table(['traffic', 'ahead', 'no forecast: unmet', 'best rule: unmet', 'regression: unmet', 'chosen'], rows);
  report('forecasts', folder === undefined ? args : args.filter((argument) => argument !== '--write'), text, 'forecasts.md');
}

function seeded(): Demand[] {
  const stepSeconds = 300;
  return [
    { ...demand(office, { stepSeconds }), name: 'office hours' },
    { ...demand(daily, { stepSeconds, noise: 0.1 }), name: 'every day the same, 10 % noise' },
    { ...demand((seconds) => daily(seconds) * (1 + seconds / 2_419_200), { stepSeconds, noise: 0.1 }), name: 'doubling in four weeks' },
    { ...demand(flat, { stepSeconds, noise: 0.3 }), name: 'flat, 30 % noise' },
  ];
}

async function recorded(folder: string): Promise<Demand[]> {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
  const names = readdirSync(folder).filter((name) => name.endsWith('.csv')).sort();
  return Promise.all(names.map(async (name) => demandOf(await loadTraffic({}, join(folder, name)), 1)));
}

function rowsOf(each: Demand): string[][] {
  try {
    return backtest(each).horizons.map((horizon) => row(each.name, horizon));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [[each.name, '', '', '', '', error.message]];
  }
}

function row(name: string, { horizonSeconds, forms, winner }: HorizonResult): string[] {
  const unmet = (form: string): string => `${(100 * forms.find((each) => each.form === form)!.test.unmetAtEqualCapacity).toFixed(2)} %`;
  const best = forms.filter(({ props }) => props !== null).reduce((a, b) => b.validation.unmetAtEqualCapacity < a.validation.unmetAtEqualCapacity ? b : a);
  return [name, `${horizonSeconds / 60} m`, unmet(PERSISTENCE), unmet(best.form), unmet('regression'), winner ?? 'none'];
}

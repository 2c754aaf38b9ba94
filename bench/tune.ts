import { performance } from 'node:perf_hooks';
import { type WorldInput } from '../lib/scenario/build-world';
import { tune } from '../lib/studies/tune/tune';
import { hpa, shop } from '../test/studies/tune/shop';
import { optionOf, wholeOf } from './options';
import { report, table } from './report';
import { sixServices } from './tune/six-services';

const DAY_MINUTES = 1440;

/**
 * CPU that a search takes: `npm run bench -- tune [--days 28] [--rate 50] [--services 1]`, with so many requests a
 * second in the mean of a day. `--services 6` searches the policies of a shop of six services together.
 */
export async function run(args: readonly string[]): Promise<void> {
  const [days, rate, services] = [wholeOf(args, 'days', 28, 3), Number(optionOf(args, 'rate') ?? 50), wholeOf(args, 'services', 1, 1)];
  if (services !== 1 && services !== 6) throw new Error(`--services is ${services}; use 1 or 6`);
  const input = services === 6 ? sixServices(Float64Array.from(daysOf(days, rate).flat(), (each) => each * 60)) : oneService(daysOf(days, rate));
  const [before, started] = [process.cpuUsage(), performance.now()];
  const { decision, effort } = await tune(input, { onProgress: (share) => process.stderr.write(`${Math.round(100 * share)} %\r`) });
  const { user, system } = process.cpuUsage(before);
  report('tune', args, table(['services', 'days', 'requests per second', 'answer', 'policies', 'simulated days', 'CPU seconds', 'seconds'], [[
    services, days, rate, decision, effort.policies, effort.days, ((user + system) / 1e6).toFixed(1), ((performance.now() - started) / 1000).toFixed(1),
  ]]));
}

/** Requests per second of each minute: days and nights, quieter weekends. */
function daysOf(days: number, rate: number): number[][] {
  return Array.from({ length: days }, (_, number) => Array.from({ length: DAY_MINUTES }, (__, minute) => (
    rate * (1 + 0.6 * Math.sin((minute / DAY_MINUTES - 0.25) * 2 * Math.PI)) * (number % 7 > 4 ? 0.7 : 1.1) * (1 + 0.1 * Math.sin(number * 7 + minute / 11))
  )));
}

function oneService(days: readonly (readonly number[])[]): WorldInput {
  return shop(days, { autoscaler: hpa({ maxReplicas: 40 }) });
}

import { performance } from 'node:perf_hooks';
import { tune } from '../lib/studies/tune/tune';
import { hpa, shop } from '../test/studies/tune/shop';
import { report, table } from './report';

const DAY_MINUTES = 1440;

/** CPU that a search takes for one service: `npm run bench -- tune [--days 28] [--rate 50]`, in the mean of a day. */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, value: number): number => {
    const at = args.indexOf(name);
    return at < 0 ? value : Number(args[at + 1]);
  };
  const [days, rate] = [option('--days', 28), option('--rate', 50)];
  const day = (number: number): number[] => Array.from({ length: DAY_MINUTES }, (_, minute) => (
    rate * (1 + 0.6 * Math.sin((minute / DAY_MINUTES - 0.25) * 2 * Math.PI)) * (number % 7 > 4 ? 0.7 : 1.1) * (1 + 0.1 * Math.sin(number * 7 + minute / 11))
  ));
  const input = shop(Array.from({ length: days }, (_, number) => day(number)), { autoscaler: hpa({ maxReplicas: 40 }) });
  const [before, started] = [process.cpuUsage(), performance.now()];
  const { decision, effort } = await tune(input);
  const { user, system } = process.cpuUsage(before);
  report('tune', args, table(['days', 'requests per second', 'answer', 'policies', 'simulated days', 'CPU seconds', 'seconds'], [[
    days, rate, decision, effort.policies, effort.days, ((user + system) / 1e6).toFixed(1), ((performance.now() - started) / 1000).toFixed(1),
  ]]));
}

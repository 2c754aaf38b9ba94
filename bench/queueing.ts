import { simulate } from '../lib/simulator/engine/simulate';
import { type Distribution } from '../lib/simulator/world/world';
import { erlangWait, pollaczekKhinchine } from '../test/simulator/queueing-theory';
import { rates, replicas, SERVICE, workload, world } from '../test/simulator/worlds';
import { report, table } from './report';

const SECONDS = 0.1;
const REQUESTS = 4_000_000;

interface Case {
  readonly formula: string;
  readonly servers: number;
  readonly load: number;
  readonly time: Distribution;
  readonly expected: number;
}

/** Mean waiting times of the simulator against the formulas of queueing theory. */
export function run(args: readonly string[]): void {
  const rows = cases().map(({ formula, servers, load, time, expected }) => {
    const simulated = simulatedWait(servers, load, time);
    return [formula, servers, load, (expected * 1000).toFixed(2), (simulated * 1000).toFixed(2), `${((simulated / expected - 1) * 100).toFixed(2)} %`];
  });
  const text = table(['formula', 'replicas', 'load', 'expected ms', 'simulated ms', 'off by'], rows);
  const worst = Math.max(...rows.map(([, , , , , off]) => Math.abs(parseFloat(String(off)))));
  report('queueing', args, `${text}\n\nMean waits; ${REQUESTS.toLocaleString('en')} requests a row, of ${SECONDS * 1000} ms in the mean, seed 1. Off by ${worst} % at most.`, 'simulator.md');
}

function cases(): Case[] {
  const exponential = { kind: 'exponential', mean: SECONDS } as const;
  const erlang = [1, 3, 10].flatMap((servers) => [0.5, 0.7, 0.9].map((load) => (
    { formula: 'Erlang C', servers, load, time: exponential, expected: erlangWait(servers, load, SECONDS) }
  )));
  const general = [0, 0.5, 2].flatMap((cv) => [0.5, 0.7, 0.9].map((load): Case => ({
    formula: `Pollaczek–Khinchine, cv ${cv}`, servers: 1, load,
    time: cv === 0 ? { kind: 'deterministic', value: SECONDS } : { kind: 'gamma', mean: SECONDS, cv },
    expected: pollaczekKhinchine(load, SECONDS, cv),
  })));
  return [...erlang, ...general];
}

function simulatedWait(servers: number, load: number, time: Distribution): number {
  const perSecond = servers * load / SECONDS;
  const duration = REQUESTS / perSecond;
  const queue = workload('queue', { ...replicas(servers), service: { ...SERVICE, time } });
  const limits = { maxRequestStages: Infinity, maxSeriesPoints: 10 };
  return simulate(world(duration, rates([perSecond], duration), [queue], { limits })).workloads[0].waiting.mean;
}

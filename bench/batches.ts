import { simulate } from '../lib/simulator/engine/simulate';
import { type Balancer } from '../lib/simulator/world/world';
import { rates, replicas, SERVICE, workload, world } from '../test/simulator/worlds';
import { report, table } from './report';

const REQUESTS = 1_000_000;
const BATCHES = [2, 4, 10, 20];
const LOADS = [0.5, 0.8, 0.9];
const SHAPES: ReadonlyArray<readonly [balancer: Balancer, pods: number, concurrency: number]> = [
  [{ kind: 'shared-queue' }, 10, 1], [{ kind: 'shared-queue' }, 10, 8], [{ kind: 'random' }, 10, 1], [{ kind: 'random' }, 10, 8],
];

interface Latency {
  readonly mean: number;
  readonly p99: number;
}

/** Distance between the latencies of batches and those of single requests. */
export function run(args: readonly string[]): void {
  const rows = SHAPES.flatMap(([balancer, pods, concurrency]) => {
    const single = LOADS.map((load) => latency(balancer, pods, concurrency, load, 1));
    return BATCHES.map((batchSize) => {
      const batches = LOADS.map((load) => latency(balancer, pods, concurrency, load, batchSize));
      const perSlot = batchSize / (balancer.kind === 'shared-queue' ? pods * concurrency : concurrency);
      const off = (figure: keyof Latency) => batches.map((each, index) => percent(each[figure] / single[index][figure])).join(' / ');
      return [balancer.kind, pods, concurrency, batchSize, perSlot, off('mean'), off('p99')];
    });
  });
  const header = ['balancer', 'pods', 'slots a pod', 'batch', 'batch per slot behind a queue', `mean, % off at loads ${LOADS.join(' / ')}`, 'p99, % off'];
  report('batches', args, `${table(header, rows)}\n\nExponential service; ${REQUESTS.toLocaleString('en')} requests a figure, seed 1.`, 'simulator.md');
}

function latency(balancer: Balancer, pods: number, concurrency: number, load: number, batchSize: number): Latency {
  const perSecond = pods * concurrency * load / 0.1;
  const duration = REQUESTS / perSecond;
  const limits = { maxRequestStages: REQUESTS / batchSize, maxSeriesPoints: 10 };
  const served = workload('served', { ...replicas(pods), balancer, service: { ...SERVICE, concurrency } });
  const [{ latency: measured }] = simulate(world(duration, rates([perSecond], duration), [served], { limits })).flows;
  return { mean: measured.mean, p99: measured.quantile(0.99) };
}

function percent(ratio: number): string {
  return ((ratio - 1) * 100).toFixed(1);
}

import { simulate } from '../lib/simulator/engine/simulate';
import { type Balancer, type Traffic, type Workload, type World } from '../lib/simulator/world/world';
import { LatencyHistogram } from '../lib/simulator/run/latency-histogram';
import { type Run } from '../lib/simulator/run/run';
import { cpuHpa, rates, replicas, SERVICE, workload, world } from '../test/simulator/worlds';
import { wholeOf } from './options';
import { report, table } from './report';

const HOUR = 3600;
const REQUESTS = 300_000;
const LOADS = [0.5, 0.7, 0.85];
const VARIATIONS = [0, 0.5, 1, 2];
const SHAPES: ReadonlyArray<readonly [pods: number, concurrency: number]> = [[8, 1], [4, 4], [4, 16]];
const BALANCERS: readonly Balancer[] = [{ kind: 'shared-queue' }, { kind: 'random' }, { kind: 'round-robin' }, { kind: 'least-requests' }];
const SHARES = [0.5, 0.95, 0.99];
const SEEDS = 10;
/**
 * Seconds above which a p95 is that of a backlog, and moves by much where its share of the requests moves by little.
 */
const LONGEST_COMPARED = 2;

/** A run in the figures that are compared. */
interface Figures {
  readonly latency: LatencyHistogram;
  readonly replicas: number;
  readonly missed: number;
}

/** The largest differences, in percent, and of SLO misses in points. */
const worst = { steady: SHARES.map(() => 0), replicas: 0, missed: 0, p95: 0 };

/**
 * Distance between flows and single requests: at a steady load, and where an autoscaler follows the traffic;
 * `--seeds 3` takes fewer seeds of the latter.
 */
export function run(args: readonly string[]): void {
  const seeds = Array.from({ length: wholeOf(args, 'seeds', SEEDS, 1) }, (_, seed) => seed + 1);
  report('flows', args, [
    'Steady load. The largest difference of a quantile by flows from the same by single requests, in percent, over loads\nof '
    + `${LOADS.join(', ')} and service times with a cv of ${VARIATIONS.join(', ')};\n${REQUESTS.toLocaleString('en')} requests a figure.`,
    steadyTable(),
    `Autoscaled. Means over ${seeds.length} seeds and quantiles of all of their requests, by single requests / by flows.`,
    scaledTable(seeds),
    `At a steady load p50, p95 and p99 differ by at most ${worst.steady.map((each) => each.toFixed(0)).join(', ')} %. Autoscaled, mean\nreplicas differ by at most `
    + `${worst.replicas.toFixed(1)} %, SLO misses by ${worst.missed.toFixed(1)} points, and p95 by ${worst.p95.toFixed(0)} % where it is below 2 s.`,
  ].join('\n\n'), 'simulator.md');
}

function steadyTable(): string {
  const rows = BALANCERS.flatMap((balancer) => SHAPES.map(([pods, concurrency]) => {
    const furthest = SHARES.map(() => 0);
    for (const load of LOADS) {
      for (const cv of VARIATIONS) {
        const perSecond = pods * concurrency * load / 0.1;
        const duration = REQUESTS / perSecond;
        const time = cv === 0 ? { kind: 'deterministic', value: 0.1 } as const : { kind: 'lognormal', mean: 0.1, cv } as const;
        const served = workload('served', { ...replicas(pods), balancer, service: { ...SERVICE, concurrency, time } });
        const [single, flows] = byBoth((method) => (
          world(duration, rates([perSecond], duration), [served], { ...method, limits: { maxRequestStages: Infinity, maxSeriesPoints: 10 } })
        ));
        SHARES.forEach((share, i) => {
          furthest[i] = Math.max(furthest[i], 100 * Math.abs(flows.latency.quantile(share) / single.latency.quantile(share) - 1));
        });
      }
    }
    furthest.forEach((each, i) => { worst.steady[i] = Math.max(worst.steady[i], each); });
    return [balancer.kind, pods, concurrency, ...furthest.map((each) => each.toFixed(0))];
  }));
  return table(['balancer', 'pods', 'slots a pod', 'p50', 'p95', 'p99'], rows);
}

function scaledTable(seeds: readonly number[]): string {
  const day = (minute: number): number => 50 * (1 + 0.6 * Math.sin(minute / 120 * 2 * Math.PI));
  const traffic: ReadonlyArray<readonly [string, Traffic]> = [
    ['waves', rates(Array.from({ length: 240 }, (_, minute) => day(minute)), 60)],
    ['bursts', rates(Array.from({ length: 240 }, (_, minute) => day(minute) * (minute % 17 < 3 ? 1.6 : 1)), 60)],
    ['spike', rates([20, 120, 20, 20], HOUR)],
  ];
  const perPod = (target: number): Partial<Workload> => ({
    autoscaler: {
      kind: 'hpa', name: 'hpa', firstPassSeconds: 5,
      spec: { minReplicas: 2, maxReplicas: 30, metrics: [{ type: 'Pods', name: 'requests', target: { type: 'AverageValue', averageValueMilli: target * 1000 } }] },
    },
    metrics: [{ metric: 'requests', signal: { kind: 'requests-per-second' } }],
  });
  const policies: ReadonlyArray<readonly [string, Partial<Workload>]> = [
    ['cpu 50 %', { autoscaler: cpuHpa(50, 2, 30) }], ['cpu 70 %', { autoscaler: cpuHpa(70, 2, 30) }], ['7 requests/s', perPod(7)],
  ];
  const rows = traffic.flatMap(([name, each]) => policies.flatMap(([policy, overrides]) => BALANCERS.map((balancer) => {
    const pairs = seeds.map((seed) => byBoth((method) => world(4 * HOUR, each, [workload('web', { balancer, ...overrides })], { ...method, seed })));
    const [single, flows] = [0, 1].map((method) => together(pairs.map((pair) => pair[method])));
    const both = (figure: (figures: Figures) => number, text: (value: number) => string): string => [single, flows].map((each) => text(figure(each))).join(' / ');
    compare(single, flows);
    const milliseconds = (value: number): string => (1000 * value).toFixed(0);
    return [
      name, policy, balancer.kind, both(({ replicas: mean }) => mean, (value) => value.toFixed(2)),
      both(({ missed }) => 100 * missed, (value) => value.toFixed(2)),
      ...SHARES.map((share) => both(({ latency }) => latency.quantile(share), milliseconds)),
    ];
  })));
  return table(['traffic', 'policy', 'balancer', 'replicas', 'SLO misses %', 'p50 ms', 'p95 ms', 'p99 ms'], rows);
}

/** Figures of several seeds: means, and the latencies of all requests. */
function together(seeds: readonly Figures[]): Figures {
  const mean = (figure: (figures: Figures) => number): number => seeds.reduce((sum, each) => sum + figure(each), 0) / seeds.length;
  const latency = new LatencyHistogram();
  for (const each of seeds) latency.add(each.latency);
  return { latency, replicas: mean(({ replicas: count }) => count), missed: mean(({ missed }) => missed) };
}

function compare(single: Figures, flows: Figures): void {
  const [singleP95, flowsP95] = [single, flows].map(({ latency }) => latency.quantile(0.95));
  worst.replicas = Math.max(worst.replicas, 100 * Math.abs(flows.replicas / single.replicas - 1));
  worst.missed = Math.max(worst.missed, 100 * Math.abs(flows.missed - single.missed));
  if (singleP95 < LONGEST_COMPARED) worst.p95 = Math.max(worst.p95, 100 * Math.abs(flowsP95 / singleP95 - 1));
}

function byBoth(make: (method: Pick<World, 'method'>) => World): readonly [Figures, Figures] {
  return [figuresOf(simulate(make({ method: 'requests' }))), figuresOf(simulate(make({ method: 'flows' })))];
}

function figuresOf({ world: { durationSeconds }, flows: [{ latency, counters }], workloads: [{ replicaSeconds }] }: Run): Figures {
  return {
    latency,
    replicas: replicaSeconds / durationSeconds,
    missed: (counters.late + counters.timedOut + counters.killed + counters.refused) / counters.arrived,
  };
}

import { compareSimulators, type Scenario, SHORT_SALE, SINUS, SQUARE } from '../test/simulator/reference/compare';
import { report, table } from './report';

const SEEDS = 8;
const PROBE = { period: 10, timeout: 1, failures: 3, successes: 1 };
const RETRIES = { attempts: 4, backoff: 0.1, maxBackoff: 10 };

const sinus: Scenario = { ...SHORT_SALE, seconds: 1200, rate: SINUS, highestRate: 105 };
const square: Scenario = { ...SHORT_SALE, seconds: 900, rate: SQUARE, highestRate: 90 };

const SCENARIOS: ReadonlyArray<readonly [name: string, scenario: Scenario]> = [
  ['sale', SHORT_SALE],
  ['sale, shared queue', { ...SHORT_SALE, balancer: 'shared' }],
  ['sale, requests per second', { ...SHORT_SALE, metric: { kind: 'requests', target: 12 } }],
  ['sale, CPU limit of 0.4', { ...SHORT_SALE, cpuLimit: 0.4 }],
  ['sale, warm-up: 3 times slower, for 60 s', { ...SHORT_SALE, warmUp: { factor: 3, seconds: 60 } }],
  ['sale, three retries', { ...SHORT_SALE, retries: RETRIES }],
  ['sale, three retries, budget of 20 %', { ...SHORT_SALE, retries: { ...RETRIES, budget: 0.2 } }],
  ['sale, readiness fails', { ...SHORT_SALE, probes: { readiness: PROBE } }],
  ['sale, readiness and liveness fail', {
    ...SHORT_SALE, drain: { ...SHORT_SALE.drain, finishesOnTerm: false }, probes: { readiness: PROBE, liveness: { ...PROBE, failures: 6 } },
  }],
  ['sinus', sinus],
  ['sinus, shared queue', { ...sinus, balancer: 'shared' }],
  ['square', square],
  ['square, requests per second', { ...square, metric: { kind: 'requests', target: 12 } }],
  ['square, CPU limit of 0.4', { ...square, cpuLimit: 0.4 }],
];

/** The simulator beside a small independent one, over the same worlds. */
export function run(args: readonly string[]): void {
  let furthest = 0;
  const rows = SCENARIOS.map(([name, scenario]) => {
    const compared = new Map(compareSimulators(scenario, SEEDS).map((each) => [each.figure, each]));
    const pair = (figure: 'meanReplicas' | 'p50' | 'p95' | 'lost' | 'attempts', text: (value: number) => string): string => {
      const { engine, reference, sigmas } = compared.get(figure)!;
      furthest = Math.max(furthest, sigmas);
      return `${text(engine)} / ${text(reference)}`;
    };
    const plain = (value: number): string => value.toFixed(2);
    return [
      name, pair('meanReplicas', plain), pair('p50', (value) => (1000 * value).toFixed(0)), pair('p95', (value) => (1000 * value).toFixed(0)),
      pair('lost', (value) => (100 * value).toFixed(1)), pair('attempts', plain),
    ];
  });
  report('dynamics', args, [
    table(['traffic', 'mean replicas', 'p50 ms', 'p95 ms', 'lost %', 'attempts'], rows),
    `The simulator / the independent one: means over ${SEEDS} seeds. The furthest two means are ${furthest.toFixed(1)} standard errors apart.`,
  ].join('\n\n'), 'simulator.md');
}

import { compareSimulators, type Scenario, SHORT_SALE } from '../../simulator/reference/compare';

const PROBE = { period: 10, timeout: 1, failures: 3, successes: 1 };

const SCENARIOS: ReadonlyArray<readonly [name: string, scenario: Scenario]> = [
  ['a flash sale over random choice', SHORT_SALE],
  ['pods throttled at their CPU limit', { ...SHORT_SALE, cpuLimit: 0.4 }],
  ['pods that warm up', { ...SHORT_SALE, warmUp: { factor: 3, seconds: 60 } }],
  ['clients that retry', { ...SHORT_SALE, retries: { attempts: 4, backoff: 0.1, maxBackoff: 10 } }],
  ['probes that fail under overload', { ...SHORT_SALE, drain: { ...SHORT_SALE.drain, finishesOnTerm: false }, probes: { readiness: PROBE, liveness: { ...PROBE, failures: 6 } } }],
];

/** Differences beyond these are neither noise of the seeds nor rounding of the reference's steps. */
const SIGMAS = 4;
const RELATIVE = 0.05;
const ABSOLUTE = { meanReplicas: 0, peakReplicas: 1, p50: 0.002, p95: 0.01, lost: 0.006, refused: 0.004, attempts: 0.02, cores: 0 } as const;

describe('the simulator agrees with an independent one about', () => {
  test.each(SCENARIOS)('%s', (_name, scenario) => {
    const apart = compareSimulators(scenario, 4).filter(({ figure, engine, reference, sigmas }) => (
      sigmas > SIGMAS && Math.abs(engine - reference) > Math.max(ABSOLUTE[figure], RELATIVE * reference)
    ));
    expect(apart).toEqual([]);
  }, 60_000);
});

import { LONG_SALE, SALE, type Scenario, STEPS, WAVE } from './compare';

const PROBE = { period: 10, timeout: 1, failures: 3, successes: 1 };
const RETRIES = { attempts: 4, backoff: 0.1, maxBackoff: 10 };
const REQUESTS = { kind: 'requests', target: 12 } as const;

const TRAFFIC: ReadonlyArray<readonly [name: string, scenario: Scenario]> = [['sale', SALE], ['sinus', WAVE], ['square', STEPS]];

const BASES = TRAFFIC.flatMap(([name, scenario]) => [
  [`${name}, CPU`, scenario], [`${name}, requests`, { ...scenario, metric: REQUESTS }],
] as ReadonlyArray<readonly [string, Scenario]>);

const SLOWED: ReadonlyArray<readonly [name: string, change: Partial<Scenario>]> = [
  ['random', {}],
  ['shared queue', { balancer: 'shared' }],
  ['CPU limit of 0.4', { cpuLimit: 0.4 }],
  ['warm-up', { warmUp: { factor: 3, seconds: 60 } }],
  ['three retries', { retries: RETRIES }],
];

/** A sale that loses few requests until clients retry, pods warm up, or readiness fails under overload. */
export const LONG_SALES: ReadonlyArray<readonly [name: string, scenario: Scenario]> = [
  ['long sale, CPU, random', LONG_SALE],
  ['long sale, CPU, three retries', { ...LONG_SALE, retries: RETRIES }],
  ['long sale, CPU, warm-up', { ...LONG_SALE, warmUp: { factor: 3, seconds: 60 } }],
  ['long sale, CPU, readiness probe', { ...LONG_SALE, probes: { readiness: { ...PROBE, timeout: 0.5 } } }],
];

/**
 * Traffic, metrics and balancers, each with and without what slows pods down, and what happens at the ends of a pod's
 * life.
 */
export const SCENARIOS: ReadonlyArray<readonly [name: string, scenario: Scenario]> = [
  ...BASES.flatMap(([base, scenario]) => SLOWED.map(([name, change]) => [`${base}, ${name}`, { ...scenario, ...change }] as const)),
  ['sale, CPU, three retries within a budget of 20 %', { ...SALE, retries: { ...RETRIES, budget: 0.2 } }],
  ['sale, CPU, shared queue and CPU limit of 0.4', { ...SALE, balancer: 'shared', cpuLimit: 0.4 }],
  ['sale, CPU, readiness probe', { ...SALE, probes: { readiness: PROBE } }],
  ['sale, CPU, readiness and liveness probe', {
    ...SALE, drain: { ...SALE.drain, preStop: 0, finishesOnTerm: false }, probes: { readiness: PROBE, liveness: { ...PROBE, failures: 6 } },
  }],
  ['sinus, CPU, no window, endpoints removed 10 s late', {
    ...WAVE, stabilization: 0, drain: { preStop: 0, grace: 30, endpointRemoval: 10, finishesOnTerm: false },
  }],
  ['sinus, CPU, the same with a preStop sleep of 6 s', {
    ...WAVE, stabilization: 0, drain: { preStop: 6, grace: 30, endpointRemoval: 10, finishesOnTerm: false },
  }],
  ...LONG_SALES,
];

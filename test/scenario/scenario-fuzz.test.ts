import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseManifests } from '../../lib/manifest/parse';
import { buildWorld, loadTraffic, readScenario } from '../../lib/scenario';
import { simulate } from '../../lib/simulator/engine/simulate';
import { type World } from '../../lib/simulator/world/world';
import { UserError } from '../../lib/values/user-error';
import { deployment, hpa, podsMetric, worldOf as worldUnderTrace } from './worlds';

const DISTRIBUTION = { mean: '200ms', cv: 0.5 };

/** Every field that a scenario has, at least once. */
const FULL = {
  kubernetes: '1.35', featureGates: { HPAScaleToZero: true }, seed: 3, start: '2024-01-01T09:00:00Z', duration: '90s',
  traffic: { generator: { name: 'flat-noise', duration: '60s', rate: 3, noise: 0.1 }, arrivals: 'even', load: 1.5, skip: '10s' },
  slo: { latency: '1s', objective: 0.95 },
  workloads: {
    web: {
      replicas: 2, service: { time: DISTRIBUTION, concurrency: 4, cpuSeconds: 0.1, memory: '10Mi', timeout: '10s', queueLimit: 50 },
      balancer: { connections: 4, lifetime: '1m' },
      startUp: { schedule: '1s', coldPull: '5s', warmPull: { p50: '1s', p95: '2s' }, init: { samples: ['1s', 2] }, boot: { mean: '3s', cv: 1, distribution: 'gamma' }, cpu: 1 },
      drain: { preStop: '5s', grace: '30s', endpointRemoval: '2s', finishesOnTerm: true },
      maxSurge: '25%', maxUnavailable: 1, containers: { app: { loadShare: 1, idleCpu: '5m', idleMemory: '10Mi' } }, nodePool: 'main',
      metrics: { orders: { signal: 'latency', quantile: 0.9, scale: 1000, workload: 'llm', pipeline: { scrape: '5s', rateWindow: '30s', relist: '5s', cache: 0, nan: 'missing' } } },
      slo: { latency: '800ms' }, price: 0.1, firstPass: '5s',
    },
    llm: {
      fixed: 1, service: { tokens: { preset: 'llama2-70b-h100-tp4', perInputToken: '0.1ms', perOutputToken: '5ms', maxBatch: 4, input: 10, output: { mean: 5, cv: 1 }, cpu: '500m' } },
    },
    db: { external: true, fixed: 1, service: { time: '10ms' }, balancer: 'shared-queue' },
  },
  flows: { chat: { stages: ['web', { workload: 'llm', probability: 0.5 }, 'db'], share: 0.5, slo: { latency: '5s' } }, ping: { stages: ['web'] } },
  cluster: {
    nodePools: { main: { cpu: 2, memory: '4Gi', podsPerNode: 10, initial: 2, min: 1, max: 3, provisioning: '20s', scan: '10s', removeEmptyAfter: '1m', price: 0.2 } },
  },
  controller: { syncPeriod: '15s', downscaleStabilization: '30s', tolerance: 0.1, cpuInitializationPeriod: '10s', initialReadinessDelay: '5s' },
  pipeline: { resource: { resolution: '15s', kubelet: '10s' }, custom: { scrape: '15s' } },
  faults: [
    { kind: 'metric', workload: 'web', metric: 'cpu', effect: 'multiply', factor: 2, from: '20s', until: '40s' }, { kind: 'pod-crash', workload: 'web', at: '30s', pods: 1, backoff: '5s' },
    { kind: 'rollout', workload: 'web', at: '50s' }, { kind: 'node-loss', at: '60s', nodes: 1 }, { kind: 'controller-restart', at: '10s', down: '5s' },
    { kind: 'scale', workload: 'web', at: '5s', replicas: 3 }, { kind: 'slow-service', workload: 'db', factor: 2 }, { kind: 'no-nodes', from: '70s' },
  ],
  limits: { maxRequestStages: 100_000, maxSeriesPoints: 100 },
};

const MANIFESTS = [hpa('web', { metrics: [podsMetric('orders', '500')] }), deployment('web'), deployment('llm')];

async function worldOf(text: string): Promise<World> {
  const scenario = readScenario(text, 'fuzz.yaml');
  const traffic = await loadTraffic(scenario, undefined, { env: {}, fetch: () => Promise.reject(new Error('offline')) });
  return buildWorld({ manifests: MANIFESTS, scenario, traffic });
}

/** What a test can wait for. */
function isSmall({ durationSeconds, flows, workloads, nodePools, controller, metrics }: World): boolean {
  const requests = flows.reduce((sum, { traffic }) => sum + (traffic.kind === 'rate' ? traffic.perSecond.reduce((a, b) => a + b, 0) : traffic.at.length), 0);
  const beats = Math.min(controller.syncPeriodSeconds, metrics.resource.resolutionSeconds, ...nodePools.map(({ scanSeconds }) => scanSeconds));
  const counts = [...workloads.map(({ replicas }) => replicas), ...nodePools.map(({ initialNodes }) => initialNodes)];
  return durationSeconds <= 300 && requests < 2000 && beats >= 1 && counts.every((count) => count < 100);
}

function requireConserved(world: World): void {
  for (const { counters } of simulate(world).flows) {
    const { arrived, served, timedOut, killed, refused, inFlight } = counters;
    expect(served + timedOut + killed + refused + inFlight).toBe(arrived);
  }
}

type Branch = Record<string | number, unknown>;
type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  const children = Array.isArray(value) ? [...value.entries()] : typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [...(path.length > 0 ? [path] : []), ...children.flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

const JUNK: readonly unknown[] = [
  null, true, '', 'x', '0s', '1s', '99d', '5%', '-1s', '1e9s', 'never', 'unlimited', 'web', 'nowhere', 'missing', 0, -1, 0.5, 1, 7, 1e12, -1e308, [], [[]], ['web'], {}, { mean: 1 }, { a: { b: [] } },
  '1.28', '../../..', '${HOME}', '2024-01-01', '💥', 'x'.repeat(500),
];

function mutate(scenario: Record<string, unknown>, path: Path, edit: 'replace' | 'delete' | 'rename', junk: unknown): void {
  const parent = path.slice(0, -1).reduce<unknown>((node, step) => (node as Branch | undefined)?.[step], scenario) as Branch | undefined;
  const key = path[path.length - 1];
  if (typeof parent !== 'object' || parent === null || !(key in parent)) return;
  const value = parent[key];
  if (edit === 'delete' || edit === 'rename') delete parent[key];
  if (edit === 'rename') parent[`${key}x`] = value;
  if (edit === 'replace') parent[key] = junk;
}

test('the scenario that is broken below is itself sound', async () => {
  const world = await worldOf(stringify(FULL));
  expect(isSmall(world)).toBe(true);
  requireConserved(world);
});

test('a scenario with any part replaced, removed or renamed runs, or is refused with a clear message', async () => {
  const edit = fc.tuple(fc.constantFrom(...pathsOf(FULL)), fc.constantFrom('replace', 'replace', 'replace', 'delete', 'rename'), fc.constantFrom(...JUNK));
  let refused = 0;
  await fc.assert(fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
    const scenario = structuredClone(FULL) as Record<string, unknown>;
    for (const [path, kind, junk] of edits) mutate(scenario, path, kind, junk);
    try {
      const world = await worldOf(stringify(scenario));
      if (isSmall(world)) requireConserved(world);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      expect(error.message).toMatch(/^\S/);
      expect(error.message).not.toMatch(/undefined|\[object|NaN|\n\s+at /);
      refused++;
    }
  }), { seed: 23, numRuns: 80 });
  expect(refused).toBeGreaterThan(25);
});

test('a text with any character changed is read, or is refused with a clear message', () => {
  const text = stringify(FULL);
  const piece = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('\n', ':', '- ', '"', '{', '[', '\t', '&a', '*a', '---\n', '<<: ', '!!binary ', '|\n', '? '));
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(text.length), fc.nat(4), piece), { minLength: 1, maxLength: 3 }), (edits) => {
    const broken = edits.reduce((before, [at, removed, inserted]) => before.slice(0, at) + inserted + before.slice(at + removed), text);
    try {
      readScenario(broken, 'fuzz.yaml');
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      expect(error.message).toMatch(/^fuzz\.yaml(?::\d+: | cannot be read: )\S/);
    }
  }), { seed: 29, numRuns: 60 });
});

test('manifests with any part changed are a world, or are refused with a clear message', () => {
  const edit = fc.tuple(fc.nat(MANIFESTS.length - 1), fc.constantFrom(...pathsOf(MANIFESTS[0]), ...pathsOf(MANIFESTS[1])), fc.constantFrom('replace', 'delete', 'rename'), fc.constantFrom(...JUNK));
  fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
    const broken = structuredClone(MANIFESTS) as unknown as Record<string, unknown>[];
    for (const [index, path, kind, junk] of edits) mutate(broken[index], path, kind as 'replace', junk);
    const { manifests } = parseManifests(JSON.stringify(broken), 'fuzz.json');
    try {
      worldUnderTrace(manifests.map(({ manifest }) => manifest));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      expect(error.message).not.toMatch(/undefined|\[object|NaN/);
    }
  }), { seed: 31, numRuns: 200 });
});

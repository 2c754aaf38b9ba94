import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseManifests } from '../../lib/manifest/parse';
import { buildWorld, loadTraffic, readScenario } from '../../lib/scenario';
import { simulate } from '../../lib/simulator/engine/simulate';
import { type World } from '../../lib/simulator/world/world';
import { UserError } from '../../lib/values/user-error';
import { FULL_SCENARIO } from '../../scripts/fuzz/seeds';
import { deployment, hpa, podsMetric, worldOf as worldUnderTrace } from './worlds';

const MANIFESTS = [hpa('web', { metrics: [podsMetric('orders', '500')] }), deployment('web'), deployment('llm')];

async function worldOf(text: string): Promise<World> {
  const scenario = readScenario(text, 'fuzz.yaml');
  const traffic = await loadTraffic(scenario, undefined, { env: {}, fetch: () => Promise.reject(new Error('offline')) });
  return buildWorld({ manifests: MANIFESTS, scenario, traffic });
}

/** True for worlds small enough for a unit test. */
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

test('the unmodified scenario is valid', async () => {
  const world = await worldOf(stringify(FULL_SCENARIO));
  expect(isSmall(world)).toBe(true);
  requireConserved(world);
});

test('a scenario with any part replaced, removed or renamed runs, or is refused with a clear message', async () => {
  const edit = fc.tuple(fc.constantFrom(...pathsOf(FULL_SCENARIO)), fc.constantFrom('replace', 'replace', 'replace', 'delete', 'rename'), fc.constantFrom(...JUNK));
  let refused = 0;
  await fc.assert(fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
    const scenario = structuredClone(FULL_SCENARIO) as Record<string, unknown>;
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
  expect(refused).toBeGreaterThan(6);
});

test('a text with any character changed is read, or is refused with a clear message', () => {
  const text = stringify(FULL_SCENARIO);
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

test('manifests with any part changed give a world or a clear message', () => {
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

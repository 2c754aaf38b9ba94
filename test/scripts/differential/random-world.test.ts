import { validateHpa } from '../../../lib/hpa/validation/validate-hpa';
import type { Fields } from '../../../lib/values/fields';
import { KubernetesVersion } from '../../../lib/values/kubernetes-version';
import { exactJson } from '../../../scripts/differential/exact-json';
import { hpaManifest } from '../../../scripts/differential/hpa-manifest';
import { randomWorld } from '../../../scripts/differential/random-world';
import { parseExactly } from '../../../scripts/conformance/json-cases';

const SEEDS = Array.from({ length: 40 }, (_, i) => i);

describe('a random world', () => {
  test('is the same for the same seed and version, and another for any other', () => {
    expect(randomWorld(1, 37)).toEqual(randomWorld(1, 37));
    expect(randomWorld(1, 37)).not.toEqual(randomWorld(2, 37));
    expect(randomWorld(1, 37)).not.toEqual(randomWorld(1, 28));
  });

  test.each([28, 32, 37])('has an object that the API server of 1.%i accepts', (minor) => {
    for (const seed of SEEDS) {
      const { hpa, parameters } = randomWorld(seed, minor);
      const manifest = { ...hpaManifest(hpa), metadata: { name: 'web', namespace: 'default' } };
      const gates = [...(parameters.hpaScaleToZero ? ['HPAScaleToZero'] : []), ...(parameters.hpaConfigurableTolerance ? ['HPAConfigurableTolerance'] : [])];
      // A tolerance of a version without one is a field that its API server drops.
      const problems = validateHpa(JSON.parse(JSON.stringify(manifest)) as Fields, KubernetesVersion.of(`1.${minor}`), gates).filter(({ message }) => !message.includes('tolerance'));
      expect({ seed, problems }).toEqual({ seed, problems: [] });
    }
  });

  test('has passes in the order of time, of which many write a scale and some are disturbed', () => {
    const worlds = SEEDS.map((seed) => randomWorld(seed, 37));
    const passes = worlds.flatMap((world) => world.passes);
    for (const world of worlds) expect(world.passes.every(({ at }, i) => i === 0 || at > world.passes[i - 1].at)).toBe(true);
    const scales = worlds.flatMap((world) => world.passes.filter((pass, i) => i > 0 && pass.specReplicas !== world.passes[i - 1].specReplicas));
    expect(scales.length / passes.length).toBeGreaterThan(0.1);
    for (const what of ['controllerRestarted', 'getScaleError', 'updateScaleError'] as const) expect(passes.some((pass) => pass[what])).toBe(true);
    for (const phase of ['Pending', 'Failed', 'Succeeded', 'Unknown']) expect(passes.some((pass) => pass.pods?.some((pod) => pod.phase === phase))).toBe(true);
  });

  test('has pods with containers of every kind, with requests of the pod as a whole, and without requests', () => {
    const pods = SEEDS.flatMap((seed) => randomWorld(seed, 37).passes).flatMap((pass) => pass.pods ?? []);
    const requests = pods.flatMap((pod) => pod.requests ?? []);
    expect(requests.length / pods.length).toBeGreaterThan(0.1);
    for (const kind of ['main', 'sidecar', 'init']) expect(requests.some(({ containers }) => containers.some((container) => container.kind === kind))).toBe(true);
    for (const resource of ['cpu', 'memory', 'hugepages-2Mi', 'ephemeral-storage']) expect(requests.some(({ podLevelMilli }) => podLevelMilli?.[resource] !== undefined)).toBe(true);
    expect(requests.some(({ containers }) => containers.some(({ requestsMilli }) => requestsMilli.cpu === undefined))).toBe(true);
  });

  test('keeps all digits of its numbers as JSON', () => {
    const world = { milli: [1, 2n ** 62n, -(2n ** 60n)] };
    expect(exactJson(world)).toBe('{"milli":[1,4611686018427387904,-1152921504606846976]}');
    expect(parseExactly(exactJson(world))).toEqual(world);
  });
});

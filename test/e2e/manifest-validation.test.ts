import { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import { pick } from '../../scripts/differential/draws';
import { BROAD } from '../support/broad-manifests';
import { objectsIn } from '../support/examples';
import { type Json } from './api-client';
import { installCustomResources } from './custom-resources';
import { exampleOutputs } from './example-outputs';
import { spoilt } from './random-manifest';
import { inDefault, isComparable, oursFind, oursRefuse, serverRefuses } from './refusals';
import { client } from './running';

const COUNT = Number(process.env.RANDOM_MANIFESTS ?? 2000);
const SEED = Number(process.env.SEED ?? 1);
const AT_ONCE = 16;
/** Share of the refused objects that the rules find; the rest are rare values of rare fields. */
const FOUND = 0.98;
const bases = [...BROAD, ...BROAD, ...exampleOutputs().flatMap(({ files }) => objectsIn(files))].filter(isComparable);

beforeAll(() => installCustomResources(client), 180_000);

describe('checks compared with a real API server', () => {
  test('the checks and the server accept objects with most fields set', async () => {
    for (const manifest of BROAD.map(inDefault)) {
      expect([manifest.kind, await serverRefuses(manifest), oursRefuse(manifest)]).toEqual([manifest.kind, undefined, []]);
    }
  }, 60_000);

  test('the server refuses every mutated object that the checks refuse, and the checks find nearly all that the server refuses', async () => {
    const random = new RandomStream(SEED, 'manifests');
    const objects = Array.from({ length: COUNT }, () => JSON.parse(JSON.stringify(inDefault(spoilt(inDefault(pick(random, bases)), random)))) as Json);
    const refusedByUsAlone: string[] = [];
    const foundByServerAlone: string[] = [];
    let refused = 0;
    for (let i = 0; i < objects.length; i += AT_ONCE) {
      await Promise.all(objects.slice(i, i + AT_ONCE).map(async (manifest) => {
        const [server, ours] = [await serverRefuses(manifest), oursRefuse(manifest)];
        if (server !== undefined) refused++;
        if (server === undefined && ours.length > 0) refusedByUsAlone.push(JSON.stringify({ ours, manifest }));
        if (server !== undefined && ours.length === 0 && !oursFind(manifest)) foundByServerAlone.push(server);
      }));
    }
    expect(refusedByUsAlone).toEqual([]);
    expect(refused / COUNT).toBeGreaterThan(0.4);
    // As a list, so that a failure shows what was missed.
    expect(foundByServerAlone.slice(0, Math.floor(refused * (1 - FOUND)))).toEqual(foundByServerAlone);
  }, 600_000);
});

import { RULES, runChecks } from '../../lib/checks';
import { kindOf } from '../../lib/checks/api-types/api-type';
import { isFields } from '../../lib/manifest/fields';
import { type Manifest } from '../../lib/manifest';
import { RandomStream } from '../../lib/simulator/service/random-stream';
import { KubernetesVersion } from '../../lib/values/kubernetes-version';
import { pick } from '../../scripts/differential/draws';
import { BROAD } from '../support/broad-manifests';
import { objectsIn } from '../support/examples';
import { type Json } from './api-client';
import { exampleOutputs } from './example-outputs';
import { spoilt } from './random-manifest';
import { client, MINOR } from './running';

const COUNT = Number(process.env.RANDOM_MANIFESTS ?? 2000);
const SEED = Number(process.env.SEED ?? 1);
const AT_ONCE = 16;
/** Of what is refused, how much the rules find by themselves; the rest are rare values of rare fields. */
const FOUND = 0.98;
/** Older API servers take a StatefulSet whatever its pods are like, and refuse these one by one. */
const STATEFUL_SETS_ARE_VALIDATED = 34;

/** The rules that say that an API server refuses something. */
const REFUSING = RULES.filter(({ id, reason, severity }) => severity === 'error' && (/API server refuses/.test(reason) || ['KSC013', 'KSC092'].includes(id)));
const cluster = { kubernetesVersion: KubernetesVersion.of(`1.${MINOR}`), featureGates: [] };

const bases = [...BROAD, ...BROAD, ...exampleOutputs().flatMap(({ files }) => objectsIn(files))].filter(isComparable);

/** HPAs are compared, to the field, by a test of their own. */
function isComparable({ apiVersion, kind }: Json): boolean {
  return kindOf(apiVersion, kind) !== undefined && apiVersion !== 'autoscaling/v2' && kind !== 'Namespace' && (kind !== 'StatefulSet' || MINOR >= STATEFUL_SETS_ARE_VALIDATED);
}

/** Where an object is sent is no part of the question. */
function inDefault(object: Json): Json {
  return { ...object, metadata: { ...isFields(object.metadata) ? object.metadata : { name: 'web' }, namespace: 'default' } };
}

async function serverRefuses(manifest: Json): Promise<string | undefined> {
  const path = (await client.pathOf({ ...manifest, metadata: { name: '' } })).slice(0, -1);
  const { status, body } = await client.send('POST', `${path}?dryRun=All&fieldValidation=Strict`, JSON.stringify(manifest));
  return status < 300 ? undefined : body.message;
}

function oursRefuse(manifest: Json): string[] {
  const found = runChecks([manifest as Manifest], { rules: REFUSING, clusterOf: () => cluster });
  return found.filter(({ severity }) => severity === 'error').map(({ rule, message }) => `${rule.id} ${message}`);
}

test('an object with one of most things is accepted, by us and by the server', async () => {
  for (const manifest of BROAD.map(inDefault)) {
    expect([manifest.kind, await serverRefuses(manifest), oursRefuse(manifest)]).toEqual([manifest.kind, undefined, []]);
  }
}, 60_000);

test('of objects that somebody has spoilt, what our rules refuse the server refuses, and nearly all that the server refuses our rules find', async () => {
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
      if (server !== undefined && ours.length === 0) foundByServerAlone.push(server);
    }));
  }
  expect(refusedByUsAlone).toEqual([]);
  expect(refused / COUNT).toBeGreaterThan(0.4);
  expect({ share: 1 - foundByServerAlone.length / refused > FOUND, missed: foundByServerAlone }).toMatchObject({ share: true });
}, 600_000);

import { RULES, runChecks } from '../../lib/checks';
import { isIn, kindOf } from '../../lib/checks/api-types/api-type';
import { isFields } from '../../lib/values/fields';
import { type Manifest } from '../../lib/manifest';
import { KubernetesVersion } from '../../lib/values/kubernetes-version';
import { type Json } from './api-client';
import { client, MINOR } from './running';

/** Older API servers take a StatefulSet whatever its pods are like, and refuse these one by one. */
const STATEFUL_SETS_ARE_VALIDATED = 34;

/** The rules that say that an API server refuses something. */
const REFUSING = RULES.filter(({ id, reason, severity }) => severity === 'error' && (/^the API server refuses/.test(reason) || ['KSC013', 'KSC092'].includes(id)));
const OF_KEDA = RULES.filter(({ id }) => id === 'KSC067');
const cluster = { kubernetesVersion: KubernetesVersion.of(`1.${MINOR}`), featureGates: [] };

/**
 * True where the server's verdict on an object can be compared with ours. A test of its own compares HPAs to the field;
 * of a ScaledJob the server refuses the Jobs.
 */
export function isComparable({ apiVersion, kind }: Json): boolean {
  const known = kindOf(apiVersion, kind);
  return known !== undefined && isIn(MINOR, known) && apiVersion !== 'autoscaling/v2' && !['Namespace', 'ScaledJob'].includes(kind) && (kind !== 'StatefulSet' || MINOR >= STATEFUL_SETS_ARE_VALIDATED);
}

/** Object in the default namespace, which is not a part of the question. */
export function inDefault(object: Json): Json {
  return { ...object, metadata: { ...isFields(object.metadata) ? object.metadata : { name: 'web' }, namespace: 'default' } };
}

/** Why the server refuses to create an object; undefined where it would. */
export async function serverRefuses(manifest: Json): Promise<string | undefined> {
  const path = (await client.pathOf({ ...manifest, metadata: { name: '', namespace: 'default' } })).slice(0, -1);
  const { status, body } = await client.send('POST', `${path}?dryRun=All&fieldValidation=Strict`, JSON.stringify(manifest));
  return status < 300 ? undefined : body.message;
}

/** Why our rules say that it does. */
export function oursRefuse(manifest: Json): string[] {
  const found = runChecks([manifest as Manifest], { rules: REFUSING, clusterOf: () => cluster });
  return found.filter(({ severity }) => severity === 'error').map(({ rule, message }) => `${rule.id} ${message}`);
}

/** True where our rules report the object, including fields that a later KEDA may have and refusals by KEDA itself. */
export function oursFind(manifest: Json): boolean {
  return runChecks([manifest as Manifest], { rules: [...REFUSING, ...OF_KEDA], clusterOf: () => cluster }).length > 0;
}

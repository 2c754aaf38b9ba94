import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Answer, type ApiClient, type Json, resourcePath } from './api-client';
import { podTemplate } from './pod-admission';

/** Objects that belong together, as one test or one example makes them. */
export interface ManifestGroup {
  readonly name: string;
  readonly manifests: readonly Json[];
  /** The oldest version of Kubernetes that they are for: 28 is 1.28. */
  readonly sinceMinor: number;
}

const FIELD_MANAGER = 'cdk8s-kotaemon-e2e';
const CLUSTER_WIDE = ['ClusterSecretStore', 'Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass', 'RuntimeClass', 'StorageClass'];

/**
 * A namespace that lets in no pod less restricted than a level of Pod Security, and warns of workloads that would make
 * one.
 */
export async function createNamespace(client: ApiClient, name: string, level: 'restricted' | 'privileged' = 'restricted'): Promise<void> {
  const labels = { 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/warn': level };
  await client.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  while ((await client.send('GET', resourcePath('v1', 'serviceaccounts', name, 'default'))).status !== 200) await pause(50);
}

/**
 * Takes the HPAs of a namespace away: each of them would keep the controller busy, and late for those that other tests
 * watch, until the run ends.
 */
export async function deleteAutoscalers(client: ApiClient, namespace: string): Promise<void> {
  await client.delete(resourcePath('autoscaling/v2', 'horizontalpodautoscalers', namespace));
}

/**
 * Problems of applying an object twice, one line each: refusals, warnings, lost fields, and changes by the second
 * apply.
 */
export async function applyTwice(client: ApiClient, manifest: Json, namespace: string): Promise<string[]> {
  const object = CLUSTER_WIDE.includes(manifest.kind) ? manifest : { ...manifest, metadata: { namespace, ...manifest.metadata } };
  const first = await client.apply(object);
  if (first.status >= 300) return [`refused: ${first.body.message}`];
  const path = await client.pathOf(object);
  const problems = [...first.warnings.map((text) => `warning: ${text}`), ...lostFields(object, await client.get(path)).map((text) => `lost: ${text}`)];
  let last = await client.apply(object);
  if (!isDeepStrictEqual(ownPart(last), ownPart(first))) problems.push('changed by a second apply');
  // The controllers write to the object too, until they have nothing left to say.
  for (let attempt = 0; attempt < 20; attempt++) {
    const before = last.body.metadata.resourceVersion;
    last = await client.apply(object);
    if (last.body.metadata.resourceVersion === before) return problems;
    await pause(100);
  }
  return [...problems, 'gets a new resourceVersion by every apply'];
}

/**
 * Fields of the field manager, and the count of changes to the spec. Their time is left out: Kubernetes 1.28 writes the
 * rules of a Job's podFailurePolicy with nulls that were not applied, and takes the time of each apply for that of a
 * change.
 */
function ownPart({ body }: Answer): unknown {
  const own = body.metadata.managedFields.filter(({ manager }: Json) => manager === FIELD_MANAGER);
  return [body.metadata.generation, own.map(({ time: _time, ...fields }: Json) => fields)];
}

/** The paths whose value is not, or not the same, in what is read back; what a server adds is none of our business. */
export function lostFields(written: unknown, read: unknown, path = ''): string[] {
  if (read === undefined) return isZero(written) ? [] : [`${path} is gone`];
  if (typeof written !== 'object' || written === null) return Object.is(written, read) ? [] : [`${path}: ${JSON.stringify(written)} is ${JSON.stringify(read)}`];
  return Object.entries(written).flatMap(([key, value]) => lostFields(value, (read as Json)[key], `${path}/${key}`));
}

/** True for values that a server leaves out of a stored object, since leaving them out means the same. */
function isZero(value: unknown): boolean {
  return value === 0 || value === false || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Why pods of the workloads of a namespace are not let in; empty once every workload has pods. */
export async function refusedPods(client: ApiClient, namespace: string, manifests: readonly Json[]): Promise<string[]> {
  const workloads = manifests.filter(({ apiVersion, kind }) => apiVersion === 'apps/v1' && ['Deployment', 'StatefulSet'].includes(kind));
  const refused: string[] = [];
  for (const { apiVersion, kind, metadata } of workloads) {
    const path = resourcePath(apiVersion, `${kind.toLowerCase()}s`, namespace, metadata.name);
    for (let attempt = 0; ; attempt++) {
      const { status = {} } = await client.get(path);
      if (status.replicas >= 1) break;
      const failures = await failedCreates(client, namespace);
      if (failures.length > 0 || attempt > 300) {
        refused.push(`${kind} ${metadata.name} gets no pods: ${failures.join('; ') || 'nothing happens'}`);
        break;
      }
      await pause(100);
    }
  }
  return [...new Set([...refused, ...await failedCreates(client, namespace)])];
}

async function failedCreates(client: ApiClient, namespace: string): Promise<string[]> {
  const { items } = await client.get(resourcePath('v1', 'events', namespace));
  return items.filter(({ reason }: Json) => reason === 'FailedCreate').map(({ message }: Json) => message);
}

/** An object in a namespace of the test's own in place of the one that it names. */
export function moved(manifest: Json, prefix: string): Json {
  const { namespace } = manifest.metadata;
  return namespace === undefined ? manifest : { ...manifest, metadata: { ...manifest.metadata, namespace: `${prefix}-${namespace}` } };
}

/**
 * The namespaces that moved objects are in. Those that name none are in the one called as the prefix, which comes
 * first: among them is what no namespace holds and pods of all of them may name.
 */
export function namespacesOf(manifests: readonly Json[], prefix: string): string[] {
  const namespaces = [...new Set<string>(manifests.map(({ metadata }) => metadata.namespace ?? prefix))];
  return namespaces.sort((a, b) => Number(b === prefix) - Number(a === prefix));
}

/** Objects in the order in which they can be created: what pods name comes before the pods. */
export function inOrder(manifests: readonly Json[]): Json[] {
  const first = manifests.filter(({ kind }) => ['PriorityClass', 'ServiceAccount'].includes(kind));
  return [...first, ...manifests.filter((manifest) => !first.includes(manifest))];
}

/** Applies objects in that order. @throws what the server says of the first that it refuses. */
export async function applyInOrder(client: ApiClient, manifests: readonly Json[]): Promise<void> {
  for (const manifest of inOrder(manifests)) {
    const { status, body } = await client.apply(manifest);
    if (status >= 300) throw new Error(`${manifest.kind} ${manifest.metadata.name}: ${body.message}`);
  }
}

/**
 * Creates the objects that pods name and others make, such as classes of the cluster and service accounts, before the
 * pods.
 * @param all what is created in any namespace, the pods' among it
 */
export async function createWhatPodsName(client: ApiClient, manifests: readonly Json[], namespace: string, all = manifests): Promise<void> {
  const pods = manifests.flatMap((manifest) => podTemplate(manifest)?.spec ?? []);
  const named = (field: string, kind: string): string[] => {
    const own = all.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
    return [...new Set<string>(pods.flatMap((pod) => pod[field] ?? []))].filter((name) => !own.includes(name));
  };
  const objects = [
    ...named('priorityClassName', 'PriorityClass').map((name) => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value: 1000 })),
    ...named('runtimeClassName', 'RuntimeClass').map((name) => ({ apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler: name })),
    ...named('serviceAccountName', 'ServiceAccount').map((name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } })),
  ];
  for (const object of objects) await client.apply(object, { namespace });
}

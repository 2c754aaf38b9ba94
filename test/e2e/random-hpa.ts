import type { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import { chance, pick } from '../../scripts/differential/draws';
import { hpaManifest } from '../../scripts/differential/hpa-manifest';
import { randomSetting } from '../../scripts/differential/random-setting';
import { type Json } from './api-client';

const NAMES = ['', 'web', 'Web', 'a b', 'a/b', 'a%b', 'a.b.c', '-a', '.', '..', 'http_requests', 'apps/v1', 'apps/v1/x', '/v1', 'v1', 'cpu', 'memory', 'example.com/gpu', 'hugepages-2Mi', 'requests.cpu', 'x'.repeat(64), 'x'.repeat(254)];
const KINDS = ['Resource', 'ContainerResource', 'Pods', 'Object', 'External', 'Utilization', 'AverageValue', 'Value', 'Percent', 'Min', 'Max', 'Disabled', 'pods'];
const QUANTITIES = ['0', '-5', '100m', '1e3', '1E3', '1Ki', '1.5', '.5', '5.', '1n', '1e-12', '0.0000000001', '9223372036854775808', '1 ', 'abc', '1mm', '+1', '1e400', '99Ei'];
const NUMBERS = [0, -1, 1, 2, 15, 100, 1800, 1801, 3600, 3601, 2147483647, 2147483648, 1.5, 1e21];
const OTHERS = [null, true, false, [], {}, [{}], [null], { a: 'b' }];
const SELECTORS = [
  { matchLabels: { app: 'web' } }, { matchLabels: { 'a b': 'c' } }, { matchLabels: { app: 'x'.repeat(64) } }, { matchLabels: { app: 1 } },
  { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] }, { matchExpressions: [{ key: 'app', operator: 'In' }] },
  { matchExpressions: [{ key: 'app', operator: 'Exists', values: ['web'] }] }, { matchExpressions: [{ key: '', operator: 'exists' }] },
];
const POOLS: ReadonlyArray<readonly unknown[]> = [NAMES, KINDS, QUANTITIES, NUMBERS, OTHERS, SELECTORS];
const METADATA: readonly Json[] = [
  { finalizers: ['orphan', 'foregroundDeletion'] }, { finalizers: ['kubernetes'] }, { finalizers: ['example.com/a', 'a', ''] }, { finalizers: ['a b', 'a/b/c'] },
  { labels: { 'a/b/c': 'd' } }, { labels: { 'a.b/c': null, 'C': '-' } }, { annotations: { 'A.B/c': 'a b', '/c': '' } }, { annotations: { note: 'x'.repeat(256 * 1024) } },
  { generateName: 'web-' }, { name: '', generateName: 'Web-' }, { generation: -1 }, { creationTimestamp: '2026-01-01T00:00:00Z' },
  { ownerReferences: [{ apiVersion: 'v1', kind: 'Event', name: 'a', uid: 'b' }] }, { ownerReferences: [{ kind: 'Pod', controller: true }, { controller: true }] },
];
const FIELDS = [
  'averageUtilization', 'averageValue', 'value', 'type', 'selector', 'tolerance', 'container', 'resource', 'pods', 'object', 'external', 'containerResource', 'describedObject', 'metric', 'target',
  'name', 'kind', 'apiVersion', 'minReplicas', 'maxReplicas', 'metrics', 'behavior', 'scaleUp', 'scaleDown', 'policies', 'periodSeconds', 'selectPolicy', 'stabilizationWindowSeconds', 'labels',
  'annotations', 'generateName', 'finalizers', 'ownerReferences', 'creationTimestamp', 'status', 'averageUtilisation', 'Type', 'a.b',
];

/** HPA with up to three planted mistakes. */
export function randomHpa(random: RandomStream, minor: number): Json {
  const hpa: Json = JSON.parse(JSON.stringify({ ...hpaManifest(randomSetting(random, minor).hpa), metadata: { name: 'web', namespace: 'default' } }));
  for (let faults = random.below(4); faults > 0; faults--) distort(hpa, random);
  // The object's kind and its namespace are no part of the question.
  if (typeof hpa.metadata?.namespace === 'string') hpa.metadata.namespace = 'default';
  return JSON.parse(JSON.stringify({ ...hpa, apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' })) as Json;
}

function distort(hpa: Json, random: RandomStream): void {
  if (chance(random, 0.05)) {
    hpa.metadata = { ...hpa.metadata, ...structuredClone(pick(random, METADATA)) };
    return;
  }
  const holders = holdersIn(hpa);
  const holder = pick(random, holders);
  const keys = Object.keys(holder);
  const key = pick(random, keys.length > 0 ? keys : ['type']);
  const deed = random.uniform();
  if (deed < 0.2) delete holder[key];
  else if (deed < 0.7) holder[key] = randomValue(random);
  else if (deed < 0.8 && Array.isArray(holder)) holder.push(structuredClone(holder[0] ?? {}));
  else if (deed < 0.9) holder[key] = structuredClone(pick(random, holders.filter((other) => other !== hpa)));
  else if (!Array.isArray(holder)) holder[pick(random, FIELDS)] = randomValue(random);
}

/** The objects and lists of an object, itself among them. */
function holdersIn(value: unknown): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(holdersIn)];
}

function randomValue(random: RandomStream): unknown {
  if (chance(random, 0.05)) return `${pick(random, NAMES)}${pick(random, NAMES)}`;
  return structuredClone(pick(random, pick(random, POOLS)));
}

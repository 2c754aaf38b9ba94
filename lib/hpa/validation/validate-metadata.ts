import { type Fields, fieldsAt, isFields, listAt, numberAt, textAt } from '../../values/fields';
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from '../../values/names';
import { type FieldProblem } from './field-problem';

const MAX_ANNOTATIONS = 256 * 1024;
const EXCLUSIVE_FINALIZERS = ['orphan', 'foregroundDeletion'];
/** Finalizers without a prefix that the API server accepts. */
const STANDARD_FINALIZERS = [...EXCLUSIVE_FINALIZERS, 'kubernetes'];

const API_VERSION = /^([^/]*\/)?[^/]+$/;
/** Maximum length of names that the API server generates from `generateName`. */
const LONGEST_GENERATED = 63;
const SUFFIX = 'xxxxx';

/**
 * Validates the metadata of an object whose name must be a DNS subdomain.
 *
 * @param minor minor version of Kubernetes. From 1.37 on the API server sets the generation of an HPA itself and names
 * the owner that is invalid
 */
export function* validateMetadata(metadata: Fields, minor: number): Iterable<FieldProblem> {
  const generateName = textAt(metadata, 'generateName') ?? '';
  const name = textAt(metadata, 'name') || (generateName && generateName.slice(0, LONGEST_GENERATED - SUFFIX.length) + SUFFIX);
  if (generateName !== '' && !isDnsSubdomain(generateName.replace(/(.)-$/, 'a'))) {
    yield { field: 'metadata.generateName', message: `must be the beginning of a DNS subdomain, got '${generateName}'` };
  }
  if (!isDnsSubdomain(name)) {
    yield { field: 'metadata.name', message: `must be a DNS subdomain (lower-case letters, digits, '-' and '.', at most 253), got '${name}'` };
  }
  const namespace = textAt(metadata, 'namespace') ?? '';
  if (namespace !== '' && !isDnsLabel(namespace)) yield { field: 'metadata.namespace', message: `must be a DNS label, got '${namespace}'` };
  const generation = numberAt(metadata, 'generation') ?? 0;
  if (generation < 0 && minor < 37) yield { field: 'metadata.generation', message: `must be at least 0, got ${generation}` };
  yield* validateLabels(fieldsAt(metadata, 'labels') ?? {});
  yield* validateAnnotations(fieldsAt(metadata, 'annotations') ?? {});
  yield* validateOwners(ownersOf(metadata), minor >= 37);
  yield* validateFinalizers(listAt(metadata, 'finalizers').map((finalizer) => String(finalizer ?? '')));
}

function* validateLabels(labels: Fields): Iterable<FieldProblem> {
  for (const [key, value] of Object.entries(labels)) {
    if (!isQualifiedName(key)) yield { field: 'metadata.labels', message: `must have keys of the form [prefix/]name, got '${key}'` };
    if (!isLabelValue(String(value ?? ''))) yield { field: 'metadata.labels', message: `must have values of at most 63 letters, digits, '-', '_' and '.', got '${String(value)}'` };
  }
}

function* validateAnnotations(annotations: Fields): Iterable<FieldProblem> {
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    if (!isQualifiedName(key.toLowerCase())) yield { field: 'metadata.annotations', message: `must have keys of the form [prefix/]name, got '${key}'` };
    size += utf8Length(key) + utf8Length(String(value ?? ''));
  }
  if (size > MAX_ANNOTATIONS) yield { field: 'metadata.annotations', message: `must hold at most ${MAX_ANNOTATIONS} bytes, got ${size}` };
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Removes duplicate owner references: the API server drops all but the first before it validates. */
function ownersOf(metadata: Fields): Fields[] {
  const owners = new Map<string, Fields>();
  for (const item of listAt(metadata, 'ownerReferences')) {
    const owner = isFields(item) ? item : {};
    const texts = ['apiVersion', 'kind', 'name', 'uid'].map((name) => textAt(owner, name) ?? '');
    const key = JSON.stringify([...texts, owner.controller ?? null, owner.blockOwnerDeletion ?? null]);
    if (!owners.has(key)) owners.set(key, owner);
  }
  return [...owners.values()];
}

function* validateOwners(owners: readonly Fields[], hasPositions: boolean): Iterable<FieldProblem> {
  for (const [i, owner] of owners.entries()) {
    const field = `metadata.ownerReferences${hasPositions ? `[${i}]` : ''}`;
    const apiVersion = textAt(owner, 'apiVersion') ?? '';
    if (!API_VERSION.test(apiVersion)) yield { field: `${field}.apiVersion`, message: `must be of the form [group/]version, got '${apiVersion}'` };
    for (const name of ['kind', 'name', 'uid']) {
      if ((textAt(owner, name) ?? '') === '') yield { field: `${field}.${name}`, message: 'must be set' };
    }
    if (apiVersion === 'v1' && owner.kind === 'Event') yield { field, message: 'must not name an Event' };
  }
  if (owners.filter(({ controller }) => controller === true).length > 1) yield { field: 'metadata.ownerReferences', message: 'must hold at most one controller' };
}

function* validateFinalizers(finalizers: readonly string[]): Iterable<FieldProblem> {
  for (const [i, finalizer] of finalizers.entries()) {
    if (!isQualifiedName(finalizer)) yield { field: 'metadata.finalizers', message: `must hold texts of the form [prefix/]name, got '${finalizer}'` };
    if (!finalizer.includes('/') && !STANDARD_FINALIZERS.includes(finalizer)) {
      yield { field: `metadata.finalizers[${i}]`, message: `must have a prefix, as in example.com/${finalizer || 'name'}, or be one of ${STANDARD_FINALIZERS.join(', ')}; got '${finalizer}'` };
    }
  }
  if (EXCLUSIVE_FINALIZERS.every((each) => finalizers.includes(each))) {
    yield { field: 'metadata.finalizers', message: `must not hold both ${EXCLUSIVE_FINALIZERS.join(' and ')}` };
  }
}

import { type Fields, fieldsAt, isFields, listAt, numberAt, textAt } from '../../manifest/fields';
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from '../../values/names';
import { type FieldProblem } from './field-problem';

const MAX_ANNOTATIONS = 256 * 1024;
const EXCLUSIVE_FINALIZERS = ['orphan', 'foregroundDeletion'];

/** The problems of the metadata of an object whose name must be a DNS subdomain. */
export function* validateMetadata(metadata: Fields): Iterable<FieldProblem> {
  const name = textAt(metadata, 'name') ?? '';
  const generateName = textAt(metadata, 'generateName') ?? '';
  if (generateName !== '' && !isDnsSubdomain(generateName.replace(/(.)-$/, 'a'))) {
    yield { field: 'metadata.generateName', message: `must be the beginning of a DNS subdomain, got '${generateName}'` };
  }
  if (name === '' ? generateName === '' : !isDnsSubdomain(name)) {
    yield { field: 'metadata.name', message: `must be a DNS subdomain (lower-case letters, digits, '-' and '.', at most 253), got '${name}'` };
  }
  const namespace = textAt(metadata, 'namespace') ?? '';
  if (namespace !== '' && !isDnsLabel(namespace)) yield { field: 'metadata.namespace', message: `must be a DNS label, got '${namespace}'` };
  const generation = numberAt(metadata, 'generation') ?? 0;
  if (generation < 0) yield { field: 'metadata.generation', message: `must be at least 0, got ${generation}` };
  yield* validateLabels(fieldsAt(metadata, 'labels') ?? {});
  yield* validateAnnotations(fieldsAt(metadata, 'annotations') ?? {});
  yield* validateOwners(listAt(metadata, 'ownerReferences').map((owner) => (isFields(owner) ? owner : {})));
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

function* validateOwners(owners: readonly Fields[]): Iterable<FieldProblem> {
  for (const owner of owners) {
    for (const name of ['apiVersion', 'kind', 'name', 'uid']) {
      if ((textAt(owner, name) ?? '') === '') yield { field: `metadata.ownerReferences.${name}`, message: 'must be set' };
    }
    if (owner.apiVersion === 'v1' && owner.kind === 'Event') yield { field: 'metadata.ownerReferences', message: 'must not name an Event' };
  }
  if (owners.filter(({ controller }) => controller === true).length > 1) yield { field: 'metadata.ownerReferences', message: 'must hold at most one controller' };
}

function* validateFinalizers(finalizers: readonly string[]): Iterable<FieldProblem> {
  for (const finalizer of finalizers) {
    if (!isQualifiedName(finalizer)) yield { field: 'metadata.finalizers', message: `must hold texts of the form [prefix/]name, got '${finalizer}'` };
  }
  if (EXCLUSIVE_FINALIZERS.every((each) => finalizers.includes(each))) {
    yield { field: 'metadata.finalizers', message: `must not hold both ${EXCLUSIVE_FINALIZERS.join(' and ')}` };
  }
}

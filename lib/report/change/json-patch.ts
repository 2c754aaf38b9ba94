import { differences, type FieldPath, sameValue, withDifference } from '../../manifest/edit/differences';
import { groupOf, type Manifest, nameOf } from '../../manifest/manifest';
import { isFields, valueAt } from '../../values/fields';

/** JSON Patch operation (RFC 6902). */
export interface JsonPatchOperation {
  readonly op: 'test' | 'add' | 'replace' | 'remove';
  /** JSON Pointer (RFC 6901). */
  readonly path: string;
  readonly value?: unknown;
}

/**
 * Returns the JSON Patch from one object to another. A test operation precedes each change. It tests the replaced
 * value, the whole list item that contains it, or, for an added field, the parent mapping.
 */
export function jsonPatch(before: Manifest, after: Manifest): JsonPatchOperation[] {
  const operations: JsonPatchOperation[] = [];
  const tested = new Set<string>();
  let now: unknown = before;
  for (const change of differences(before, after)) {
    const guard = guardOf(change.path, change.before);
    const path = pointer(guard);
    // Paths changed by an earlier operation were tested before that operation.
    if (![...tested].some((each) => path === each || path.startsWith(`${each}/`))) operations.push({ op: 'test', path, value: valueAt(now, ...guard) });
    tested.add(path);
    const op = change.before === undefined ? 'add' : change.after === undefined ? 'remove' : 'replace';
    operations.push({ op, path: pointer(change.path), ...(op !== 'remove' && { value: change.after }) });
    now = withDifference(now, change);
  }
  return operations;
}

/** Returns the path of the tested value. */
function guardOf(path: FieldPath, before: unknown): FieldPath {
  const item = path.findIndex((step) => typeof step === 'number');
  if (item >= 0) return before === undefined && item === path.length - 1 ? path.slice(0, item) : path.slice(0, item + 1);
  return before === undefined ? path.slice(0, -1) : path;
}

function pointer(path: FieldPath): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Returns a kustomize component with a patch per object; an overlay lists its folder under `components`. */
export function kustomizeComponent(patches: readonly { readonly file: string; readonly object: Manifest }[]): object {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1alpha1',
    kind: 'Component',
    patches: patches.map(({ file, object }) => {
      const group = groupOf(object.apiVersion);
      const { namespace } = object.metadata;
      return {
        path: file,
        target: {
          ...(group !== '' && { group: literal(group) }),
          version: literal(object.apiVersion.slice(group === '' ? 0 : group.length + 1)),
          kind: literal(object.kind),
          name: literal(nameOf(object)),
          ...(typeof namespace === 'string' && { namespace: literal(namespace) }),
        },
      };
    }),
  };
}

/** Escapes text for kustomize, which reads target fields as regular expressions. */
function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Applies a JSON Patch; undefined if a test operation fails. */
export function applyJsonPatch(object: unknown, operations: readonly JsonPatchOperation[]): unknown {
  return operations.reduce<unknown>((now, operation) => now === undefined ? undefined : applied(now, operation), object);
}

function applied(now: unknown, { op, path, value }: JsonPatchOperation): unknown {
  const steps = path.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const typed: (string | number)[] = [];
  for (const step of steps) typed.push(Array.isArray(valueAt(now, ...typed)) ? Number(step) : step);
  const found = valueAt(now, ...typed);
  if (op === 'test') return sameValue(found, value) ? now : undefined;
  const isInsertion = op === 'add' && Array.isArray(valueAt(now, ...typed.slice(0, -1)));
  if ((op !== 'add' && found === undefined) || (typed.length > 1 && !isHolder(valueAt(now, ...typed.slice(0, -1))))) return undefined;
  return withDifference(now, { path: typed, before: isInsertion ? undefined : found, after: op === 'remove' ? undefined : value });
}

function isHolder(value: unknown): boolean {
  return isFields(value) || Array.isArray(value);
}

import { sameValue, withDifference } from '../../manifest/edit/differences';
import { describeManifest, type Manifest, nameOf, namespaceOf } from '../../manifest/manifest';
import { valueAt } from '../../values/fields';
import { UserError } from '../../values/user-error';
import { type ObjectName, type PolicyEdit } from './policy-edit';

/**
 * Returns the edited objects by the original object. Each edit applies to the result of the previous ones.
 *
 * @throws UserError if an object is not among the manifests, or a field does not have the value that the edit expects.
 */
export function editedManifests(manifests: readonly Manifest[], edits: readonly PolicyEdit[]): ReadonlyMap<Manifest, Manifest> {
  const edited = new Map<Manifest, Manifest>();
  for (const edit of edits) {
    if (edit.path.length === 0) continue;
    const manifest = manifests.find((each) => isNamed(each, edit.object));
    if (!manifest) throw new UserError(`${describe(edit.object)} is not among the manifests; pass the manifests that the change was made for`);
    edited.set(manifest, withEdit(edited.get(manifest) ?? manifest, edit));
  }
  return edited;
}

/**
 * Returns the objects that edits add to the manifests, after the last edit of each.
 *
 * @throws UserError if such an object already exists among the manifests, or differs from what the edit expects.
 */
export function addedManifests(manifests: readonly Manifest[], edits: readonly PolicyEdit[]): Manifest[] {
  const added = new Map<string, Manifest>();
  for (const { object, path, before, after } of edits) {
    if (path.length > 0) continue;
    const key = describe(object);
    if (manifests.some((each) => isNamed(each, object))) throw new UserError(`${key} is among the manifests already; remove it, or make the change again for these manifests`);
    if (!sameValue(added.get(key), before)) throw new UserError(`${key} is not as the change expects it; make the change again for these manifests`);
    if (after === undefined) added.delete(key);
    else added.set(key, after as Manifest);
  }
  return [...added.values()];
}

/** Formats the path of a field: spec.metrics[0].type. */
export function formatPath(path: PolicyEdit['path']): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${step}`)).join('');
}

function withEdit(manifest: Manifest, edit: PolicyEdit): Manifest {
  const { path, before, after } = edit;
  const isInsertion = before === undefined && after !== undefined && Array.isArray(valueAt(manifest, ...path.slice(0, -1)));
  const found = isInsertion ? undefined : valueAt(manifest, ...path);
  const where = `${formatPath(path)} of ${describeManifest(manifest)}`;
  if (!sameValue(found, before)) {
    throw new UserError(`${where} is ${show(found)}, where the change expects ${show(before)}; make the change again for these manifests`);
  }
  const result = path.length === 0 ? undefined : withDifference(manifest, edit);
  if (result === undefined) throw new UserError(`${where} cannot be set: a part of the path is not a mapping, or is beyond the end of a list`);
  return result as Manifest;
}

function isNamed(manifest: Manifest, { apiVersion, kind, namespace, name }: ObjectName): boolean {
  return manifest.apiVersion === apiVersion && manifest.kind === kind && nameOf(manifest) === name && namespaceOf(manifest) === (namespace ?? 'default');
}

function describe({ kind, namespace, name }: ObjectName): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

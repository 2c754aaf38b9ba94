import { isDeepStrictEqual } from 'node:util';
import { isFields, type Manifest, nameOf, namespaceOf } from '../../manifest';
import { UserError } from '../../values/user-error';
import { type ObjectName, type PolicyEdit } from './policy-edit';

/** A manifest that may be changed. */
export type Draft = { [key: string]: unknown };

/** Identity of a manifest in edits. */
export function objectNameOf(manifest: Manifest): ObjectName {
  const { apiVersion, kind, metadata } = manifest;
  return { apiVersion, kind, ...(metadata.namespace !== undefined && { namespace: namespaceOf(manifest) }), name: nameOf(manifest) };
}

/** Manifests with some edits made; objects without an edit are the same ones. */
export function applyEdits(manifests: readonly Manifest[], edits: readonly PolicyEdit[]): Manifest[] {
  const missing = edits.find(({ object }) => !manifests.some((manifest) => isDeepStrictEqual(objectNameOf(manifest), object)));
  if (missing) throw new UserError(`an edit is for ${missing.object.kind} ${missing.object.name}, which is not among the manifests; give the manifests that the edit was made for`);
  return manifests.map((manifest) => {
    const own = edits.filter(({ object }) => isDeepStrictEqual(objectNameOf(manifest), object));
    if (own.length === 0) return manifest;
    const draft = structuredClone(manifest) as unknown as Draft;
    for (const { path, after } of own) setAt(draft, path, after);
    return draft as unknown as Manifest;
  });
}

/** Sets a field, with the mappings on its path that are missing; undefined removes it. */
export function setAt(draft: Draft, path: readonly (string | number)[], value: unknown): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    if (value === undefined) delete draft[key];
    else draft[key] = structuredClone(value);
    return;
  }
  if (draft[key] === undefined || draft[key] === null) draft[key] = {};
  setAt(draft[key] as Draft, rest, value);
}

/** Edits that turn one version of an object into another: the fewest fields, lists of another length as a whole. */
export function editsBetween(before: Manifest, after: Manifest): PolicyEdit[] {
  const object = objectNameOf(before);
  const edits: PolicyEdit[] = [];
  const compare = (path: readonly (string | number)[], one: unknown, other: unknown): void => {
    if (isDeepStrictEqual(one, other)) return;
    if (isFields(one) && isFields(other)) {
      for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) compare([...path, key], one[key], other[key]);
    } else if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
      one.forEach((item, i) => compare([...path, i], item, other[i]));
    } else {
      edits.push({ object, path, ...(one !== undefined && { before: one }), ...(other !== undefined && { after: other }) });
    }
  };
  compare([], before, after);
  return edits;
}

import { differences, sameValue } from '../../manifest/edit/differences';
import { type Manifest, nameOf } from '../../manifest/manifest';
import { addedManifests, editedManifests } from './edited-manifests';
import { type ObjectName, type PolicyEdit } from './policy-edit';

/** Editable copy of an object. */
export type Draft = { [key: string]: unknown };

/** Sets a field of a draft, and creates missing parent mappings. */
export function setAt(draft: Draft, path: readonly (string | number)[], value: unknown): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    draft[key] = structuredClone(value);
    return;
  }
  if (draft[key] === undefined || draft[key] === null) draft[key] = {};
  setAt(draft[key] as Draft, rest, value);
}

/** Returns the edits from one version of an object to another. */
export function editsBetween(before: Manifest, after: Manifest): PolicyEdit[] {
  const object = objectName(before);
  return differences(before, after).map((difference) => ({ object, ...difference }));
}

/** Returns the edits from some added objects to others. */
export function additionEdits(before: readonly Manifest[], after: readonly Manifest[]): PolicyEdit[] {
  const names = [...before, ...after].map(objectName);
  const distinct = names.filter((name, i) => names.findIndex((each) => sameValue(each, name)) === i);
  return distinct.flatMap((object): PolicyEdit[] => {
    const [from, to] = [before, after].map((objects) => objects.find((each) => sameValue(objectName(each), object)));
    if (sameValue(from, to)) return [];
    return [{ object, path: [], ...(from && { before: from }), ...(to && { after: to }) }];
  });
}

function objectName(manifest: Manifest): ObjectName {
  const { apiVersion, kind, metadata: { namespace } } = manifest;
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), name: nameOf(manifest) };
}

/** Applies edits to manifests, including added objects. Objects without an edit are returned unchanged. */
export function applyEdits(manifests: readonly Manifest[], edits: readonly PolicyEdit[]): Manifest[] {
  const edited = editedManifests(manifests, edits);
  return [...manifests.map((manifest) => edited.get(manifest) ?? manifest), ...addedManifests(manifests, edits)];
}

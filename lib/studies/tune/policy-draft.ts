import { differences } from '../../manifest/edit/differences';
import { type Manifest, nameOf } from '../../manifest/manifest';
import { editedManifests } from './edited-manifests';
import { type PolicyEdit } from './policy-edit';

/** A copy of an object that may be changed. */
export type Draft = { [key: string]: unknown };

/** Sets a field of a draft, with the mappings on its path that are missing. */
export function setAt(draft: Draft, path: readonly (string | number)[], value: unknown): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    draft[key] = structuredClone(value);
    return;
  }
  if (draft[key] === undefined || draft[key] === null) draft[key] = {};
  setAt(draft[key] as Draft, rest, value);
}

/** Edits that turn one version of an object into another. */
export function editsBetween(before: Manifest, after: Manifest): PolicyEdit[] {
  const { apiVersion, kind, metadata: { namespace } } = before;
  const object = { apiVersion, kind, ...(namespace !== undefined && { namespace }), name: nameOf(before) };
  return differences(before, after).map((difference) => ({ object, ...difference }));
}

/** Manifests with some edits made; objects without an edit are the same ones. */
export function applyEdits(manifests: readonly Manifest[], edits: readonly PolicyEdit[]): Manifest[] {
  const edited = editedManifests(manifests, edits);
  return manifests.map((manifest) => edited.get(manifest) ?? manifest);
}

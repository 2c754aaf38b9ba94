import { differences } from '../../manifest/edit/differences';
import { describeManifest, type Manifest, nameOf, namespaceOf } from '../../manifest/manifest';
import { addedManifests, editedManifests, formatPath } from '../../studies/tune/edited-manifests';
import { type ProposedChange } from '../../studies/tune/policy-edit';

/**
 * Returns the differences between the objects expected after a change and the rendered ones, field by field, as
 * sentences. None if the change was applied and nothing else changed.
 *
 * @param before objects that the change was proposed for.
 * @throws UserError if the change does not match them.
 */
export function renderedDifferences(change: Pick<ProposedChange, 'edits'>, before: readonly Manifest[], rendered: readonly Manifest[]): string[] {
  const edited = editedManifests(before, change.edits);
  const left = [...rendered];
  const sentences = [...before, ...addedManifests(before, change.edits)].flatMap((manifest) => {
    const wanted = edited.get(manifest) ?? manifest;
    const position = left.findIndex((each) => keyOf(each) === keyOf(wanted));
    if (position < 0) return [`${describeManifest(wanted)} is missing`];
    const [found] = left.splice(position, 1);
    return differences(wanted, found).map(({ path, before: value, after }) => `${formatPath(path)} of ${describeManifest(wanted)} is ${shown(after)}, wanted: ${shown(value)}`);
  });
  return [...sentences, ...left.map((manifest) => `${describeManifest(manifest)} is new`)];
}

function keyOf(manifest: Manifest): string {
  return JSON.stringify([manifest.apiVersion, manifest.kind, namespaceOf(manifest), nameOf(manifest)]);
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

import { sameValue } from '../../manifest/edit/differences';
import { editManifests } from '../../manifest/edit/edit-manifests';
import { describeManifest, type Manifest, nameOf, namespaceOf } from '../../manifest/manifest';
import { type ManifestSource } from '../../manifest/parse';
import { addedManifests, editedManifests } from '../../studies/tune/edited-manifests';
import { type ProposedChange } from '../../studies/tune/policy-edit';
import { MANAGED_BY, MANAGED_BY_LABEL } from '../../values/managed-by';
import { listAt } from '../../values/fields';
import { UserError } from '../../values/user-error';
import { type ValuesText, valuesChange } from './helm-values';

/** Input that a change was proposed for. */
export interface PolicyChangeInput {
  /** Manifests that the change applies to. */
  readonly manifests: readonly Manifest[];
  /** Position of each object, as `readManifests` returns it. */
  readonly sources: ReadonlyMap<Manifest, ManifestSource>;
  /** Reads the text of a source file. */
  readonly read: (file: string) => string;
  /** Values that a Helm chart rendered the manifests with. @default - the manifests are sources */
  readonly values?: readonly ValuesText[];
}

/** Form in which the change of one object is carried out. */
export type ChangeForm =
  /** Edit of the file that holds the object. */
  | { readonly kind: 'source'; readonly file: string }
  /** Edit of the values of its chart. */
  | { readonly kind: 'values'; readonly settings: readonly string[] }
  /** Props of the construct that writes it. */
  | { readonly kind: 'construct' }
  /** JSON patch of kustomize, and why no file could be edited. */
  | { readonly kind: 'json-patch'; readonly reason: string };

/** Object before and after the change. */
export interface ChangedObject {
  /** Object before the change. */
  readonly before: Manifest;
  /** Object after the change. */
  readonly after: Manifest;
  /** Form of the change. */
  readonly form: ChangeForm;
}

/** Text of a file before and after the change. */
export interface EditedFile {
  /** Path of the file. */
  readonly file: string;
  /** Text before the change. */
  readonly before: string;
  /** Text after the change. */
  readonly after: string;
}

/** Step of a change: what it makes of the objects, and of the files as the step before has left them. */
export interface ChangeStage {
  /** Objects that the stage changes. */
  readonly objects: readonly ChangedObject[];
  /** Files that the stage changes. */
  readonly files: readonly EditedFile[];
  /** Objects beside the manifests as they are after the stage. */
  readonly added: readonly Manifest[];
}

/** Change in the form in which each of its objects is maintained. */
export interface PolicyChange {
  /** Change that tune or advise proposes. */
  readonly proposed: ProposedChange;
  /** The change as a whole. */
  readonly whole: ChangeStage;
  /** Autoscalers that the objects beside the manifests patch. */
  readonly patched: readonly Manifest[];
  /** Steps of the roll-out, whose objects are those of the step before; one for a change without an order. */
  readonly stages: readonly ChangeStage[];
}

type Edited = ReadonlyMap<Manifest, Manifest>;

/**
 * Carries a proposed change out in the sources of its objects, without writing anything.
 *
 * An object that a construct of this library made gets props, one of a chart whose values are given a change of the
 * values, one of a file an edit of the file, anything else a JSON patch. Edited files are read again: they hold the
 * wanted objects, and every other object as it was.
 *
 * @throws UserError where the change does not fit the manifests, or its stages lead elsewhere.
 */
export function carryOut(proposed: ProposedChange, input: PolicyChangeInput): PolicyChange {
  const total = editedManifests(input.manifests, proposed.edits);
  const forms = formsOf(total, input);
  const steps = proposed.stages.map((_, i) => editedManifests(input.manifests, proposed.stages.slice(0, i + 1).flat()));
  const last = steps.at(-1) ?? total;
  const added = addedManifests(input.manifests, proposed.edits);
  const addedBy = proposed.stages.map((_, i) => addedManifests(input.manifests, proposed.stages.slice(0, i + 1).flat()));
  if (!sameObjects(last, total) || !sameValue(addedBy.at(-1) ?? added, added)) throw new UserError('the stages of the change do not lead to the change as a whole; make the change again');
  const whole = { ...stageOf(new Map(), total, forms, input), added };
  const stages = steps.length < 2 ? [whole] : steps.map((step, i): ChangeStage => ({
    ...stageOf(i === 0 ? new Map() : steps[i - 1], step, forms, input), added: addedBy[i],
  }));
  return { proposed, whole, stages, patched: patchedBy(added, input.manifests) };
}

/** Autoscalers that some added roles may patch. */
function patchedBy(added: readonly Manifest[], manifests: readonly Manifest[]): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === 'HorizontalPodAutoscaler' && added.some((each) => (
    each.kind === 'Role' && namespaceOf(each) === namespaceOf(manifest) && listAt(each, 'rules', 0, 'resourceNames').includes(nameOf(manifest))
  )));
}

function sameObjects(a: Edited, b: Edited): boolean {
  return [...new Set([...a.keys(), ...b.keys()])].every((key) => sameValue(a.get(key) ?? key, b.get(key) ?? key));
}

function stageOf(from: Edited, to: Edited, forms: ReadonlyMap<Manifest, ChangeForm>, input: PolicyChangeInput): Omit<ChangeStage, 'added'> {
  const objects = [...to].map(([manifest, after]) => ({ before: from.get(manifest) ?? manifest, after, form: formOf(forms, manifest) }));
  const [old, fresh] = [textsOf(from, forms, input), textsOf(to, forms, input)];
  const files = [...fresh].map(([file, after]) => ({ file, before: old.get(file) ?? originalOf(file, input), after }));
  return { objects: objects.filter(({ before, after }) => !sameValue(before, after)), files: files.filter(({ before, after }) => before !== after) };
}

function formOf(forms: ReadonlyMap<Manifest, ChangeForm>, manifest: Manifest): ChangeForm {
  return forms.get(manifest) ?? { kind: 'json-patch', reason: 'a stage changes it for the time being' };
}

function originalOf(file: string, { values = [], read }: PolicyChangeInput): string {
  return values.find((each) => each.file === file)?.text ?? read(file);
}

/** Texts of all files that some edited objects change. */
function textsOf(edited: Edited, forms: ReadonlyMap<Manifest, ChangeForm>, input: PolicyChangeInput): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const ofValues = new Map([...edited].filter(([manifest]) => forms.get(manifest)?.kind === 'values'));
  if (ofValues.size > 0) {
    const change = valuesChange(input.values ?? [], ofValues, input.manifests);
    if ('reason' in change) throw new UserError(`the values cannot take a stage of the change: ${change.reason}; leave --values out for a JSON patch`);
    change.values.forEach(({ file, text }) => texts.set(file, text));
  }
  const files = new Map<string, Map<Manifest, Manifest>>();
  for (const [before, after] of edited) {
    const form = forms.get(before);
    if (form?.kind === 'source') files.set(form.file, (files.get(form.file) ?? new Map<Manifest, Manifest>()).set(before, after));
  }
  for (const [file, objects] of files) {
    const text = editManifests(input.read(file), Array.from(objects, ([before, after]) => ({ before, after })));
    if (text === undefined) throw new UserError(`${file} cannot take a stage of the change with its comments kept; leave the stages out`);
    texts.set(file, text);
  }
  return texts;
}

function formsOf(total: Edited, input: PolicyChangeInput): ReadonlyMap<Manifest, ChangeForm> {
  const { values } = input;
  const forms = new Map<Manifest, ChangeForm>();
  for (const [manifest, after] of total) {
    if (manifest.metadata.labels?.[MANAGED_BY_LABEL] === MANAGED_BY) forms.set(manifest, { kind: 'construct' });
    else if (values === undefined) forms.set(manifest, sourceForm(manifest, after, input));
    else {
      const change = valuesChange(values, new Map([[manifest, after]]), input.manifests.filter((each) => each === manifest || !total.has(each)));
      forms.set(manifest, 'reason' in change ? { kind: 'json-patch', reason: change.reason } : { kind: 'values', settings: change.settings });
    }
  }
  const together = new Map([...total].filter(([manifest]) => forms.get(manifest)?.kind === 'values'));
  const change = together.size < 2 ? undefined : valuesChange(values ?? [], together, input.manifests);
  if (change && 'reason' in change) for (const manifest of together.keys()) forms.set(manifest, { kind: 'json-patch', reason: change.reason });
  return forms;
}

function sourceForm(before: Manifest, after: Manifest, { sources, read }: PolicyChangeInput): ChangeForm {
  const source = sources.get(before);
  if (before.metadata.uid !== undefined || before.metadata.resourceVersion !== undefined) return { kind: 'json-patch', reason: `${describeManifest(before)} was read from a cluster` };
  if (!source || !/\.(?:ya?ml|json)$/i.test(source.file)) return { kind: 'json-patch', reason: `${describeManifest(before)} was not read from a file` };
  const text = editManifests(read(source.file), [{ before, after }]);
  return text === undefined ? { kind: 'json-patch', reason: `${source.file} cannot be edited with its comments kept` } : { kind: 'source', file: source.file };
}

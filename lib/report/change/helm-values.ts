import { differences, type Difference, type FieldPath, sameValue, withDifference } from '../../manifest/edit/differences';
import { editYaml, readYaml } from '../../manifest/edit/edit-yaml';
import { type Manifest, nameOf } from '../../manifest/manifest';
import { formatPath } from '../../studies/tune/edited-manifests';
import { isFields, textAt, valueAt } from '../../values/fields';

/** Values file of a Helm chart. */
export interface ValuesText {
  /** Path of the values file. */
  readonly file: string;
  /** Text of the file. */
  readonly text: string;
}

/** Changed values, or the reason why the matching value is ambiguous. */
export type ValuesChange = { readonly values: readonly ValuesText[]; readonly settings: readonly string[] } | { readonly reason: string };

/** Setting in a values file. */
interface Setting {
  readonly file: string;
  readonly path: FieldPath;
  readonly value: unknown;
}

/** Names that charts use for a field of an autoscaler, in lower case without separators. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  minReplicas: ['minreplicas', 'minreplicacount', 'min', 'minpods', 'replicasmin'],
  maxReplicas: ['maxreplicas', 'maxreplicacount', 'max', 'maxpods', 'replicasmax'],
  minReplicaCount: ['minreplicacount', 'minreplicas', 'min'],
  maxReplicaCount: ['maxreplicacount', 'maxreplicas', 'max'],
  averageUtilization: ['averageutilization', 'targetutilization', 'targetaverageutilization', 'utilization', 'target'],
  averageValue: ['averagevalue', 'targetaveragevalue', 'target', 'value'],
  stabilizationWindowSeconds: ['stabilizationwindowseconds', 'stabilizationwindow', 'stabilization'],
};

/**
 * Applies the changes of rendered objects to the values of their chart. A value matches a field if it has the field's
 * old value and name, and no other value matches. With no match, or more than one, nothing is changed.
 *
 * @param rendered all objects of the chart; objects without a change must stay as they are.
 */
export function valuesChange(values: readonly ValuesText[], changes: ReadonlyMap<Manifest, Manifest>, rendered: readonly Manifest[]): ValuesChange {
  const trees = values.map(({ file, text }) => ({ file, text, tree: readYaml(text) }));
  const unread = trees.find(({ tree }) => !isFields(tree));
  if (unread) return { reason: `${unread.file} holds no mapping of values` };
  const all = trees.flatMap(({ file, tree }) => settingsIn(file, tree, []));
  const others = rendered.filter((each) => !changes.has(each));
  const wanted = new Map<Setting, unknown>();
  for (const [before, after] of changes) {
    for (const change of differences(before, after)) {
      const found = settingOf(change, all, before, others);
      if ('reason' in found) return found;
      const value = change.after ?? null;
      if (wanted.has(found) && !sameValue(wanted.get(found), value)) return { reason: `${formatPath(found.path)} of ${found.file} would need two values` };
      wanted.set(found, value);
    }
  }
  const edited = trees.map(({ file, text, tree }) => {
    const own = [...wanted].filter(([setting]) => setting.file === file);
    return { file, text: editYaml(text, own.reduce<unknown>((now, [{ path, value }, after]) => withDifference(now, { path, before: value, after }), tree)) };
  });
  const stuck = edited.find(({ text }) => text === undefined);
  if (stuck) return { reason: `${stuck.file} cannot be edited with its comments kept` };
  return { values: edited as ValuesText[], settings: [...wanted.keys()].map(({ file, path }) => `${formatPath(path)} of ${file}`) };
}

function settingsIn(file: string, value: unknown, path: FieldPath): Setting[] {
  const own: Setting[] = path.length === 0 ? [] : [{ file, path, value }];
  if (!isFields(value)) return own;
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => settingsIn(file, inner, [...path, key]))];
}

function settingOf(change: Difference, all: readonly Setting[], object: Manifest, others: readonly Manifest[]): Setting | { readonly reason: string } {
  const field = formatPath(change.path);
  const named = all.filter((setting) => hasValue(setting, change.before) && isNamedLike(setting, change, object));
  const ofObject = named.filter(({ path }) => path.slice(0, -1).some((step) => tokensOf(object).has(plain(String(step)))));
  const candidates = ofObject.length > 0 ? ofObject : named;
  if (candidates.length !== 1) {
    const list = candidates.map(({ file, path }) => `${formatPath(path)} of ${file}`).join(', ');
    return { reason: candidates.length === 0 ? `no value is named like ${field} and is ${JSON.stringify(change.before) ?? 'empty'}` : `${field} may be ${list}` };
  }
  // A value outside the object's own section may render into other objects, which must stay as they are.
  const shared = ofObject.length > 0 || change.before === undefined ? undefined
    : others.find((other) => other.kind === object.kind && sameValue(valueAt(other, ...change.path), change.before));
  return shared ? { reason: `${formatPath(candidates[0].path)} of ${candidates[0].file} may be that of ${shared.kind} ${nameOf(shared)} as well` } : candidates[0];
}

function hasValue({ value }: Setting, before: unknown): boolean {
  if (before === undefined) return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
  return sameValue(value, before) || (typeof before !== 'object' && String(value) === String(before) && typeof value !== 'object');
}

/**
 * Returns true if a value has the name of a field. For a resource metric, the value or its parent names the resource.
 */
function isNamedLike({ path }: Setting, change: Difference, object: Manifest): boolean {
  const field = String(change.path[change.path.length - 1]);
  const name = plain(String(path[path.length - 1]));
  const names = Object.hasOwn(NAMES, field) ? NAMES[field] : [plain(field)];
  const direction = change.path.find((step) => step === 'scaleUp' || step === 'scaleDown');
  if (direction !== undefined && direction !== field && !path.some((step) => plain(String(step)).includes(plain(String(direction))))) return false;
  const resource = resourceOf(change, object);
  if (resource === undefined) return names.includes(name);
  const isResource = (step: string | number): boolean => plain(String(step)).includes(resource);
  const rest = name.replace('percentage', '').replace('percent', '').replace(resource, '');
  return path.some(isResource) && (names.includes(rest) || rest === '');
}

function resourceOf({ path }: Difference, object: Manifest): string | undefined {
  const item = path.findIndex((step) => typeof step === 'number');
  const metric = item < 0 ? undefined : valueAt(object, ...path.slice(0, item + 1));
  return textAt(metric, 'resource', 'name') ?? textAt(metric, 'containerResource', 'name')
    ?? (['cpu', 'memory'].includes(textAt(metric, 'type') ?? '') ? textAt(metric, 'type') : undefined);
}

/** Returns the names that a chart may use for the component of an object. */
function tokensOf(object: Manifest): Set<string> {
  const labels = object.metadata.labels ?? {};
  const names = [nameOf(object), textAt(object, 'spec', 'scaleTargetRef', 'name'), labels['app.kubernetes.io/component'], labels['app.kubernetes.io/name']];
  return new Set(names.flatMap((name) => (typeof name === 'string' ? suffixesOf(name).map(plain) : [])).filter((token) => token.length > 1));
}

/** Returns the suffixes of a name: 'shop-checkout-api' is also checkout-api and api. */
function suffixesOf(name: string): string[] {
  const parts = name.split('-');
  return parts.map((_, i) => parts.slice(i).join('-'));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

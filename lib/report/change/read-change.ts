import { type PolicyEdit, type ProposedChange } from '../../studies/tune/policy-edit';
import { fieldsAt, isFields, numberAt, textAt, valueAt } from '../../values/fields';
import { UserError } from '../../values/user-error';

/**
 * Reads a proposed change from JSON, the format of `change.json`.
 *
 * @param file name to show in errors.
 * @throws UserError if the text is not a valid change.
 */
export function readChange(text: string, file: string): ProposedChange {
  const json = parsed(text, file);
  const edits = editsAt(json, 'edits', file);
  const stages = valueAt(json, 'stages') === undefined ? [edits] : listOf(json, 'stages', file).map((_, i) => editsAt(json, `stages[${i}]`, file, ['stages', i]));
  const [latencySeconds, objective] = [numberAt(json, 'slo', 'latencySeconds'), numberAt(json, 'slo', 'objective')];
  if (valueAt(json, 'slo') !== undefined) {
    if (latencySeconds === undefined || !(latencySeconds > 0)) throw wrong(file, 'slo.latencySeconds', valueAt(json, 'slo', 'latencySeconds'), 'a number of seconds above 0');
    if (objective === undefined || !(objective > 0 && objective < 1)) throw wrong(file, 'slo.objective', valueAt(json, 'slo', 'objective'), 'a share between 0 and 1, as in 0.999');
  }
  return {
    edits,
    stages,
    summary: textAt(json, 'summary') ?? '',
    evidence: (valueAt(json, 'evidence') === undefined ? [] : listOf(json, 'evidence', file)).map((sentence, i) => {
      if (typeof sentence !== 'string') throw wrong(file, `evidence[${i}]`, sentence, 'a sentence');
      return sentence;
    }),
    ...(latencySeconds !== undefined && objective !== undefined && { slo: { latencySeconds, objective } }),
  };
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is not JSON: ${(error as Error).message}; use the change.json of a change folder`);
  }
}

function editsAt(json: unknown, field: string, file: string, path: readonly (string | number)[] = [field]): PolicyEdit[] {
  return listOf(json, field, file, path).map((_, i): PolicyEdit => {
    const at = `${field}[${i}]`;
    const [edit, object] = [fieldsAt(json, ...path, i), fieldsAt(json, ...path, i, 'object')];
    const [apiVersion, kind, name, namespace] = ['apiVersion', 'kind', 'name', 'namespace'].map((key) => textAt(object, key));
    if (apiVersion === undefined || kind === undefined || name === undefined) throw wrong(file, `${at}.object`, object, 'apiVersion, kind and name of an object');
    const steps = listOf(edit, `${at}.path`, file, ['path']);
    const bad = steps.find((step) => typeof step !== 'string' && !(Number.isSafeInteger(step) && (step as number) >= 0));
    if (bad !== undefined) throw wrong(file, `${at}.path`, steps, "keys and list positions, as in ['spec', 'minReplicas']");
    const [before, after] = [valueAt(edit, 'before'), valueAt(edit, 'after')];
    if (steps.length === 0 && !isAddition({ apiVersion, kind, name }, before, after)) throw wrong(file, `${at}.path`, steps, "keys and list positions, as in ['spec', 'minReplicas']");
    return {
      object: { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) },
      path: steps as (string | number)[],
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    };
  });
}

/** Returns true for an edit without a path whose values are objects of the given name. */
function isAddition(object: { readonly apiVersion: string; readonly kind: string; readonly name: string }, before: unknown, after: unknown): boolean {
  const given = [before, after].filter((value) => value !== undefined);
  return given.length > 0 && given.every((value) => (
    textAt(value, 'apiVersion') === object.apiVersion && textAt(value, 'kind') === object.kind && textAt(value, 'metadata', 'name') === object.name
  ));
}

function listOf(json: unknown, field: string, file: string, path: readonly (string | number)[] = [field]): readonly unknown[] {
  const value = valueAt(json, ...path);
  if (!Array.isArray(value)) throw wrong(file, field, isFields(json) ? value : json, 'a list');
  return value;
}

function wrong(file: string, field: string, value: unknown, wanted: string): UserError {
  return new UserError(`${field} of ${file} is ${value === undefined ? 'missing' : JSON.stringify(value)}; it must be ${wanted}`);
}

import { type Fields, isFields } from '../../values/fields';
import { SCALED_OBJECT_DEFAULTS } from '../scaled-object-defaults';
import { type KedaProblem } from '../problem';
import { RESOURCE_FIELDS } from './resource-table';

/** Field of a custom resource, as its schema describes it. */
interface ResourceField {
  readonly type: string;
  readonly required: readonly string[];
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly minLength?: number;
  readonly minItems?: number;
}

/** Kinds of KEDA's custom resources that are checked. */
export type KedaKind = 'ScaledObject' | 'ScaledJob' | 'TriggerAuthentication' | 'ClusterTriggerAuthentication';

const READ = new Map<string, ReadonlyMap<string, ResourceField>>();

/** Parses the table. A row reads `path type flag…`; `[]` denotes the items of a list, `{}` the values of a mapping. */
function fieldsOf(kind: KedaKind, minor: number): ReadonlyMap<string, ResourceField> {
  const table = kind === 'ClusterTriggerAuthentication' ? 'TriggerAuthentication' : kind;
  const key = `${table} ${minor}`;
  const known = READ.get(key);
  if (known) return known;
  const found = new Map<string, ResourceField>();
  for (const row of RESOURCE_FIELDS[table]) {
    const [path, type, ...flags] = row.split(' ');
    const flag = (name: string): string | undefined => flags.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
    if (minor < Number(flag('since') ?? 0) || minor > Number(flag('until') ?? Infinity)) continue;
    const number = (name: string): number | undefined => (flag(name) === undefined ? undefined : Number(flag(name)));
    found.set(path === '.' ? '' : path, {
      type, required: flag('required')?.split(';') ?? [], enum: flag('enum')?.split(';'),
      min: number('min'), minLength: number('minLength'), minItems: number('minItems'),
    });
  }
  READ.set(key, found);
  return found;
}

const PLAIN: Readonly<Record<string, string>> = { string: 'a string', integer: 'a whole number', boolean: 'true or false', object: 'a mapping', array: 'a list' };

/**
 * Returns the violations of a custom resource's schema, as the API server reports them; other rules check unknown
 * fields.
 */
export function resourceProblems(kind: KedaKind, object: Fields, minor: number): KedaProblem[] {
  const fields = fieldsOf(kind, minor);
  const problems: KedaProblem[] = [];
  const add = (path: string, message: string): void => {
    problems.push({ stage: 'resource', subject: 'fields', field: path.replace(/^\./, ''), message });
  };
  const visit = (value: unknown, schemaPath: string, path: string): void => {
    const field = fields.get(schemaPath);
    if (!field || value === undefined) return;
    if (!isOf(value, field.type)) return add(path, `is ${shown(value)}, which must be ${PLAIN[field.type]}${typeof value === 'string' || field.type !== 'string' ? '' : '; quote it'}`);
    if (field.enum && !field.enum.includes(value as string)) return add(path, `is ${shown(value)}, which is not one of ${field.enum.filter((each) => each !== '').join(', ')}`);
    if (typeof value === 'number' && field.min !== undefined && value < field.min) add(path, `is ${value}, which must be at least ${field.min}`);
    if (typeof value === 'string' && field.minLength !== undefined && value.length < field.minLength) add(path, 'is empty; set it');
    if (Array.isArray(value)) {
      if (field.minItems !== undefined && value.length < field.minItems) add(path, path === '.spec.triggers' ? 'is empty; add a trigger' : 'is empty; add one');
      value.forEach((item, index) => visit(item, `${schemaPath}[]`, `${path}[${index}]`));
    } else if (isFields(value)) {
      for (const name of field.required) if ((value[name] ?? undefined) === undefined) add(`${path}.${name}`, 'is missing; set it');
      for (const [key, item] of Object.entries(value)) {
        // null means that the field is omitted
        if (item !== null) visit(item, fields.has(`${schemaPath}{}`) ? `${schemaPath}{}` : `${schemaPath}.${key}`, `${path}.${key}`);
      }
    }
  };
  visit(object, '', '');
  const [min, max] = [numberAt(object, 'minReplicaCount'), numberAt(object, 'maxReplicaCount') ?? SCALED_OBJECT_DEFAULTS.maxReplicaCount];
  if (kind === 'ScaledObject' && minor >= 20 && problems.length === 0 && min !== undefined && min > max) {
    problems.push({ stage: 'resource', subject: 'bounds', field: 'spec.minReplicaCount', message: `is ${min}, above maxReplicaCount ${max}; raise the maximum` });
  }
  return problems;
}

/** Merges the problems of the schema with those of later stages, without their consequences. */
export function withResource(refused: readonly KedaProblem[], later: readonly KedaProblem[]): readonly KedaProblem[] {
  const fields = new Set(refused.map(({ field }) => field));
  const isConsequence = ({ field, trigger, subject }: KedaProblem): boolean => fields.has(field) || (subject === 'bounds' && refused.some((other) => other.subject === 'bounds'))
    || (trigger !== undefined && ['type', 'metadata'].some((name) => fields.has(`spec.triggers[${trigger}].${name}`)));
  return [...refused, ...later.filter((problem) => !isConsequence(problem))];
}

function numberAt(object: Fields, name: string): number | undefined {
  const spec = object.spec;
  const value = isFields(spec) ? spec[name] : undefined;
  return typeof value === 'number' ? value : undefined;
}

function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case 'string': return typeof value === 'string';
    case 'integer': return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
    case 'boolean': return typeof value === 'boolean';
    case 'object': return isFields(value);
    case 'array': return Array.isArray(value);
    default: return true;
  }
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}

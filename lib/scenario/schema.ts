import { suggestion } from '../values/nearest';
import { parseShareText } from '../values/share';
import { scenarioSchema, validateScenario } from './scenario-validator';

/** Schema violation at one path of a scenario. */
export interface SchemaProblem {
  readonly path: readonly string[];
  /** Value received and values allowed. */
  readonly message: string;
}

interface FaultDefinition {
  readonly properties: { readonly kind: { readonly const: string } };
}

/** Error of ajv: failed keyword and position. */
interface ErrorObject {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema: unknown;
  readonly data: unknown;
}

const validate = validateScenario as { (value: unknown): boolean; errors: readonly ErrorObject[] | null };
const { definitions } = scenarioSchema as unknown as { readonly definitions: Readonly<Record<string, FaultDefinition>> };

/** Returns all schema violations of a scenario. */
export function schemaProblems(value: unknown): SchemaProblem[] {
  if (validate(value)) return [];
  // A failed condition and a missing discriminator have errors of their own.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return errors.filter((error) => !(error.keyword === 'discriminator' && error.params.tagValue === undefined)).map(toProblem);
}

function toProblem(error: ErrorObject): SchemaProblem {
  const path = error.instancePath.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { params } = error;
  if (error.keyword === 'discriminator') return unknownKind(error, path);
  if (error.keyword === 'additionalProperties') {
    const key = String(params.additionalProperty);
    const { properties = {} } = error.parentSchema as { properties?: Record<string, { const?: string }> };
    const kind = properties.kind?.const;
    const known = Object.keys(properties).filter((name) => name !== '$schema' && (kind === undefined || name !== 'kind'));
    if (kind !== undefined) return { path: [...path, key], message: `does not belong to a fault of kind ${kind}; ${suggestion(key, known).replace('known are', 'it takes')}` };
    return { path: [...path, key], message: `is not known; ${suggestion(key, known)}` };
  }
  if (error.keyword === 'required') return { path: [...path, String(params.missingProperty)], message: 'is missing; add it' };
  return { path, message: `is ${show(error.data)}; use ${allowed(error, params)}` };
}

/** Problem of a fault with an unknown kind. */
function unknownKind(error: ErrorObject, path: readonly string[]): SchemaProblem {
  const { tag, tagValue } = error.params as { tag: string; tagValue: unknown };
  const { oneOf } = error.parentSchema as { oneOf: { $ref: string }[] };
  const kinds = oneOf.map(({ $ref }) => definitions[$ref.replace('#/definitions/', '')].properties.kind.const);
  return { path: [...path, tag], message: `is ${show(tagValue)}; use one of ${kinds.join(', ')}` };
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Plain-English descriptions of the regular expressions in these schemas. */
const PATTERN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\(never\|.*ms\|s/, "a duration such as 250ms, 45s or 1h30m, or 'never'"],
  [/\?=.*ms\|s/, 'a duration above 0 such as 250ms, 45s or 1h30m'],
  [/ms\|s\|m\|h\|d/, 'a duration such as 250ms, 45s or 1h30m'],
  [/KMGTP/, 'a quantity such as 512Mi or 2G'],
  [/m\?\$$/, 'a quantity such as 250m or 1.5'],
  [/^\^\\d\*.*%\$$/, 'a share such as 25% or 0.25'],
  [/%\$$/, 'a number of pods or a share such as 25%'],
  [/v\?1/, "a version such as '1.35'"],
];

function allowed(error: ErrorObject, params: ErrorObject['params']): string {
  switch (error.keyword) {
    case 'enum': return `one of ${(params.allowedValues as unknown[]).join(', ')}`;
    case 'minimum': return `${String(params.limit)} or more`;
    case 'exclusiveMinimum': return `more than ${String(params.limit)}`;
    case 'maximum': return `${String(params.limit)} or less`;
    case 'exclusiveMaximum': return `less than ${String(params.limit)}`;
    case 'minLength': return 'a text that is not empty';
    case 'minItems': return 'a list with at least one entry';
    case 'pattern': return patternWords(String(params.pattern));
    case 'type': return typeWords(error);
    default: return `a value that ${error.keyword} allows`;
  }
}

function patternWords(pattern: string): string {
  const words = PATTERN_WORDS.find(([form]) => form.test(pattern));
  return words ? words[1] : `one of ${pattern.replace(/^\^\(?|\)?\$$/g, '').split('|').join(', ')}`;
}

function typeWords(error: ErrorObject): string {
  const schema = error.parentSchema as { type: string | string[]; pattern?: string; properties?: Readonly<Record<string, unknown>> };
  const types = [schema.type].flat();
  const words = types.map((type) => type === 'object' ? mappingWords(schema.properties) : type === 'string' && schema.pattern !== undefined ? patternWords(schema.pattern) : TYPE_WORDS[type] ?? type);
  const quote = types.length === 1 && types[0] === 'string' && typeof error.data === 'number' ? ' in quotes' : '';
  return `${words.join(', or ')}${quote}${types.join() === 'number' ? shareWords(error.data) : ''}`;
}

/** Returns ', as in 0.99' for '99%'. */
function shareWords(data: unknown): string {
  const share = typeof data === 'string' && data.includes('%') ? parseShareText(data) : undefined;
  return share === undefined ? '' : `, as in ${share}`;
}

/** Describes a mapping: 'a mapping of latency, objective'; without its fields if there are many. */
function mappingWords(properties: Readonly<Record<string, unknown>> | undefined): string {
  const names = Object.keys(properties ?? {});
  return names.length > 0 && names.length <= MOST_NAMED ? `${TYPE_WORDS.object} of ${names.join(', ')}` : TYPE_WORDS.object;
}

/** Maximum number of fields listed for a value that is not a mapping. */
const MOST_NAMED = 6;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'a mapping', array: 'a list', string: 'a text', number: 'a number', integer: 'a whole number', boolean: 'true or false',
};

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { ROOT } from './imports';
import { schemaErrorText } from './validate';

type Json = Record<string, any>;

const FOLDER = join(ROOT, '../shared/schemas');

/**
 * True where the schemas that Kubernetes and the makers of CRDs publish lie beside the project; tests do without them
 * otherwise.
 */
export const PUBLISHED_SCHEMAS = existsSync(FOLDER);

/** Patterns are Go's: a flag stands at the beginning. */
const goPattern = Object.assign(
  (pattern: string, flags: string) => new RegExp(pattern.replace('(?i)', ''), pattern.includes('(?i)') ? `${flags}i` : flags),
  { code: 'new RegExp' },
);
const OPTIONS = { allErrors: true, strict: false, validateFormats: false, validateSchema: false, code: { regExp: goPattern } };

const validators = new Map<string, Ajv>();

/** Errors of a manifest by those schemas, closed; none for a kind that is not among them. */
export function againstPublished(manifest: Json, version: string): string[] {
  const { apiVersion, kind, metadata } = manifest;
  const ajv = validators.get(version) ?? new Ajv(OPTIONS).addSchema(closed(read(`k8s-${version}.json`)), 'core');
  validators.set(version, ajv);
  const [group, level] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const validate = ajv.getSchema(`core#/definitions/io.k8s.api.${group.replace(/\..*/, '')}.${level}.${kind}`) ?? customResource(ajv, `crds/${kind.toLowerCase()}_${level}.json`);
  if (!validate || validate(manifest)) return [];
  return (validate.errors ?? []).map((error) => `${kind} ${metadata.name}: ${schemaErrorText(error)}`);
}

function customResource(ajv: Ajv, file: string): ReturnType<Ajv['getSchema']> {
  if (!existsSync(join(FOLDER, file))) return undefined;
  return ajv.getSchema(file) ?? ajv.addSchema(read(file), file).getSchema(file);
}

function read(file: string): Json {
  // Go's flag for upper and lower case means nothing to JavaScript; what is written here is in lower case.
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8').replaceAll('(?i)', ''));
}

function closed(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema), (_, value) =>
    (value?.properties && value.additionalProperties === undefined ? { ...value, additionalProperties: false } : value));
}

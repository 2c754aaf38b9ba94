import { createRequire } from 'node:module';
import Ajv, { type ErrorObject } from 'ajv';
import { FOREIGN_SCHEMAS } from './foreign-schemas';

type Json = Record<string, any>;

/**
 * Problems of a manifest by an independent model of the Kubernetes API, one line each: types, required fields and
 * formats as kubernetes-models has them (Kubernetes 1.33), and unknown fields.
 */
export function schemaErrors(manifest: Json): string[] {
  const { apiVersion, kind, metadata } = manifest;
  const foreign = FOREIGN_SCHEMAS[`${apiVersion}/${kind}`];
  const found = foreign ? againstSchema(manifest, foreign) : againstKubernetes(manifest);
  return found.map((error) => `${kind} ${metadata?.name}: ${error}`);
}

/** Fails where any of these objects is not one that a cluster would take. */
export function expectValid(manifests: readonly Json[]): void {
  expect(manifests.flatMap(schemaErrors)).toEqual([]);
}

/** One error of a JSON schema, in a line. */
export function schemaErrorText({ instancePath, message, params }: ErrorObject): string {
  return 'additionalProperty' in params ? `unknown field ${instancePath}/${params.additionalProperty}` : `${instancePath} ${message}`;
}

function againstSchema(manifest: Json, schema: object): string[] {
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  validate(manifest);
  return (validate.errors ?? []).map(schemaErrorText);
}

/** Fields that came after the version that kubernetes-models knows. */
const NEWER: readonly RegExp[] = [];

function againstKubernetes(manifest: Json): string[] {
  const model = modelOf(manifest);
  if (!model) return [`no schema is known for ${manifest.apiVersion} ${manifest.kind}; add one to test/support/foreign-schemas.ts`];
  const { recorded, unread } = recordReads(new model(manifest));
  try {
    model.prototype.validate.call(recorded);
  } catch (error) {
    return (error as Error).message.split(', ').map((line) => line.replace(/^data/, ''));
  }
  return unread().filter((path) => !NEWER.some((newer) => newer.test(path))).map((path) => `unknown field ${path}`);
}

interface Model {
  new (manifest: Json): object;
  readonly prototype: { validate(): void };
}

const load = createRequire(__filename);

function modelOf({ apiVersion, kind }: Json): Model | undefined {
  try {
    return load(`kubernetes-models/${apiVersion}`)[kind];
  } catch {
    return undefined;
  }
}

/**
 * kubernetes-models lets unknown fields through. Its validators are compiled code that reads each field it knows and no
 * other, so what was never read is unknown.
 */
function recordReads(root: object): { recorded: object; unread: () => string[] } {
  const seen: { path: string; object: object; read: Set<PropertyKey> }[] = [];
  const record = (object: object, path: string): object => {
    const read = new Set<PropertyKey>();
    seen.push({ path, object, read });
    const children = new Map<PropertyKey, object>();
    return new Proxy(object, {
      get(target, key) {
        read.add(key);
        const value = Reflect.get(target, key);
        if (typeof value !== 'object' || value === null || !Object.hasOwn(target, key)) return value;
        const child = children.get(key) ?? record(value, `${path}/${String(key)}`);
        children.set(key, child);
        return child;
      },
    });
  };
  const unreadIn = ({ path, object, read }: (typeof seen)[number]): string[] =>
    Object.keys(object).filter((key) => !read.has(key)).map((key) => `${path}/${key}`);
  return { recorded: record(root, ''), unread: () => seen.flatMap(unreadIn) };
}

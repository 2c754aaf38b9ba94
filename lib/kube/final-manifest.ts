import { type ApiObject, JsonPatch } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { UserError } from '../values/user-error';
import { apiObjectOf } from './api-object-of';
import { overrideMethod } from './override-method';
import { Synthesis } from './synthesis';

/** Manifest of an object as it is rendered. */
export type Json = Record<string, any>;
type Transform = (manifest: Json) => Json;

const TRANSFORMS = new WeakMap<ApiObject, Transform[]>();

/**
 * Transforms the manifest of an object after all rendering.
 *
 * cdk8s' `addJsonPatch` runs before the L1 mapper, which silently drops unknown fields. This transform receives the
 * manifest as it is written.
 *
 * @internal
 */
export function transformFinalManifest(object: ApiObject, transform: Transform): void {
  const known = TRANSFORMS.get(object);
  if (known) {
    known.push(transform);
    return;
  }
  const transforms = [transform];
  TRANSFORMS.set(object, transforms);
  const synthesis = Synthesis.of(object);
  overrideMethod(object, 'toJson', (render) => synthesis.rendered(object, () => transforms.reduce((manifest, apply) => apply(manifest), render())));
}

/**
 * Escape hatch: patches the final manifest of any object, with the field names of the Kubernetes API.
 *
 * Fields that this library does not know are kept. Paths are JSON pointers (RFC 6901): `~1` is a slash inside a key,
 * `-` is the end of a list.
 *
 * ```ts
 * FinalManifest.of(retriever.deployment).add('/spec/template/spec/hostUsers', false);
 * ```
 */
export class FinalManifest {
  /**
   * Returns the final manifest of an object.
   *
   * @param object a construct with one API object
   * @throws if it has none, or several.
   */
  public static of(object: IConstruct): FinalManifest {
    return new FinalManifest(apiObjectOf(object));
  }

  private constructor(private readonly object: ApiObject) {}

  /**
   * Adds or overwrites the value at a path. Its parent must exist.
   *
   * @throws at synthesis, if the parent does not exist.
   */
  public add(path: string, value: any): void {
    this.patch(path, JsonPatch.add(path, value), (parent, key) => !Array.isArray(parent) || key === '-' || isIndex(key, parent.length + 1));
  }

  /**
   * Replaces the value at an existing path.
   *
   * @throws at synthesis, if the path does not exist.
   */
  public replace(path: string, value: any): void {
    this.patch(path, JsonPatch.replace(path, value), hasKey);
  }

  /**
   * Removes the value at an existing path.
   *
   * @throws at synthesis, if the path does not exist.
   */
  public remove(path: string): void {
    this.patch(path, JsonPatch.remove(path), hasKey);
  }

  private patch(path: string, patch: JsonPatch, allowed: (parent: object, key: string) => boolean): void {
    if (!path.startsWith('/')) {
      throw new UserError(`'${path}' is not a JSON pointer; start it with a slash, as in '/spec/template/spec/hostUsers'`);
    }
    const { object } = this;
    transformFinalManifest(object, (manifest) => {
      requirePath(object, manifest, path, allowed);
      return JsonPatch.apply(manifest, patch);
    });
  }
}

function requirePath(object: ApiObject, manifest: Json, path: string, allowed: (parent: object, key: string) => boolean): void {
  const keys = path.slice(1).split('/').map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  let node: any = manifest;
  keys.forEach((key, depth) => {
    const isLast = depth === keys.length - 1;
    const reachable = typeof node === 'object' && node !== null && (isLast ? allowed(node, key) : hasKey(node, key));
    if (!reachable) {
      const reached = keys.slice(0, depth).map((part) => `/${part.replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
      const found = typeof node === 'object' && node !== null ? `has ${Object.keys(node).join(', ') || 'nothing'}` : `is ${JSON.stringify(node)}`;
      throw new UserError(`cannot patch '${path}' of ${object.kind} ${object.name}: '${reached || '/'}' has no '${key}', and ${found}`);
    }
    node = node[key];
  });
}

function hasKey(parent: object, key: string): boolean {
  return Array.isArray(parent) ? isIndex(key, parent.length) : Object.hasOwn(parent, key);
}

function isIndex(key: string, length: number): boolean {
  return /^(0|[1-9]\d*)$/.test(key) && Number(key) < length;
}

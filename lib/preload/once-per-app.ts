import { type IConstruct } from 'constructs';

const MADE = new WeakMap<IConstruct, Map<string, IConstruct>>();

/** Returns the one construct of its kind in an app, created at the first call from any chart. */
export function oncePerApp<T extends IConstruct>(scope: IConstruct, key: readonly unknown[], make: () => T): T {
  const { root } = scope.node;
  const made = MADE.get(root) ?? new Map<string, IConstruct>();
  MADE.set(root, made);
  const text = JSON.stringify(key);
  const known = made.get(text) as T | undefined;
  if (known) return known;
  const fresh = make();
  made.set(text, fresh);
  return fresh;
}

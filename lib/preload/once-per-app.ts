import { type IConstruct } from 'constructs';

const MADE = new WeakMap<IConstruct, Map<string, IConstruct>>();

/** What an app has only one of, whichever of its charts asks first. */
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

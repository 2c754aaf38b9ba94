import { type Construct } from 'constructs';
import { UserError } from '../values/user-error';

const NAMED = new WeakSet<UserError>();

/**
 * Class decorator: adds the construct's path to errors of its constructor, because an app often creates many constructs
 * in one line. With nested constructs, the innermost decorated one is named.
 */
export function namedInErrors<T extends abstract new (...args: any[]) => Construct>(type: T): T {
  const decorated: T = new Proxy(type, {
    construct(target, args, newTarget) {
      try {
        // Constructs the undecorated class: V8 gives each object whose constructor is a proxy its own shape, which
        // slows down all later accesses.
        return Reflect.construct(target, args, newTarget === decorated ? target : newTarget);
      } catch (error) {
        if (!(error instanceof UserError) || NAMED.has(error)) throw error;
        const [scope, id]: [Construct | undefined, string] = [args[0], args[1]];
        NAMED.add(error);
        throw error.about([scope?.node.path, id].filter(Boolean).join('/'));
      }
    },
  });
  return decorated;
}

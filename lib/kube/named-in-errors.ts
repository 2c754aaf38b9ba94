import { type Construct } from 'constructs';
import { UserError } from '../values/user-error';

const NAMED = new WeakSet<UserError>();

/**
 * Decorates a construct: what its constructor refuses is told with the construct's path, since an app often makes many
 * constructs in one line. The innermost construct that is decorated names itself.
 */
export function namedInErrors<T extends abstract new (...args: any[]) => Construct>(type: T): T {
  const decorated: T = new Proxy(type, {
    construct(target, args, newTarget) {
      try {
        // V8 makes each object whose constructor is a proxy with a shape of its own, which is slow from then on.
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

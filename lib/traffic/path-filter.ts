import { createContext, Script } from 'node:vm';
import { UserError } from '../values/user-error';
import { type PathMatcher } from './trace';
import { clip } from './trace-clock';

const MATCH_ALL = new Script('paths.map((path) => expression.test(path))');
/** Timeout for a block of paths; a regular expression without backtracking needs a thousandth of it. */
const TIMEOUT_MS = 3000;

/** Matches paths against a user's regular expression, within three seconds. */
export const matchPathsInTime: PathMatcher = pathMatcher(TIMEOUT_MS);

/** Returns a matcher that throws a UserError on unbounded backtracking. */
export function pathMatcher(timeoutMs: number): PathMatcher {
  return (expression, paths) => {
    try {
      return MATCH_ALL.runInContext(createContext({ expression, paths }), { timeout: timeoutMs }) as readonly boolean[];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      const longest = paths.reduce((most, path) => (path.length > most.length ? path : most), '');
      throw new UserError(`traffic.path is '${expression.source}', whose matching takes too long on paths such as '${clip(longest)}'; `
        + 'write it without a repetition inside a repetition, as in ^/chat');
    }
  };
}

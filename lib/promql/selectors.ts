import { GENERATED_LETTERS } from '../values/generated-name';

/** One letter or digit of the parts of a name that Kubernetes makes up. */
const DRAWN = `[${GENERATED_LETTERS}]`;
/**
 * A pod is called after its Deployment, a hash of up to 10 characters, and 5 more; what comes before those 5 is cut at
 * 58.
 */
const LONGEST_UNCUT_NAME = 46;
const KEPT_OF_A_LONG_NAME = 58;

/**
 * A text as PromQL reads it, whatever is in it. The adapter's templates begin with '<<', so that character is written
 * as its number.
 */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/</g, '\\u003c').replace(/>/g, '\\u003e');
}

/** Regular expression of the names of a workload's pods. */
export function podPattern(kind: string, name: string): string {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (kind === 'StatefulSet') return `${literal(name)}-[0-9]+`;
  if (kind !== 'Deployment' && kind !== 'Rollout') return `${literal(name)}-.+`;
  return name.length <= LONGEST_UNCUT_NAME ? `${literal(name)}-${DRAWN}{1,10}-${DRAWN}{5}` : `${literal(name.slice(0, KEPT_OF_A_LONG_NAME))}-?${DRAWN}{0,10}-?${DRAWN}{5}`;
}

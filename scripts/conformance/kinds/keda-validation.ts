import { KedaVersion } from '../../../lib/keda/keda-version';
import { type Fields } from '../../../lib/values/fields';
import { ourProblems } from '../../differential/keda/keda-differential';
import { difference, type Difference } from '../difference';

interface ValidationCase {
  /** A whole cluster, the last object of which is judged. */
  readonly objects: readonly Fields[];
  readonly expect: { readonly accepted: boolean; readonly errors?: readonly string[] };
}

/**
 * KEDA's verdict on an object; the version is that of `meta.keda`, or of the name of the file, as in
 * keda-validation.v2.21.json.
 */
export function kedaValidation({ objects, expect }: ValidationCase, { keda }: { keda?: string }, file: string): Difference[] {
  const version = KedaVersion.of(keda ?? /\.v(\d+\.\d+)/.exec(file)?.[1] ?? KedaVersion.NEWEST.toString());
  const problems = ourProblems(objects as Record<string, unknown>[], version);
  return difference('accepted', expect.accepted, problems.length === 0).map((found) => ({ ...found, what: `accepted (KEDA: ${expect.errors?.join('; ') || 'no error'}; ours: ${problems.join('; ') || 'no problem'})` }));
}

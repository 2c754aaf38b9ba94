import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../../lib/keda/refusals';
import { KedaVersion } from '../../lib/keda/keda-version';
import { describeProblem } from '../../lib/keda/problem';
import { type Fields } from '../../lib/values/fields';
import { clusterOfCase } from '../../scripts/differential/keda/case-cluster';

interface RecordedCase {
  readonly name: string;
  readonly objects: readonly Fields[];
  readonly expect: { readonly accepted: boolean; readonly errors: readonly string[] };
}

interface Recorded {
  readonly meta: { readonly keda: string };
  readonly cases: readonly RecordedCase[];
}

const FOLDER = join(__dirname, 'vectors');
const files = readdirSync(FOLDER).filter((name) => name.startsWith('keda-validation'));

/** Recorded from KEDA's own code by `npm run differential -- --record`. */
describe.each(files)('%s', (name) => {
  const { meta, cases } = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Recorded;

  test.each(cases.map((each) => [each.name, each] as const))("has KEDA's result for %s", (_name, { objects, expect: { accepted, errors } }) => {
    const problems = judge(objects.at(-1)!, clusterOfCase(objects.slice(0, -1)), KedaVersion.of(meta.keda)).map(describeProblem);
    expect({ accepted: problems.length === 0, errors, problems }).toEqual({ accepted, errors, problems });
  });
});

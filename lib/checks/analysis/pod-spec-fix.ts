import { type Fields, valueAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type Violation } from '../rule/rule';

/** Places of the pod spec: of most workloads, a Pod, a CronJob and a ScaledJob. */
const PATHS: readonly (readonly string[])[] = [
  ['spec', 'template', 'spec'], ['spec'], ['spec', 'jobTemplate', 'spec', 'template', 'spec'], ['spec', 'jobTargetRef', 'template', 'spec'],
];

/** Fix that sets a field of a workload's pod spec; nothing where the spec stands elsewhere. */
export function podSpecFix(workload: Manifest, spec: Fields, field: string, set: unknown): Pick<Violation, 'fix'> {
  const path = PATHS.find((each) => valueAt(workload, ...each) === spec);
  return path ? { fix: { path: [...path, field], set } } : {};
}

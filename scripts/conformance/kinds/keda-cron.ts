import { KedaCron, type KedaCronMetadata } from '../../../lib/keda/cron';
import { difference, type Difference } from '../difference';

interface CronCase extends KedaCronMetadata {
  /** ISO instants, with the metric's value at each. */
  readonly instants: readonly (readonly [at: string, value: number])[];
}

export function kedaCron(testCase: CronCase): Difference[] {
  const cron = new KedaCron(testCase);
  return testCase.instants.flatMap(([at, value]) => difference(at, value, cron.valueAt(Date.parse(at) / 1000)));
}

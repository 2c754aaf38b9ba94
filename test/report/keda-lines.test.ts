import { kedaLines } from '../../lib/report/render-summary';
import { type KedaSummary } from '../../lib/results/summary';
import { sampleSummary, sampleWorkloadSummary } from './sample-summary';

const QUIET: KedaSummary = { activations: 0, deactivations: 0, failingSeconds: 0, fallbackSeconds: 0 };

test.each<[string, KedaSummary, string[]]>([
  ['that did nothing has no line', QUIET, []],
  ['that woke a workload says how often', { ...QUIET, activations: 3, deactivations: 1 }, ['KEDA of web: activated the workload 3 times and deactivated it once']],
  ['with a trigger that failed says only that', { ...QUIET, failingSeconds: 30 }, ['KEDA of web: a trigger failed for 30 s']],
])('KEDA %s', (_, keda, lines) => {
  expect(kedaLines(sampleSummary({ workloads: [sampleWorkloadSummary({ keda })] }))).toEqual(lines);
});

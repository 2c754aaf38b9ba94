import { policySentences } from '../../lib/report/cheapest-policy';
import { type ComparedPolicy } from '../../lib/studies/compare';
import { sampleSummary, sampleWorkloadSummary } from './sample-summary';

const MISSED = { latencySeconds: 0.5, objective: 0.99, attainmentByRequest: 0.9, attainmentByMinute: 0.9, met: false };
const HELD = { ...MISSED, attainmentByRequest: 0.995, met: true };

/** Policy of which every flow holds its SLO, and the workload its own or not. */
function policy(name: string, slo: typeof MISSED): ComparedPolicy {
  const [flow] = sampleSummary().flows;
  return { name, baseline: false, summaries: [sampleSummary({ flows: [{ ...flow, slo: HELD }], workloads: [sampleWorkloadSummary({ slo })] })] };
}

test('a policy that misses the SLO of a workload alone is said to miss it, and how far', () => {
  expect(policySentences({ columns: [policy('lean', MISSED)], notes: [] })).toEqual([
    'No policy holds the SLO; the nearest is lean, with 90 % of the requests in time.',
    'lean misses the SLO with 1 of 1 seeds.',
  ]);
  expect(policySentences({ columns: [policy('lean', MISSED), policy('wide', HELD)], notes: [] })[0]).toMatch(/^The cheapest policy that holds the SLO is wide, at .*; no other one holds it\.$/);
});

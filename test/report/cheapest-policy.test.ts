import { conclude } from '../../lib/results/conclusion';
import { summarize } from '../../lib/results/summarize';
import { simulate } from '../../lib/simulator/engine/simulate';
import { policySentences } from '../../lib/report/cheapest-policy';
import { type ComparedPolicy } from '../../lib/studies/compare';
import { sampleWorkload, sampleWorld } from './sample-run';
import { sampleSummary, sampleWorkloadSummary } from './sample-summary';

const MISSED = { latencySeconds: 0.5, objective: 0.99, attainmentByRequest: 0.9, attainmentByMinute: 0.9, met: false };
const HELD = { ...MISSED, attainmentByRequest: 0.995, met: true };

/** Policy of which every flow holds its SLO, and the workload its own or not. */
function policy(name: string, slo: typeof MISSED, { hours = 5, baseline = false } = {}): ComparedPolicy {
  const [flow] = sampleSummary().flows;
  const workload = sampleWorkloadSummary({ slo, replicaHours: hours, cost: 0 });
  return { name, baseline, summaries: [sampleSummary({ flows: [{ ...flow, slo: HELD }], workloads: [workload] })] };
}

test('compares the given policies with each other, and mentions baselines after them', () => {
  const columns = [policy('next', HELD, { hours: 7.72 }), policy('deploy', HELD, { hours: 5.39 }), policy('default HPA', HELD, { hours: 4.96, baseline: true })];
  expect(policySentences({ columns, notes: [] })).toEqual([
    'deploy holds the SLO at 5.39 replica-hours, next at 7.72: deploy is 30.2 % cheaper.',
    'default HPA, a baseline, would take 4.96.',
  ]);
  expect(policySentences({ columns: [...columns, policy('wide', HELD, { hours: 10.78 })], notes: [] })[0])
    .toBe('deploy holds the SLO at 5.39 replica-hours; next at 7.72 (43.2 % more), wide at 10.8 (100 % more).');
  expect(policySentences({ columns: [policy('a', HELD), policy('b', HELD)], notes: [] })).toEqual(['a holds the SLO at 5 replica-hours, b at 5: they cost the same.']);
});

test('says that a baseline misses the SLO, or alone holds it', () => {
  expect(policySentences({ columns: [policy('deploy', HELD), policy('fixed 1', MISSED, { baseline: true })], notes: [] }))
    .toEqual(['deploy holds the SLO at 5 replica-hours.', 'fixed 1, a baseline, misses the SLO.']);
  expect(policySentences({ columns: [policy('deploy', MISSED), policy('fixed 9', HELD, { hours: 9, baseline: true })], notes: [] }))
    .toEqual(['deploy does not hold the SLO: 90 % of the requests are in time.', 'fixed 9, a baseline, would hold the SLO at 9 replica-hours.', 'deploy misses the SLO with 1 of 1 seeds.']);
});

test('says that a policy misses the SLO of a workload, and the share in time', () => {
  expect(policySentences({ columns: [policy('lean', MISSED)], notes: [] })).toEqual([
    'lean does not hold the SLO: 90 % of the requests are in time.',
    'lean misses the SLO with 1 of 1 seeds.',
  ]);
  expect(policySentences({ columns: [policy('lean', MISSED), policy('wide', HELD)], notes: [] })[0]).toBe('wide holds the SLO at 5 replica-hours; no other policy given holds it.');
});

test('with an assumed service, the policies that lose requests are named', () => {
  const run = simulate(sampleWorld({ workloads: [sampleWorkload({ serviceState: 'assumed', replicas: 0, autoscaler: { kind: 'fixed', replicas: 0 } })] }));
  const summary = summarize(run, { optimum: false });
  const lossy: ComparedPolicy = { name: 'lean', baseline: false, summaries: [summary], conclusion: conclude(run, summary) };
  expect(policySentences({ columns: [lossy], notes: [] })).toEqual([
    expect.stringMatching(/^Unknown service: relative figures only/), expect.stringMatching(/^Under lean, web: NONE of the [\d ]+ requests was answered/),
  ]);
});

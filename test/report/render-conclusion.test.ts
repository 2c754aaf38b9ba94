import fc from 'fast-check';
import { conclude } from '../../lib/results/conclusion';
import { conclusionLines, renderConclusion } from '../../lib/report/render-conclusion';
import { causeList } from '../../lib/report/conclusion-sentences';
import { summarize } from '../../lib/results/summarize';
import { simulate } from '../../lib/simulator/engine/simulate';
import { type Run } from '../../lib/simulator/run/run';
import { wholePercents } from '../../lib/results/conclusion/clock';
import { bestChange } from '../../lib/studies/counterfactual/best-change';
import { sampleRun, sampleWorkload, sampleWorld } from './sample-run';

function concluded(run: Run): ReturnType<typeof conclude> {
  return conclude(run, summarize(run, { optimum: false }));
}

test('describes a missed SLO with its time, its causes and their shares', () => {
  const [line] = conclusionLines(concluded(sampleRun()));
  expect(line).toMatch(/^web: SLO MISSED: [\d.]+ % of the requests were answered within 500 ms; the objective is 95 %\. \d+ of 30 minutes missed it, from 09:10 to 09:\d\d\. /);
  expect(line).toMatch(/ requests were late or lost \(\d+ lost\): .*pods still starting \(\d+ s each\) from 09:1\d to 09:1\d \(\d+ %\)/);
  expect(line).toMatch(/Worst quarter of an hour from 09:00 to 09:15/);
});

test('the percentages of causes add up to 100', () => {
  const text = conclusionLines(concluded(sampleRun()))[0];
  const percents = [...text.split('requests were late or lost')[1].split('Worst')[0].matchAll(/\((\d+) %\)/g)].map(([, percent]) => Number(percent));
  expect(percents.reduce((sum, percent) => sum + percent, 0)).toBe(100);
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 9 }), (parts) => {
    const sum = parts.reduce((one, other) => one + other, 0);
    expect(wholePercents(parts.map((part) => part / sum)).reduce((one, other) => one + other, 0)).toBe(100);
  }));
});

test('a run that holds its SLO says so, and needs no advice', async () => {
  const run = simulate(sampleWorld({ durationSeconds: 300 }));
  const conclusion = concluded(run);
  expect(await bestChange(run, conclusion)).toBeUndefined();
  expect(renderConclusion(conclusion)).toMatch(/^Conclusion\n {2}web: SLO met: /);
});

test('an assumed service gives no verdict', async () => {
  const run = simulate(sampleWorld({ workloads: [sampleWorkload({ serviceState: 'assumed' })] }));
  const conclusion = concluded(run);
  expect(conclusion.flows[0].verdict).toBeNull();
  expect(conclusionLines(conclusion)).toEqual([expect.stringMatching(/^Unknown service: relative figures only\. No verdict/), expect.stringMatching(/^web: 3770 of 30 030 requests were lost/)]);
  expect(await bestChange(run, conclusion)).toBeUndefined();
});

test('a run with an assumed service says which requests were lost', () => {
  const none = simulate(sampleWorld({ workloads: [sampleWorkload({ serviceState: 'assumed', replicas: 0, autoscaler: { kind: 'fixed', replicas: 0 } })] }));
  expect(conclusionLines(concluded(none))[1]).toMatch(/^web: NONE of the [\d ]+ requests was answered: fixed at 0 replicas from 09:00 to 09:30 \(100 %\)\.$/);
});

test('flows that lost requests without a verdict share a sentence', () => {
  const [conclusion] = [concluded(sampleRun())].map((each) => ({ ...each, serviceState: 'assumed' as const }));
  const lossy = (name: string, lostRequests: number): typeof conclusion.flows[number] => (
    { ...conclusion.flows[0], name, verdict: null, causes: [], arrivedRequests: 900, servedRequests: 890, lostRequests }
  );
  const told = (...flows: typeof conclusion.flows): string[] => conclusionLines({ ...conclusion, flows }).slice(1);
  expect(told(lossy('browse', 10), lossy('idle', 0), lossy('buy', 3))).toEqual(['Requests were lost (timed out, refused or killed): browse 10 of 900, buy 3 of 900.']);
  expect(told(lossy('browse', 10))).toEqual(['browse: 10 of 900 requests were lost (timed out, refused or killed).']);
});

test('names from manifests reach the terminal without control characters', () => {
  const run = sampleRun();
  const conclusion = { ...concluded(run), flows: concluded(run).flows.map((flow) => ({ ...flow, name: 'web\u001b[31m' })) };
  expect(renderConclusion(conclusion)).not.toContain('\u001b');
});

test('no line is wider than the terminal', () => {
  for (const line of renderConclusion(concluded(sampleRun()), { width: 60 }).split('\n')) expect(line.length).toBeLessThanOrEqual(60);
});

test('names the time at the maximum of a workload that reached it', () => {
  const run = simulate(sampleWorld({ workloads: [sampleWorkload({ autoscaler: { kind: 'hpa', name: 'web', spec: { minReplicas: 2, maxReplicas: 4 }, firstPassSeconds: 7 } })] }));
  const [line, bound] = conclusionLines(concluded(run));
  expect(line).toMatch(/at maxReplicas 4 from 09:1\d to 09:1\d \(\d+ %\)/);
  expect(bound).toMatch(/^web was at its maximum of 4 for \d+ m( \d+ s)?, [\d.]+ % of the time\.$/);
});

describe('times of a cause', () => {
  const [base, flow] = [concluded(sampleRun()), concluded(sampleRun()).flows[0]];
  const told = (cause: Partial<typeof flow.causes[number]>): string => (
    causeList(base, { ...flow, causes: [{ ...flow.causes[0], share: 1, stretches: 1, ...cause }] })[0]
  );
  const stretch = { from: 600, until: 660 };

  test('a stretch within one minute stands at that minute', () => {
    expect(told({ kind: 'removed-pods', text: 'lost with pods that were removed', stretch: { from: 600, until: 610 } })).toBe('lost with pods that were removed at 09:10 (100 %)');
  });

  test('several stretches are counted as occasions', () => {
    expect(told({ kind: 'removed-pods', text: 'lost with pods that were removed', stretch, stretches: 4 }))
      .toBe('lost with pods that were removed on 4 occasions, most from 09:10 to 09:11 (100 %)');
  });

  test('names the start of a fault once', () => {
    expect(told({ kind: 'fault', text: 'fault: rollout at 09:10', stretch })).toBe('fault: rollout at 09:10, felt until 09:11 (100 %)');
    expect(told({ kind: 'fault', text: 'fault: rollout at 09:10', stretch: { from: 600, until: 610 } })).toBe('fault: rollout at 09:10 (100 %)');
    expect(told({ kind: 'fault', text: 'fault: rollout at 09:05', stretch })).toBe('fault: rollout at 09:05, felt from 09:10 to 09:11 (100 %)');
    expect(told({ kind: 'fault', text: 'fault: rollout at 09:05', stretch, stretches: 2 }))
      .toBe('fault: rollout at 09:05, felt on 2 occasions, most from 09:10 to 09:11 (100 %)');
  });
});

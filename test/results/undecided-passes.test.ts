import { judge, parseFailOn, renderComparison } from '../../lib/entry/simulator';
import { renderHtml } from '../../lib/report/html/report-page';
import { renderSummary } from '../../lib/report/render-summary';
import { summarize } from '../../lib/results/summarize';
import { undecidedLines } from '../../lib/report/undecided-lines';
import { simulate } from '../../lib/simulator/engine/simulate';
import { deployment, hpa, worldOf } from '../scenario/worlds';
import { sampleWorkloadSummary } from '../report/sample-summary';

const cpu = (averageUtilization: number) => ({ metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }] });
const ofContainer = (container: string) => ({
  metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container, target: { type: 'Utilization', averageUtilization: 60 } } }],
});
const runOf = (spec: Record<string, unknown>, pod: Record<string, unknown>) => simulate(worldOf([hpa('web', spec), deployment('web', pod)], { kubernetes: '1.35' }));
const UNREQUESTED = { containers: [{ name: 'web' }] };
const FAILING = 'web: the HPA could not decide in 40 of 40 passes: FailedGetResourceMetric, ';

test('an autoscaler that fails on every pass is named above the table, in the figures, and on the page', () => {
  const run = runOf(cpu(60), UNREQUESTED);
  const summary = summarize(run);
  const [line] = undecidedLines(summary);
  expect(line).toContain(FAILING);
  expect(line).toContain('FailedGetResourceMetric, missing request for cpu in container web (38); ');
  const text = renderSummary(summary);
  expect(text.indexOf(FAILING)).toBeGreaterThan(0);
  expect(text.indexOf(FAILING)).toBeLessThan(text.indexOf('replica-hours'));
  expect(summary.workloads[0].hpa).toEqual({
    passes: 40,
    undecided: [
      { reason: 'FailedGetResourceMetric', error: 'missing request for cpu in container web', passes: 38 },
      { reason: 'FailedGetResourceMetric', error: expect.stringContaining('no metrics returned'), passes: 2 },
    ],
    undecidedOnlyAtStart: false,
  });
  expect(renderHtml(run, { summary })).toContain('the HPA could not decide in 40 of 40 passes');
});

test('a container that no pod has is named', () => {
  expect(undecidedLines(summarize(runOf(ofContainer('sidecar'), {})))).toEqual([
    expect.stringMatching(/^web: the HPA could not decide in 40 of 40 passes: FailedGetContainerResourceMetric, container sidecar not /),
  ]);
});

test('a comparison names the policy whose autoscaler fails, in the terminal and in Markdown', () => {
  const column = { name: 'today', baseline: false, summaries: [summarize(runOf(cpu(60), UNREQUESTED))] };
  for (const markdown of [false, true]) {
    const text = renderComparison({ columns: [column], notes: [] }, { markdown });
    expect(text.indexOf('today: web: the HPA could not decide in 40 of 40 passes')).toBeGreaterThan(0);
    expect(text.indexOf('today: web: the HPA')).toBeLessThan(text.indexOf('replica-hours'));
  }
});

test('a comparison of several seeds shows the worst one', () => {
  const [fine, failing] = [runOf(cpu(60), {}), runOf(cpu(60), UNREQUESTED)].map((run) => summarize(run));
  const column = { name: 'today', baseline: false, summaries: [fine, { ...failing, seed: 7 }, fine] };
  expect(renderComparison({ columns: [column], notes: [] })).toMatch(/today: web: the HPA could not decide in 40 of 40 passes: .* \(seed 7, the worst of 3\)/);
});

test('an autoscaler that decides is not mentioned, and a condition tells the two apart', () => {
  const [fine, failing] = [runOf(cpu(60), {}), runOf(cpu(60), UNREQUESTED)].map((run) => summarize(run));
  expect(undecidedLines(fine).join()).not.toContain('could not decide in 40');
  const failed = [fine, failing].map((summary) => judge(parseFailOn('inactive-passes>50%'), [summary])[0].failed);
  expect(failed).toEqual([false, true]);
});

test('a single cause stands without a count', () => {
  const hpaFigures = { passes: 240, undecided: [{ reason: 'FailedGetExternalMetric', error: 'no metrics returned', passes: 3 }], undecidedOnlyAtStart: false };
  expect(undecidedLines({ workloads: [sampleWorkloadSummary({ hpa: hpaFigures })] })).toEqual([
    'web: the HPA could not decide in 3 of 240 passes: FailedGetExternalMetric, no metrics returned',
  ]);
});

test('distinguishes passes before the first sample from later failures', () => {
  const { hpa: figures } = summarize(runOf(cpu(60), {})).workloads[0];
  expect(figures).toMatchObject({ undecidedOnlyAtStart: true });
  expect(undecidedLines({ workloads: [sampleWorkloadSummary({ hpa: figures })] })).toEqual([
    expect.stringMatching(/^web: the HPA could not decide in its first 2 of 40 passes, until its metrics arrived: FailedGetResourceMetric, /),
  ]);
});

test('does not count a workload that the autoscaler keeps at zero', () => {
  const run = simulate(worldOf([hpa('web', cpu(60)), deployment('web', {}, { replicas: 0 })]));
  expect(summarize(run).workloads[0].hpa).toEqual({ passes: 40, undecided: [], undecidedOnlyAtStart: false });
});

test('a workload without an HPA has none of it', () => {
  expect(summarize(simulate(worldOf([deployment('web')]))).workloads[0].hpa).toBeNull();
});

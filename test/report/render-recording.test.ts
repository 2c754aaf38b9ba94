import { renderDiagnoses } from '../../lib/report/render-recording';
import { type Diagnosis } from '../../lib/recording/diagnose';

function diagnosis(workload: string, findings: readonly string[], next?: string): Diagnosis {
  return { workload, verdict: 'usable', days: 28, requestsKnown: 1, findings, ...(next !== undefined && { next }) } as Diagnosis;
}

test('workloads with the same diagnosis share a paragraph', () => {
  expect(renderDiagnoses([diagnosis('web', ['start-up is unknown'], 'kube-state-metrics'), diagnosis('api', ['start-up is unknown'], 'kube-state-metrics')])).toBe([
    'web, api: usable (28 days, requests known at 100 % of the points)', '  - start-up is unknown', '  Add next: kube-state-metrics.',
  ].join('\n'));
});

test('findings of all workloads are listed once, after those of each', () => {
  expect(renderDiagnoses([diagnosis('web', ['start-up is unknown', 'replicas are unknown']), diagnosis('api', ['start-up is unknown'])])).toBe([
    'web: usable (28 days, requests known at 100 % of the points)', '  - replicas are unknown', '',
    'api: usable (28 days, requests known at 100 % of the points)', '',
    'all workloads:', '  - start-up is unknown',
  ].join('\n'));
});

test('a single diagnosis keeps its findings', () => {
  expect(renderDiagnoses([diagnosis('web', ['start-up is unknown'])])).toBe('web: usable (28 days, requests known at 100 % of the points)\n  - start-up is unknown');
});

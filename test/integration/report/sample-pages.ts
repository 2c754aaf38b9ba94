import { adviceHtml } from '../../../lib/report/html/advice-page';
import { renderComparisonHtml } from '../../../lib/report/html/comparison-page';
import { renderHtml } from '../../../lib/report/html/report-page';
import { type WorkloadAdvice } from '../../../lib/studies/advise/advice';
import { compare } from '../../../lib/studies/compare';
import { sampleRun, sampleWorkload, sampleWorld } from '../../report/sample-run';

const SLO = { latencySeconds: 2, objective: 0.9 };

/** Report of `simulate --html`. */
export function simulatePage(): string {
  return renderHtml(sampleRun());
}

/** Report of `compare --html`, of two policies. */
export async function comparePage(): Promise<string> {
  const startUp = { ...sampleWorkload().startUp, boot: { kind: 'deterministic' as const, value: 1 } };
  const policy = (maxReplicas: number, minReplicas: number): ReturnType<typeof sampleWorld> => sampleWorld({
    workloads: [sampleWorkload({ startUp, replicas: minReplicas, autoscaler: { kind: 'hpa', name: 'web', spec: { minReplicas, maxReplicas }, firstPassSeconds: 7 } })],
    flows: [{ ...sampleWorld().flows[0], slo: SLO }],
  });
  const comparison = await compare([{ name: 'today', world: policy(3, 2) }, { name: 'a-policy-with-a-long-name', world: policy(12, 8) }], { baselines: [], keepRuns: true });
  return renderComparisonHtml(comparison, comparison.columns.map(({ name, run }) => ({ name, run: run! })));
}

/** Page of `advise --html`, of a fleet. */
export function advisePage(): string {
  const outlook = (costPerDay: number, attainment: number): NonNullable<WorkloadAdvice['prediction']>['today'] => ({ costPerDay, podHoursPerDay: costPerDay, attainment, peakPods: 9 });
  const settings: WorkloadAdvice['settings'] = [];
  const advice = (workload: string, outcome: WorkloadAdvice['outcome'], saved: number): WorkloadAdvice => ({
    schemaVersion: 1, workload, outcome, sentence: `${workload}: ${outcome}`, confidence: null, settings, slo: '99 % of the requests within 500 ms',
    prediction: {
      judgedDays: 4, costBasis: 'pod-hours', today: outlook(104, 0.9948), proposed: outlook(104 * (1 - saved), 0.9919),
      saving: { value: saved, lower: saved - 0.02, upper: saved + 0.02 }, chance: 0.001,
    },
    reasons: outcome === 'not usable' ? ['the recording holds 2 of 7 days'] : [], next: outcome === 'not usable' ? 'record a whole week' : null, outside: [],
    evidence: ['4 days judged, 10 searched', 'calibration agrees with 3 of 3 days that the fit has not seen'], calibration: 'agrees',
    frontier: Array.from({ length: 9 }, (_, i) => ({
      settings, costPerDay: 55 + 7 * i, attainment: 0.985 + i * 0.0012, holds: i > 3, ...(i === 4 && { is: 'chosen' as const }), ...(i === 5 && { is: 'today' as const }),
    })) as WorkloadAdvice['frontier'],
    past: { count: 2, cameTrue: 2 },
  });
  const fleet = [advice('shop/web', 'change', 0.414), advice('shop/cart', 'keep', 0), advice('search/retriever-with-a-rather-long-name', 'not usable', 0)];
  return adviceHtml(fleet, (name) => fleet.find(({ workload }) => workload === name));
}

import { explain } from '../../lib/report/explain';
import { simulate } from '../../lib/simulator/engine/simulate';
import { sampleRun, sampleWorkload, sampleWorld } from './sample-run';

describe('the explanation of a pass', () => {
  it('says what the metric read and proposed, and what became of it', () => {
    const [title, ...rows] = explain(sampleRun(), '09:10:30').split('\n');
    expect(title).toBe('shop/Deployment/web at 09:10:22, pass 42 of 120');
    expect(rows.map((row) => row.replace(/\d+ %, target/, 'N %, target').replace(/[\d.]+ of the target/, 'R of the target'))).toEqual([
      '  saw        spec.replicas 2 within 2 to 12; pods: 2 ready',
      '  metric     cpu: N %, target 60 %, proposes 3 (usage is R of the target)',
      '  window     left 3 unchanged',
      '  limit      none applied to 3',
      '  result     2 → 3, "cpu resource utilization (percentage of request) above target"',
      '  condition  AbleToScale=True SucceededRescale',
      '             ScalingActive=True ValidMetricFound',
      '             ScalingLimited=False DesiredWithinRange',
      '  next       at 09:10:37',
    ]);
  });

  it('says what the stabilization window held back', () => {
    expect(explain(sampleRun(), '09:16')).toMatch(/window +2 became \d+: the scale-down window of 120 s, which holds a higher proposal/);
  });

  it.each([
    ['a policy', { scaleUp: { policies: [{ type: 'Pods' as const, value: 1, periodSeconds: 60 }] } }, 2, 12, /became 3: scaleUp policy 1 pods in 60 s, counted from 2 at the start of that period \(selectPolicy Max\)/],
    ['a direction that is off', { scaleUp: { selectPolicy: 'Disabled' as const } }, 2, 12, /became 2: scaleUp is Disabled/],
    ['the maximum', undefined, 2, 2, /became 2: maxReplicas is 2/],
    ['the limit without behavior', undefined, 1, 40, /became 4: without behavior at most 4/],
  ])('says that %s limited the step', (_, behavior, replicas, maxReplicas, expected) => {
    const cpu = { type: 'Resource' as const, resource: 'cpu', target: { type: 'Utilization' as const, averageUtilization: 15 } };
    const workload = sampleWorkload({
      replicas,
      autoscaler: { kind: 'hpa', name: 'web', firstPassSeconds: 7, spec: { minReplicas: 1, maxReplicas, metrics: [cpu], behavior } },
    });
    const run = simulate(sampleWorld({ durationSeconds: 90, workloads: [workload] }));
    expect(explain(run, '09:00:40')).toMatch(expected);
  });

  it('says why no metric was read', () => {
    const run = simulate(sampleWorld({ durationSeconds: 30, workloads: [sampleWorkload({ replicas: 20 })] }));
    expect(explain(run, '20s')).toContain('none was read: 20 is above maxReplicas 12');
  });

  it('says which metric failed', () => {
    const workload = sampleWorkload({ containers: [{ name: 'app', loadShare: 1, idleCpuMilli: 0, idleMemoryBytes: 0 }] });
    const run = simulate(sampleWorld({ durationSeconds: 60, workloads: [workload] }));
    expect(explain(run, '50s', { workload: 'web' })).toMatch(/cpu failed: .*missing request for cpu.* \(FailedGetResourceMetric\)/);
  });

  it('refuses a time before the first pass, and a workload without an HPA', () => {
    expect(() => explain(sampleRun(), '3s')).toThrow("the controller made no pass of shop/Deployment/web before '3s'; the first is at 09:00:07");
    expect(() => explain(sampleRun(), '1m', { workload: 'api' })).toThrow("no HPA scales 'api'; name one of shop/Deployment/web");
    const fixed = simulate(sampleWorld({ durationSeconds: 30, workloads: [sampleWorkload({ autoscaler: { kind: 'fixed', replicas: 2 } })] }));
    expect(() => explain(fixed, '10s')).toThrow('nothing to explain: no workload of the run has an HPA');
  });
});

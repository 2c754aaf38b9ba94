import { App, Chart, Duration, Testing } from 'cdk8s';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Adoption, Autoscaler, PausedScaling, ScalingMetric, ScalingMode, ScalingPolicy, type ScalingPolicyProps, ScalingRate, Schedule, ScheduleMechanism,
} from '../../lib';
import { moduleIn } from '../module/support';
import { deployment, findingsOf, one } from '../support/charts';
import { stderrOf } from '../support/stderr';

function chartWith(props: Partial<ScalingPolicyProps>, spec = {}): Chart {
  const chart = new Chart(new App({ outdir: mkdtempSync(join(tmpdir(), 'synth-')) }), 'chart', { namespace: 'rag' });
  new ScalingPolicy(chart, 'Scaling', { target: deployment(chart, spec), maxReplicas: 10, ...props });
  return chart;
}

describe('a policy that is paused', () => {
  const rules = { scaleUp: { policies: [ScalingRate.pods(2, Duration.minutes(1))] }, scaleDown: { stabilizationWindow: Duration.minutes(5) } };

  test('disables one direction of an HPA, or both, and keeps its other rules', () => {
    const behavior = (paused: PausedScaling, props = {}): object => one(chartWith({ paused, ...props }), 'HorizontalPodAutoscaler').spec.behavior;
    expect(behavior(PausedScaling.SCALE_DOWN)).toEqual({ scaleDown: { selectPolicy: 'Disabled' } });
    expect(behavior(PausedScaling.ALL)).toEqual({ scaleUp: { selectPolicy: 'Disabled' }, scaleDown: { selectPolicy: 'Disabled' } });
    expect(behavior(PausedScaling.ALL, rules)).toEqual({
      scaleUp: { policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }], selectPolicy: 'Disabled' },
      scaleDown: { stabilizationWindowSeconds: 300, selectPolicy: 'Disabled' },
    });
  });

  test.each([
    [PausedScaling.SCALE_DOWN, { 'autoscaling.keda.sh/paused-scale-in': 'true' }],
    [PausedScaling.ALL, { 'autoscaling.keda.sh/paused': 'true' }],
  ])('stops KEDA by its annotations: %s', (paused, annotations) => {
    const { metadata, spec } = one(chartWith({ paused, ...rules, autoscaler: Autoscaler.keda() }), 'ScaledObject');
    expect(metadata.annotations).toEqual(annotations);
    expect(spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown).toEqual({ stabilizationWindowSeconds: 300 });
  });

  test('says so in the output, and that no alert reminds of it', () => {
    const output = stderrOf(() => (chartWith({ paused: PausedScaling.ALL }).node.root as App).synth());
    expect(output).not.toContain('KSC071');
    expect(output).toContain("the policy 'web' is paused (all); remove 'paused' when the incident is over");
    expect(output).toContain("no alert fires while 'web' is paused; add ScalingAlerts to the app");
  });
});

describe('a policy that only observes', () => {
  const mode = ScalingMode.observe({ labels: { release: 'prom' }, interval: Duration.seconds(30) });

  test('creates no autoscaler, and leaves the replicas to the workload', () => {
    const chart = chartWith({ mode: ScalingMode.observe() }, { replicas: 3 });
    expect(Testing.synth(chart).map(({ kind }) => kind).sort()).toEqual(['Deployment', 'PrometheusRule']);
    expect(one(chart, 'Deployment').spec.replicas).toBe(3);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('records what each metric asks for as the controller computes it, and the largest within the bounds', () => {
    const metrics = [ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(0.5), ScalingMetric.latency(95, Duration.millis(300))];
    expect(one(chartWith({ mode, metrics, minReplicas: 3 }), 'PrometheusRule')).toMatchSnapshot();
  });

  test('in a module keeps its replicas', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    moduleIn(chart, { replicas: 3, scaling: { mode } });
    expect(one(chart, 'Deployment').spec.replicas).toBe(3);
    expect(one(chart, 'PrometheusRule').metadata.labels).toMatchObject({ 'release': 'prom', 'app.kubernetes.io/name': 'retriever' });
    expect(() => moduleIn(new Chart(new App(), 'chart'), { scaling: { mode } })).toThrow("the policy of module 'retriever' only observes, so that nothing sets its replicas; set replicas");
  });

  test.each([
    ['an observing policy has nothing to pause; remove paused, or use ScalingMode.act()', { paused: PausedScaling.ALL }],
    ['an observing policy has nothing to adopt; remove adopt, or use ScalingMode.act()', { adopt: Adoption.fromFixedReplicas() }],
    ['in_flight has no query, so that only an autoscaler can read it', { metrics: [ScalingMetric.pods('in_flight', '5')] }],
  ])('rejects what cannot be observed: %s', (message, props) => {
    expect(() => chartWith({ mode, ...props })).toThrow(message);
  });
});

describe('a policy with schedules', () => {
  const schedules = [Schedule.weekdays('9:00-17:00', { timeZone: 'Europe/Berlin', atLeast: 6 })];

  test('that is paused has them suspended, where they would move the bounds of its hpa', () => {
    const suspended = (paused?: PausedScaling): unknown => one(chartWith({ schedules, asOf: '2026-11-25', paused }), 'CronJob').spec.suspend;
    expect([suspended(PausedScaling.ALL), suspended(PausedScaling.SCALE_DOWN), suspended()]).toEqual([true, undefined, undefined]);
    const scheduleMechanism = ScheduleMechanism.cronHorizontalPodAutoscaler({ controllerTimeZone: 'Europe/Berlin' });
    expect(() => chartWith({ schedules, asOf: '2026-11-25', paused: PausedScaling.ALL, scheduleMechanism })).toThrow('a CronHorizontalPodAutoscaler cannot be suspended');
  });

  test.each([undefined, Autoscaler.keda()])('that only observes reads the clock by a query', (autoscaler) => {
    const { spec } = one(chartWith({ schedules, asOf: '2026-11-25', autoscaler, mode: ScalingMode.observe() }), 'PrometheusRule');
    expect(spec.groups[0].rules).toHaveLength(3);
    expect(spec.groups[0].rules[1].expr).toMatch(/time\(\)/);
  });
});

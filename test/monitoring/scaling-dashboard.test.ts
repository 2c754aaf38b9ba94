import { App, Chart, Duration } from 'cdk8s';
import { PausedScaling, ScalingDashboard, type ScalingDashboardProps, ScalingMetric, ScalingMode, ScalingPolicy, type ScalingPolicyProps } from '../../lib';
import { deployment, findingsOf, one } from '../support/charts';

function chartWith(policy: Partial<ScalingPolicyProps>, props: ScalingDashboardProps = {}): Chart {
  const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
  new ScalingDashboard(chart, 'Dashboard', props);
  new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 10, ...policy });
  return chart;
}

function dashboardOf(chart: Chart): any {
  return JSON.parse(Object.values<string>(one(chart, 'ConfigMap').data)[0]);
}

test('a policy on CPU has panels for its replicas and its proposal', () => {
  const chart = chartWith({});
  expect(one(chart, 'ConfigMap')).toMatchSnapshot();
  expect(findingsOf(chart)).toEqual([]);
});

test('a policy with guards shows them against their limits, under a name and an address of its own', () => {
  const allProps: Required<ScalingDashboardProps> = { name: 'dash', namespace: 'grafana', labels: { dashboards: 'yes' }, title: 'Retriever', uid: 'retriever' };
  const metrics = [ScalingMetric.requestsPerSecond(100), ScalingMetric.latency(95, Duration.millis(300))];
  const chart = chartWith({ metrics, paused: PausedScaling.ALL }, allProps);
  expect(one(chart, 'ConfigMap').metadata).toMatchObject({ name: 'dash', namespace: 'grafana', labels: { dashboards: 'yes' } });
  const { title, uid, panels } = dashboardOf(chart);
  expect([title, uid]).toEqual(['Retriever', 'retriever']);
  expect(panels.map((panel: any) => [panel.title, panel.gridPos.x, panel.gridPos.y])).toEqual([
    ['rag/web', 0, 0], ['Replicas', 0, 1], ['Replicas that each metric asks for', 12, 1], ['Guards: 1 is the limit', 0, 9],
  ]);
  expect(panels[2].targets[0].expr).toMatch(/^\(sum \(rate\(http_requests_total\{.*\}\[60s\]\)\)\) \/ 100$/);
  expect(panels[3].fieldConfig.defaults.thresholds.steps).toEqual([{ color: 'green', value: null }, { color: 'red', value: 1 }]);
});

test('panels of several policies do not overlap and have unique ids', () => {
  const chart = chartWith({ metrics: [ScalingMetric.requestsPerSecond(100), ScalingMetric.errorRate(0.01)] });
  const other = new Chart(chart.node.root as App, 'other', { namespace: 'other' });
  new ScalingPolicy(other, 'Scaling', { target: deployment(other), maxReplicas: 10 });
  const { panels } = dashboardOf(chart);
  const places = panels.map(({ gridPos: { x, y } }: any) => `${x},${y}`);
  expect(new Set(places).size).toBe(panels.length);
  expect(new Set(panels.map(({ id }: any) => id)).size).toBe(panels.length);
});

test('an observing policy shows the desired replicas', () => {
  expect(dashboardOf(chartWith({ mode: ScalingMode.observe() })).panels[1].targets).toMatchObject([{ expr: 'kotaemon:scaling_wanted_replicas{policy="web",namespace="rag"}', legendFormat: 'would be wanted' }]);
});

test('rejects a uid that Grafana refuses', () => {
  expect(() => chartWith({}, { uid: 'a/b' })).toThrow("'a/b' is not a dashboard uid; use letters, digits, '-' and '_', at most 40 characters");
});

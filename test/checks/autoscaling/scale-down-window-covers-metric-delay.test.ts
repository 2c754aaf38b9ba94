import { scaleDownWindowCoversMetricDelay } from '../../../lib/checks/autoscaling/scale-down-window-covers-metric-delay';
import { manifest, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const prometheus = (query: string, window?: number, more = {}) => webScaledObject({
  triggers: [{ type: 'prometheus', metadata: { query }, ...more }],
  advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { ...(window !== undefined && { stabilizationWindowSeconds: window }) } } } },
});
const adapter = manifest('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': "rules:\n- seriesQuery: x\n  name: {as: 'rps'}\n  metricsQuery: 'sum(rate(x[10m]))'\n" } });
const pods = (window: number) => webHpa({
  metrics: [{ type: 'Pods', pods: { metric: { name: 'rps' }, target: {} } }],
  behavior: { scaleDown: { stabilizationWindowSeconds: window } },
});

test('compliant: a window as long as the metric delay', () => {
  expect(verdict(scaleDownWindowCoversMetricDelay, prometheus('sum(rate(x[5m]))'), prometheus('sum(rate(x[1m]))', 60), prometheus('x', 0), pods(600), adapter, webHpa())).toEqual([]);
});

test('non-compliant: a window shorter than the metric delay', () => {
  expect(verdict(scaleDownWindowCoversMetricDelay, prometheus('sum(rate(x[10m]))'))).toEqual(['scaleDown.stabilizationWindowSeconds is 300, shorter than the metric delay (trigger 0 (prometheus) is a rate over 600 s); set it to at least 600']);
  expect(verdict(scaleDownWindowCoversMetricDelay, prometheus('x', 10, { useCachedMetrics: true }))).toEqual(['scaleDown.stabilizationWindowSeconds is 10, shorter than the metric delay (trigger 0 (prometheus) is read every 30 s and cached); set it to at least 30']);
  expect(verdict(scaleDownWindowCoversMetricDelay, pods(60), adapter)).toEqual(["scaleDown.stabilizationWindowSeconds is 60, shorter than the metric delay (the metric 'rps' is a rate over 600 s); set it to at least 600"]);
  expect(verdict(scaleDownWindowCoversMetricDelay, webHpa({ behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } }))).toEqual([
    'scaleDown.stabilizationWindowSeconds is 0, shorter than the metric delay (resource metrics reach the HPA up to 25 s late); set it to at least 25',
  ]);
});

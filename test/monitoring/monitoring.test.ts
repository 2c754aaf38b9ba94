import { App, Chart, Duration, Testing } from 'cdk8s';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KotaemonModuleProps, Monitoring, ScalingMetric, ServedBy } from '../../lib';
import { emitted, moduleIn } from '../module/support';
import { stderrOf } from '../support/stderr';

function kindsWith(props: Partial<KotaemonModuleProps>): string[] {
  const chart = Testing.chart();
  moduleIn(chart, props);
  return Testing.synth(chart).map(({ kind }) => kind);
}

function podAnnotations(props: Partial<KotaemonModuleProps>): Record<string, string> | undefined {
  return emitted('Deployment', props).spec.template.metadata.annotations;
}

describe('a module without metrics', () => {
  test('is not monitored', () => {
    expect(kindsWith({})).not.toContain('PodMonitor');
    expect(kindsWith({ monitoring: Monitoring.podMonitor() })).not.toContain('PodMonitor');
    expect(podAnnotations({ monitoring: Monitoring.annotations() })).toBeUndefined();
  });
});

describe('a module with metrics', () => {
  test('is scraped through a PodMonitor', () => {
    expect(emitted('PodMonitor', { metricsEndpoint: {} }).spec).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'retriever', 'app.kubernetes.io/instance': 'retriever' } },
      podMetricsEndpoints: [{ port: 'http', path: '/metrics', interval: '15s', scrapeTimeout: '10s' }],
    });
  });

  test('names the port, the path and the interval of its endpoint; a scrape takes no longer than the interval', () => {
    const metricsEndpoint = { port: 9100, path: '/internal', interval: Duration.seconds(5) };
    expect(emitted('PodMonitor', { metricsEndpoint }).spec.podMetricsEndpoints).toEqual([{ port: 'metrics', path: '/internal', interval: '5s', scrapeTimeout: '5s' }]);
  });

  test('can be scraped through its labels', () => {
    const monitoring = Monitoring.podMonitor({ labels: { release: 'prometheus' } });
    expect(emitted('PodMonitor', { metricsEndpoint: {}, monitoring }).metadata.labels).toMatchObject({ release: 'prometheus' });
    expect(() => Monitoring.podMonitor({ labels: { release: 'a b' } })).toThrow("label release has the value 'a b'");
  });

  test('can be scraped through annotations of its pods', () => {
    const props = { metricsEndpoint: { port: 9100 }, monitoring: Monitoring.annotations() };
    expect(kindsWith(props)).not.toContain('PodMonitor');
    expect(podAnnotations(props)).toEqual({ 'prometheus.io/scrape': 'true', 'prometheus.io/path': '/metrics', 'prometheus.io/port': '9100' });
  });

  test('can be disabled', () => {
    const props = { metricsEndpoint: {}, monitoring: Monitoring.none() };
    expect(kindsWith(props)).not.toContain('PodMonitor');
    expect(podAnnotations(props)).toBeUndefined();
  });

  test('exposes metrics where its policy needs them', () => {
    expect(kindsWith({ scaling: { metrics: [ScalingMetric.requestsPerSecond(10)] } })).toContain('PodMonitor');
    expect(kindsWith({ scaling: { metrics: [ScalingMetric.requestsPerSecond(10, { servedBy: ServedBy.EXTERNAL })] } })).not.toContain('PodMonitor');
  });

  test('names the required operator once', () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'monitoring-')) });
    const chart = new Chart(app, 'chart');
    moduleIn(chart, { name: 'one', metricsEndpoint: {} });
    moduleIn(chart, { name: 'two', metricsEndpoint: {} });
    expect(stderrOf(() => app.synth()).match(/PodMonitor objects need the Prometheus Operator/g)).toHaveLength(1);
  });
});

describe('a metrics endpoint', () => {
  test.each([
    ["the path of a metrics endpoint must start with a slash, got 'metrics'", { path: 'metrics' }],
    ['the port of a metrics endpoint must be a whole number from 1 to 65535, got 0', { port: 0 }],
    ['the scrape interval must be a whole number of seconds, at least 1, got 0.5 s', { interval: Duration.millis(500) }],
  ])('is rejected: %s', (message, metricsEndpoint) => {
    expect(() => emitted('PodMonitor', { metricsEndpoint })).toThrow(message);
  });

  test('is rejected with annotations as well', () => {
    expect(() => podAnnotations({ metricsEndpoint: { path: 'metrics' }, monitoring: Monitoring.annotations() })).toThrow('must start with a slash');
  });
});

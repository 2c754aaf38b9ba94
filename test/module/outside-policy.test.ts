import { App, Chart } from 'cdk8s';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { type KotaemonModuleProps, ScalingMetric, ScalingPolicy, ServedBy } from '../../lib';
import { stderrOf } from '../support/stderr';
import { moduleIn } from './support';

/** Findings about a module of fixed replicas that a policy outside it scales. */
function said(metric: ScalingMetric, props: Partial<KotaemonModuleProps> = {}): string {
  const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'outside-')) });
  const chart = new Chart(app, 'web', { namespace: 'rag' });
  new ScalingPolicy(chart, 'Policy', { target: moduleIn(chart, { replicas: 3, ...props }), maxReplicas: 20, metrics: [metric] });
  return stderrOf(() => app.synth());
}

const REMINDER = /module 'retriever' is scaled on requests.* by a policy outside the module, and its pods are not scraped; set metricsEndpoint: \{\} on the module/;

describe('a module that a policy outside it scales', () => {
  test('gets a note that its pods are not scraped', () => {
    expect(said(ScalingMetric.requestsPerSecond(100))).toMatch(REMINDER);
  });

  test.each<[string, ScalingMetric, Partial<KotaemonModuleProps>]>([
    ['it has a metrics endpoint', ScalingMetric.requestsPerSecond(100), { metricsEndpoint: {} }],
    ['somebody else serves the metric', ScalingMetric.requestsPerSecond(100, { servedBy: ServedBy.EXTERNAL }), {}],
    ['the metric is no one of Prometheus', ScalingMetric.cpuUtilization(60), {}],
  ])('gets no note where %s', (_, metric, props) => {
    expect(said(metric, props)).not.toMatch(REMINDER);
  });
});

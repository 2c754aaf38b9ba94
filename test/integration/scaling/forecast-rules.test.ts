import { App, Chart } from 'cdk8s';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { DemandForecast, ScalingMetric, ScalingPolicy } from '../../../lib';
import { deployment, one } from '../../support/charts';
import { missingPrometheus } from '../../support/prometheus-on-loopback';

jest.setTimeout(60_000);

const reason = missingPrometheus();
const run = reason ? test.skip : test;
if (reason) process.stdout.write(`skipped: ${reason}\n`);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'forecast-rules-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: unknown): string {
  writeFileSync(join(folder, name), stringify(content));
  return join(folder, name);
}

function rulesOf(forecast: DemandForecast): object {
  const chart = new Chart(new App(), 'test', { namespace: 'shop' });
  new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 10, metrics: [ScalingMetric.requestsPerSecond(50)], forecast });
  return one(chart, 'PrometheusRule').spec;
}

function promtool(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8', cwd: folder });
  return { status, output: stdout + stderr };
}

const DEMAND = 'http_requests_total{namespace="shop", pod="web-5d9c7b8f6d-x2x4z"}';
const LABELS = '{namespace="shop", workload="web"}';

run.each([
  ['seasonal', DemandForecast.seasonal()],
  ['external', DemandForecast.external('demand_forecast', { labels: { model: 'v2"\\' } })],
])('promtool takes the rules of a forecast that is %s', (name, forecast) => {
  const { status, output } = promtool('check', 'rules', write(`${name}.yaml`, rulesOf(forecast)));
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('SUCCESS: 4 rules found') });
});

run('Prometheus foresees what came a day ago, and says when there is no forecast any more', () => {
  write('rules.yaml', rulesOf(DemandForecast.seasonal()));
  const forecast = (at: string, value: number): object => (
    { expr: `round(workload:demand:forecast${LABELS}, 0.5)`, eval_time: at, exp_samples: [{ labels: LABELS, value }] }
  );
  const stale = {
    exp_labels: { severity: 'warning', namespace: 'shop', workload: 'web' },
    exp_annotations: {
      summary: 'the forecast of the demand of web is missing or too old: a missing metric blocks scale-down, and without a forecast the replicas follow the current demand',
    },
  };
  const tests = write('tests.yaml', {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [{
      interval: '1m',
      // ten requests per second for an hour, thirty for the next, and ten for more than a day; then nothing is scraped
      input_series: [{ series: DEMAND, values: '0+600x59 36000+1800x59 144000+600x1400' }],
      promql_expr_test: [
        forecast('30m', 10),
        // ten minutes before the busy hour began: smoothed over an hour, yesterday's demand went from 15.8 to 20
        forecast('24h50m', 12.5),
        forecast('20h', 10),
      ],
      alert_rule_test: [
        { alertname: 'DemandForecastStale', eval_time: '20h', exp_alerts: [] },
        { alertname: 'DemandForecastStale', eval_time: '26h', exp_alerts: [stale] },
        { alertname: 'DemandAboveForecast', eval_time: '20h', exp_alerts: [] },
      ],
    }],
  });
  const { status, output } = promtool('test', 'rules', tests);
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('SUCCESS') });
});

import { App, Chart, Testing } from 'cdk8s';
import { MetricTarget, PrometheusAdapter, ScalingMetric, ScheduleCarrier } from '../../../lib';
import { type Json } from '../api-client';
import { Prometheus } from './prometheus';
import { startPrometheusAdapter } from './prometheus-adapter';
import { SignalChain } from './signal-chain';
import { podMonitorsOf, SignalRun, type SignalScenario } from './signal-run';
import { expectAsPredicted, soon, step, workload } from './signal-scenarios';

const TODAY = new Date().toISOString().slice(0, 10);

const SCENARIOS: readonly SignalScenario[] = [
  {
    name: 'requests per second of the pods, by a custom rule',
    namespace: 'adapter-requests',
    seconds: 230,
    initialReplicas: 2,
    build: (chart) => void workload(chart, { minReplicas: 2, maxReplicas: 12, metrics: [ScalingMetric.requestsPerSecond(10)] }),
    requests: step(15, 60, 140, 39),
    shows: [2, 4, 2],
  },
  {
    name: 'a query, by an external rule',
    namespace: 'adapter-query',
    seconds: 140,
    initialReplicas: 1,
    build: (chart) => void workload(chart, {
      minReplicas: 1, maxReplicas: 12, metrics: [ScalingMetric.prometheus('jobs_pending', 'sum(jobs_pending)', MetricTarget.averageValue('5'))],
    }),
    gauges: { jobs_pending: step(0, 60, 100, 33) },
    told: { metrics: { jobs_pending: step(0, 60, 100, 33) } },
    shows: [1, 7, 1],
  },
  {
    name: 'a schedule, by a metric that reads the clock',
    namespace: 'adapter-schedule',
    seconds: 260,
    initialReplicas: 1,
    build: (chart) => void workload(chart, {
      minReplicas: 1,
      maxReplicas: 12,
      metrics: [ScalingMetric.requestsPerSecond(10)],
      schedules: [soon(60, 5)],
      asOf: TODAY,
      scheduleCarrier: ScheduleCarrier.clockMetric(),
    }),
    requests: () => 5,
    shows: [1, 5, 1],
  },
];

let chain: SignalChain | undefined;
let runs: SignalRun[];
let played: PromiseSettledResult<void>[];

beforeAll(async () => {
  chain = await SignalChain.start('signals-adapter');
  const app = new App();
  runs = SCENARIOS.map((scenario) => new SignalRun(app, scenario));
  const chart = new Chart(app, 'adapter');
  const adapter = new PrometheusAdapter(chart, 'Rules', { namespace: 'monitoring' });
  const shared: Json[] = Testing.synth(chart);
  const prometheus = await Prometheus.create(chain);
  await prometheus.read(podMonitorsOf(runs));
  await startPrometheusAdapter(chain, prometheus, adapter.config());
  played = await Promise.allSettled(runs.map((run) => run.play(chain!, shared)));
}, 600_000);
afterAll(() => chain?.stop());

describe('an exporter, Prometheus, prometheus-adapter with the rules that are synthesized, and the HPA controller do what the simulator predicts', () => {
  test.each(SCENARIOS.map(({ name }, i) => [name, i] as const))('%s', (_name, i) => expectAsPredicted(runs[i], played[i]));
});

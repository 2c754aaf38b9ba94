import { App, Chart, Testing } from 'cdk8s';
import { PrometheusAdapter, ScheduleMechanism } from '../../../lib';
import { type Json } from '../api-client';
import { Prometheus } from './prometheus';
import { startPrometheusAdapter } from './prometheus-adapter';
import { SignalChain } from './signal-chain';
import { podMonitorsOf, SignalRun, type SignalScenario } from './signal-run';
import { expectAsPredicted, jobs, onRequests, onSchedule, step, workload } from './signal-scenarios';

const PENDING = step(0, 60, 100, 33);

const SCENARIOS: readonly SignalScenario[] = [
  onRequests('requests per second of the pods, by a custom rule', 'adapter-requests'),
  {
    name: 'a query, by an external rule',
    namespace: 'adapter-query',
    seconds: 140,
    initialReplicas: 1,
    build: (chart) => void workload(chart, { minReplicas: 1, maxReplicas: 12, metrics: [jobs('jobs_pending')] }),
    gauges: { jobs_pending: PENDING },
    told: { metrics: { jobs_pending: PENDING } },
    shows: [1, 7, 1],
  },
  onSchedule('a schedule, by a metric that reads the clock', 'adapter-schedule', () => ({ scheduleMechanism: ScheduleMechanism.clockMetric() })),
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

describe('an HPA with an exporter, Prometheus and the synthesized prometheus-adapter rules scales as the simulator predicts', () => {
  test.each(SCENARIOS.map(({ name }, i) => [name, i] as const))('%s', (_name, i) => expectAsPredicted(runs[i], played[i]));
});

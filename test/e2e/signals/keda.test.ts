import { App, Duration } from 'cdk8s';
import { Autoscaler, FallbackBehavior, type KedaOptions, MetricsSource, ScalingMetric } from '../../../lib';
import { Kafka } from './kafka';
import { startKeda } from './keda';
import { type AdoptedBothWays, adoptBothWays, REPLICAS } from './keda-adoption';
import { Prometheus } from './prometheus';
import { SignalChain } from './signal-chain';
import { podMonitorsOf, SignalRun, type SignalScenario } from './signal-run';
import { expectAsPredicted, jobs, onRequests, onSchedule, step, workload } from './signal-scenarios';

const PARTITIONS = 8;
const AT_NIGHT = step(0, 60, 100, 33);

interface Servers {
  readonly prometheus: Prometheus;
  /** One that is stopped and started again. */
  readonly fragile: Prometheus;
  /** One that is stopped for good. */
  readonly lost: Prometheus;
  readonly kafka: Kafka;
}

function scenarios({ prometheus, fragile, lost, kafka }: Servers): SignalScenario[] {
  const keda = (source: Prometheus, options: KedaOptions = {}) => Autoscaler.keda({
    metricsSource: MetricsSource.prometheus(source.url), pollingInterval: Duration.seconds(5), cooldownPeriod: Duration.seconds(15), ...options,
  });
  return [
    onRequests('requests per second, up and down', 'keda-requests', () => ({ autoscaler: keda(prometheus) })),
    {
      name: 'a query that wakes from zero, and lets sleep again',
      namespace: 'keda-zero',
      seconds: 140,
      initialReplicas: 0,
      build: (chart) => void workload(chart, { minReplicas: 0, maxReplicas: 12, metrics: [jobs('jobs_at_night')], autoscaler: keda(prometheus) }),
      gauges: { jobs_at_night: AT_NIGHT },
      told: { metrics: { prometheus: AT_NIGHT } },
      shows: [0, 7, 0],
    },
    onSchedule('a schedule, by a cron trigger', 'keda-schedule', () => ({ autoscaler: keda(prometheus) })),
    {
      name: 'the backlog of a topic of Kafka, from zero and back',
      namespace: 'keda-kafka',
      seconds: 140,
      initialReplicas: 0,
      build: (chart) => void workload(chart, {
        minReplicas: 0,
        maxReplicas: PARTITIONS,
        metrics: [ScalingMetric.kafkaLag({ topic: 'questions', consumerGroup: 'web', partitions: PARTITIONS, perReplica: 10, bootstrapServers: [kafka.bootstrapServer] })],
        autoscaler: keda(prometheus),
      }),
      actions: [[50, () => kafka.write('questions', 57)], [90, () => kafka.readAll('questions', 'web')]],
      told: { metrics: { kafka: step(0, 52, 92, 57) } },
      shows: [0, 6, 0],
    },
    {
      name: 'a fallback, while Prometheus is stopped',
      namespace: 'keda-fallback',
      seconds: 180,
      initialReplicas: 2,
      build: (chart) => void workload(chart, {
        minReplicas: 2, maxReplicas: 12, metrics: [jobs('jobs_by_day')], autoscaler: keda(fragile, { fallback: { replicas: 6, behavior: FallbackBehavior.STATIC } }),
      }),
      gauges: { jobs_by_day: () => 4 },
      actions: [[60, () => fragile.stop()], [110, () => fragile.run()]],
      told: { metrics: { prometheus: () => 4 }, faults: [{ kind: 'prometheus-outage', from: 60, until: 110 }] },
      shows: [2, 6, 2],
    },
    {
      name: 'a fallback wakes from zero',
      namespace: 'keda-fallback-zero',
      seconds: 120,
      initialReplicas: 0,
      build: (chart) => void workload(chart, {
        minReplicas: 0, maxReplicas: 12, metrics: [jobs('jobs_lost')], autoscaler: keda(lost, { fallback: { replicas: 3, behavior: FallbackBehavior.STATIC } }),
      }),
      gauges: { jobs_lost: () => 0 },
      actions: [[60, () => lost.stop()]],
      told: { metrics: { prometheus: () => 0 }, faults: [{ kind: 'prometheus-outage', from: 60 }] },
      shows: [0, 3],
    },
  ];
}

let chain: SignalChain | undefined;
let runs: SignalRun[];
let played: PromiseSettledResult<void>[];
let adopted: PromiseSettledResult<AdoptedBothWays>;

beforeAll(async () => {
  chain = await SignalChain.start('signals-keda');
  const kafka = await Kafka.start(chain.place);
  await Promise.all([startKeda(chain), kafka.createTopic('questions', PARTITIONS, 'web')]);
  const [prometheus, fragile, lost] = await Promise.all(['prometheus', 'fragile', 'lost'].map((name) => Prometheus.create(chain!, name)));
  const app = new App();
  runs = scenarios({ prometheus, fragile, lost, kafka }).map((scenario) => new SignalRun(app, scenario));
  await Promise.all([prometheus, fragile, lost].map((each) => each.read(podMonitorsOf(runs))));
  const keda = Autoscaler.keda({ metricsSource: MetricsSource.prometheus(prometheus.url), pollingInterval: Duration.seconds(5) });
  const adopting = adoptBothWays(chain, 'keda-adoption', keda);
  [played, [adopted]] = await Promise.all([Promise.allSettled(runs.map((run) => run.play(chain!))), Promise.allSettled([adopting])]);
}, 600_000);
afterAll(() => chain?.stop());

describe('KEDA with the synthesized objects scales as the simulator predicts', () => {
  test.each(scenarios({} as Servers).map(({ name }, i) => [name, i] as const))('%s', (_name, i) => expectAsPredicted(runs[i], played[i]));
});

test(`moving an HPA to KEDA and back keeps all ${REPLICAS} replicas`, () => {
  if (adopted.status === 'rejected') throw adopted.reason;
  const { watch, owners, uids } = adopted.value;
  expect(watch.fewest).toEqual({ asked: REPLICAS, available: REPLICAS });
  expect(watch.samples).toBeGreaterThan(200);
  expect(owners).toEqual(['ScaledObject', '']);
  expect(new Set(uids).size).toBe(1);
});

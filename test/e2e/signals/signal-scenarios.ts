import { type Chart, Duration } from 'cdk8s';
import { KotaemonModule, MetricTarget, ModuleRole, ScalingMetric, type ScalingPolicyOptions, Schedule, ServedBy } from '../../../lib';
import { renderChanges } from './replica-changes';
import { NAME, SCRAPE_INTERVAL, type SignalRun, type SignalScenario } from './signal-run';

/** Seconds that an event may be early or late: a scrape, a poll, and a busy machine. */
const SLACK = 10;

/**
 * Until then what happens belongs to what came before: an autoscaler that was made just now, samples of which there are
 * few yet.
 */
const SETTLED = 30;

/** A workload that goes down as soon as it may, so that the run does not wait for it. */
export function workload(chart: Chart, scaling: ScalingPolicyOptions): KotaemonModule {
  return new KotaemonModule(chart, NAME, {
    image: 'registry.example.com/rag/web:1.4.2',
    port: 8080,
    role: ModuleRole.RETRIEVAL,
    deploymentName: NAME,
    metricsEndpoint: { interval: Duration.seconds(SCRAPE_INTERVAL), servedBy: ServedBy.APP },
    scaling: { scaleDown: { stabilizationWindow: Duration.seconds(0) }, ...scaling },
  });
}

/** Five jobs a replica, of a queue whose length is shown under this name. */
export function jobs(gauge: string): ScalingMetric {
  return ScalingMetric.prometheus(gauge, `sum(${gauge})`, MetricTarget.averageValue('5'));
}

/** Autoscaler and schedule mechanism of a policy; made together with the workload. */
type CarriedBy = () => Pick<ScalingPolicyOptions, 'autoscaler' | 'scheduleMechanism'>;

/** Ten requests per second a replica: more of them come, and fewer. */
export function onRequests(name: string, namespace: string, carriedBy: CarriedBy = () => ({})): SignalScenario {
  return {
    name,
    namespace,
    seconds: 230,
    initialReplicas: 2,
    build: (chart) => void workload(chart, { minReplicas: 2, maxReplicas: 12, metrics: [ScalingMetric.requestsPerSecond(10)], ...carriedBy() }),
    requests: step(15, 60, 140, 39),
    shows: [2, 4, 2],
  };
}

/** A level for two minutes, above what the requests ask for. */
export function onSchedule(name: string, namespace: string, carriedBy: CarriedBy): SignalScenario {
  return {
    name,
    namespace,
    seconds: 260,
    initialReplicas: 1,
    build: (chart) => void workload(chart, {
      minReplicas: 1,
      maxReplicas: 12,
      metrics: [ScalingMetric.requestsPerSecond(10)],
      schedules: [soon(60, 5)],
      asOf: new Date().toISOString().slice(0, 10),
      ...carriedBy(),
    }),
    requests: () => 5,
    shows: [1, 5, 1],
  };
}

/** So much, but from one second to another so much. */
export function step(base: number, from: number, until: number, level: number): (seconds: number) => number {
  return (seconds) => (seconds >= from && seconds < until ? level : base);
}

/** A level for two minutes, from a minute that begins well after some seconds from now. */
function soon(seconds: number, atLeast: number): Schedule {
  const minute = 60_000;
  const from = Math.ceil((Date.now() + seconds * 1000) / minute) * minute;
  const [begin, end] = [from, from + 2 * minute].map((time) => new Date(time).toISOString().slice(11, 16));
  return Schedule.daily(`${begin}-${end}`, { atLeast, timeZone: 'UTC' });
}

/** At each second there were as many replicas as the simulator said, and the scenario showed what it is for. */
export function expectAsPredicted(run: SignalRun, outcome: PromiseSettledResult<void>): void {
  if (outcome.status === 'rejected') throw outcome.reason;
  const { happened, predicted, scenario } = run;
  const counts = happened.map(({ replicas }) => replicas);
  const shown = scenario.shows.reduce((from, count) => (from < 0 ? from : counts.indexOf(count, from)), 0);
  const unpredicted = run.unpredicted(SETTLED, SLACK);
  if (unpredicted.length === 0 && shown >= 0) return;
  throw new Error([
    `happened:  ${renderChanges(happened)}`, `predicted: ${predicted.map(renderChanges).join('\n           ')}`, ...unpredicted,
    ...(shown < 0 ? [`not seen: ${scenario.shows.join(', then ')}`] : []), ...run.conditions,
  ].join('\n'));
}

import { type IntervalScenario, type ServiceScenario, type WorkloadScenario } from '../../scenario/scenario';
import { type Workload } from '../../simulator/world/world';
import { type EngineFit } from './fit-engine';
import { type ServiceFit } from './fit-service';
import { type StartUpFit } from './fit-start-up';
import { type WorkloadFit } from './fit-workload';
import { type QueueService } from './queue-model';

/** Fitted settings of a workload for a scenario, with the interval and the origin of each value by its path. */
export interface FittedSettings {
  readonly workload: WorkloadScenario;
  readonly alternatives: readonly ServiceScenario[];
  readonly intervals: Readonly<Record<string, IntervalScenario>>;
  /** Unit and origin of each value, for comments and reports. */
  readonly origins: Readonly<Record<string, string>>;
}

/**
 * Start-up that the simulator adds to `boot` if no phase was recorded: a second each to schedule a pod and to find its
 * image.
 */
const UNRECORDED_SECONDS = 2;

/**
 * Relative difference between the variations of output tokens and of latencies, because a prompt takes time as well.
 */
const ANSWER_ERROR = 0.05;

/**
 * Converts a fit to settings of a scenario.
 *
 * @param pods workload as built from the manifests, for its containers and its readiness probe.
 */
export function settingsOf(fit: WorkloadFit, pods: Pick<Workload, 'containers' | 'startUp'>): FittedSettings {
  const intervals: Record<string, IntervalScenario> = {};
  const origins: Record<string, string> = {};
  const say = (path: string, interval: IntervalScenario, origin: string): void => {
    if (Object.keys(interval).length > 0) intervals[path] = rounded(interval);
    origins[path] = origin;
  };
  const { cpu, service, startUp, engine } = fit;
  const cpuSeconds = cpu && significant(cpu.perRequest.value);
  const main = pods.containers.filter(({ kind }) => kind !== 'init');
  const largest = main.reduce((one, other) => ((other.cpuRequestMilli ?? 0) > (one.cpuRequestMilli ?? 0) ? other : one));
  if (cpu) {
    if (!engine) say('service.cpuSeconds', cpu.perRequest.interval, 'core-seconds of a request: slope of CPU over requests');
    say(`containers.${largest.name}.idleCpu`, cpu.idle.interval, 'cores of a pod without requests: slope of CPU over ready pods');
  }
  if (service && !engine) {
    say('service.time.mean', service.mean.interval, 'latency histograms by load per pod');
    say('service.time.cv', service.cv.interval, 'standard deviation over mean, from the same histograms');
    say('service.concurrency', service.concurrency.interval, concurrencyOrigin(service));
  }
  if (engine) {
    say('service.tokens.perOutputToken', engine.perOutputToken.interval, 'seconds of an engine step, from running requests and tokens per second');
    say('service.tokens.perOutputTokenPerRequest', engine.perOutputTokenPerRequest.interval, 'seconds that each running request adds to a step');
    say('service.tokens.perInputToken', engine.perInputToken.interval, 'seconds that a prompt token adds to a step');
    if (service) say('service.tokens.output.cv', widened(service.cv.interval, ANSWER_ERROR), 'standard deviation over mean of the answers, which is that of the latencies');
  }
  // No recorded series distinguishes the age of the controller's values from its own reaction time.
  if (Object.keys(origins).length > 0) say('pipeline', { assumed: true }, 'delay of metrics: the one of the scenario, else a default');
  const plain = service ? serviceOf(service.best, cpuSeconds) : cpuSeconds !== undefined ? { cpuSeconds } : undefined;
  const serviceSettings = engine ? { tokens: tokensOf(engine, service?.cv.value) } : plain;
  return {
    workload: {
      ...(serviceSettings && { service: serviceSettings }),
      ...(startUp && { startUp: startUpOf(startUp, pods.startUp.readiness.periodSeconds, say) }),
      ...(cpu && { containers: Object.fromEntries(main.map(({ name }) => [name, { idleCpu: name === largest.name ? milli(cpu.idle.value) : '0m' }])) }),
    },
    alternatives: service && !engine ? service.alternatives.map((each) => serviceOf(each, cpuSeconds)) : [],
    intervals,
    origins,
  };
}

function serviceOf({ family, mean, cv, concurrency }: QueueService, cpuSeconds: number | undefined): ServiceScenario {
  return {
    time: { mean: duration(mean), cv: significant(cv), ...(family === 'gamma' && { distribution: 'gamma' as const }) },
    concurrency,
    ...(cpuSeconds !== undefined && { cpuSeconds }),
  };
}

/** @param latencyCv variation of latencies: the time of an answer is proportional to its tokens. @default - assumed */
function tokensOf(
  { perOutputToken, perOutputTokenPerRequest, perInputToken, inputTokens, outputTokens }: EngineFit, latencyCv = 1,
): NonNullable<ServiceScenario['tokens']> {
  return {
    perInputToken: duration(perInputToken.value), perOutputToken: duration(perOutputToken.value),
    perOutputTokenPerRequest: duration(perOutputTokenPerRequest.value),
    ...(inputTokens !== undefined && { input: { mean: significant(inputTokens), cv: 1 } }),
    ...(outputTokens !== undefined && { output: { mean: significant(outputTokens), cv: significant(latencyCv) } }),
  };
}

function startUpOf(
  { parts, bootCv, total, source, pods }: StartUpFit, probeSeconds: number, say: (path: string, interval: IntervalScenario, origin: string) => void,
): NonNullable<WorkloadScenario['startUp']> {
  const from = source === 'events' ? `${pods} recorded starts` : `delay from spec to ready replicas of ${pods} pods`;
  say('startUp', total.interval, `seconds from creation to ready: ${from}`);
  const known = (parts.schedule?.value ?? 1) + (parts.pull?.value ?? 1) + (parts.init?.value ?? 0);
  const ready = parts.boot?.value ?? total.value - (source === 'events' ? known : UNRECORDED_SECONDS);
  // A pod becomes ready at the first successful probe, on average half a period after it answers.
  const boot = Math.max(0, ready - probeSeconds / 2);
  const cv = boot > 0 ? significant(bootCv * ready / boot) : 0;
  return {
    ...(parts.schedule && { schedule: duration(parts.schedule.value) }),
    ...(parts.pull && { warmPull: duration(parts.pull.value) }),
    ...(parts.init && { init: duration(parts.init.value) }),
    boot: cv > 0 ? { mean: duration(boot), cv } : duration(boot),
  };
}

function concurrencyOrigin({ misfit }: ServiceFit): string {
  if (misfit === undefined) return 'growth of latency with the load per pod';
  return `neither log-normal nor gamma service times fit: they put ${Number((100 * misfit).toPrecision(2))} % of the requests elsewhere, which looks like waiting`;
}

/** Widens both ends of an interval by a share. */
function widened({ low, high, ...bounds }: IntervalScenario, share: number): IntervalScenario {
  return { ...bounds, ...(low !== undefined && { low: low * (1 - share) }), ...(high !== undefined && { high: high * (1 + share) }) };
}

function rounded(interval: IntervalScenario): IntervalScenario {
  return Object.fromEntries(Object.entries(interval).map(([key, value]) => [key, typeof value === 'number' ? significant(value) : value])) as IntervalScenario;
}

function significant(value: number): number {
  return Number(value.toPrecision(4));
}

/** Formats a duration for scenarios: '203.1ms', '41.2s'. */
function duration(seconds: number): string {
  const plain = (value: number): string => String(Number(value.toPrecision(4))).replace(/^.*e.*$/, () => value.toFixed(9));
  return seconds < 1 ? `${plain(seconds * 1000)}ms` : `${plain(seconds)}s`;
}

function milli(cores: number): string {
  return `${Math.round(cores * 1000)}m`;
}

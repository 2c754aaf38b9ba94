import { setDefaultsHorizontalPodAutoscaler } from '../hpa/defaults';
import { type HorizontalPodAutoscalerSpec, type MetricSpec } from '../hpa/types';
import { UserError } from '../values/user-error';
import { type MetricMapping, type MetricsPipeline, type Signal } from '../simulator/world/world';
import { type Assumptions } from './assumptions';
import { toCustomPipeline } from './cluster';
import { type KnownSignal, signalOfName } from './metric-signals';
import { type ReadQuery, type UnmatchedSelector, type Unserved } from './measured-queries';
import { type SignalScenario, type WorkloadScenario } from './scenario';
import { signalOfContents } from './series-content';
import { toSeconds } from './units';
import { hintOfUnserved } from './unserved-series';

const SERIES_STEP_SECONDS = 60;

/** Metric that an autoscaler reads. */
export interface AskedMetric {
  readonly name: string;
  /** Other names that a scenario may use. */
  readonly aliases: readonly string[];
  /** Signal derived from the manifests. */
  readonly known?: KnownSignal;
  readonly pipeline?: Partial<MetricsPipeline['custom']>;
  /** Query that serves the metric, with its series; undefined if the manifests contain none. */
  readonly query?: () => ReadQuery | Unserved | undefined;
}

/**
 * Returns the Pods, Object and External metrics of an HPA.
 *
 * @param queryOf returns the query with which the adapter serves a metric.
 */
export function hpaMetrics(spec: HorizontalPodAutoscalerSpec, queryOf: (metric: MetricSpec) => ReturnType<NonNullable<AskedMetric['query']>>): AskedMetric[] {
  const { metrics: all } = setDefaultsHorizontalPodAutoscaler(spec);
  const metrics = new Map(all.flatMap((metric) => (metric.name === undefined ? [] : [[metric.name, metric] as const])));
  return [...metrics].map(([name, metric]) => ({ name, aliases: [], known: signalOfName(name), query: () => queryOf(metric) }));
}

/**
 * Returns the signals of an autoscaler's metrics: from the scenario, otherwise from manifests and names. Other metrics
 * are not served, and listed as warnings.
 *
 * @param workloadId returns the id of another workload that a metric measures; throws for an unknown one.
 */
export function toMetricMappings(
  asked: readonly AskedMetric[],
  given: NonNullable<WorkloadScenario['metrics']>,
  about: { name: string; path: string },
  workloadId: (name: string, path: string) => string,
  assumptions: Assumptions,
): MetricMapping[] {
  for (const name of Object.keys(given)) {
    if (!asked.some((metric) => isCalled(metric, name))) assumptions.about(about.name, `the autoscaler has no metric ${name}, so that its settings in the scenario have no effect.`);
  }
  return asked.flatMap((each): MetricMapping[] => {
    const { name: metric, known, pipeline } = each;
    const key = Object.keys(given).find((name) => isCalled(each, name));
    if (key !== undefined) {
      const entry = given[key];
      return fromScenario(metric, typeof entry === 'string' ? { signal: entry } : entry, pipeline, `${about.path}.metrics.${key}`, workloadId);
    }
    const query = readQuery(each, about);
    if (query && !('unknown' in query)) {
      const { unmatched = [], ...measured } = query;
      for (const each of unmatched) assumptions.warn(about.name, sayUnmatched(metric, each));
      assumptions.about(about.name, `metric ${metric} is computed by its query over the simulated pods: ${measured.text}`);
      return [{ metric, signal: signalOfContents(measured.series.map(({ content }) => content)), query: measured, ...(pipeline && { pipeline }) }];
    }
    if (known) {
      assumptions.about(about.name, `metric ${metric} is taken to measure ${describe(known.signal)}${known.scale === undefined ? '' : ` times ${known.scale}`}.`);
      return [{ metric, ...known, ...(pipeline && { pipeline }) }];
    }
    const why = query ? `its query reads ${query.unknown.join(', ')}, which no simulated pod exposes${hintsOf(query.unknown)}` : `its name is not known${hintsOf([metric])}`;
    assumptions.warn(about.name, `METRIC WITHOUT VALUES: ${metric}: ${why}, so that it is missing in every pass; set its signal under metrics.`);
    return [];
  });
}

function hintsOf(series: readonly string[]): string {
  const hints = new Set(series.flatMap((name) => hintOfUnserved(name) ?? []));
  return hints.size === 0 ? '' : ` (${[...hints].join('; ')})`;
}

/** Reports the differing label and the change to make. Otherwise a query without data looks like an idle workload. */
function sayUnmatched(metric: string, { selector, label, actual }: UnmatchedSelector): string {
  const has = actual === '' ? `has no label ${label}` : `has ${label}=${JSON.stringify(actual)}`;
  const remedy = label === 'namespace' ? 'set metadata.namespace of the manifests, correct the matcher,' : 'correct the matcher,';
  return `NO SERIES MATCHES ${selector} in the query of metric ${metric}: the simulated series ${has}, so that this part of the query reads nothing; ${remedy} or set the signal of the metric under metrics.`;
}

/** @throws UserError with the scenario setting that maps a query outside the simulated subset. */
function readQuery({ name, query }: AskedMetric, { path }: { path: string }): ReadQuery | Unserved | undefined {
  try {
    return query?.();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`metric ${name} cannot be simulated from its query: ${error.message}; set its signal under ${path}.metrics.${name}, as in { signal: requests-per-second }`);
  }
}

function isCalled({ name, aliases }: AskedMetric, called: string): boolean {
  return name === called || aliases.includes(called);
}

function fromScenario(
  metric: string, entry: SignalScenario, way: AskedMetric['pipeline'], path: string, workloadId: (name: string, path: string) => string,
): MetricMapping[] {
  const signal = toSignal(entry, path);
  if (!signal) return [];
  const pipeline = { ...way, ...toCustomPipeline(entry.pipeline) };
  return [{
    metric, signal,
    ...(entry.workload !== undefined && { workload: workloadId(entry.workload, `${path}.workload`) }),
    ...(entry.scale !== undefined && { scale: entry.scale }),
    ...(Object.keys(pipeline).length > 0 && { pipeline }),
  }];
}

/** Signals by the parameters that only they accept. */
const PARAMETERS: Readonly<Partial<Record<keyof SignalScenario, readonly SignalScenario['signal'][]>>> = {
  quantile: ['latency'], direction: ['tokens-per-second'], value: ['constant'], values: ['series'], step: ['series'],
};

function toSignal(entry: SignalScenario, path: string): Signal | undefined {
  for (const [parameter, signals] of Object.entries(PARAMETERS)) {
    if (entry[parameter as keyof SignalScenario] !== undefined && !signals.includes(entry.signal)) {
      throw new UserError(`${path}.${parameter} does not belong to the signal ${entry.signal}; only ${signals.join(', ')} takes it`);
    }
  }
  switch (entry.signal) {
    case 'missing': return undefined;
    case 'latency': return { kind: 'latency', quantile: entry.quantile ?? 0.95 };
    case 'tokens-per-second': return { kind: 'tokens-per-second', direction: entry.direction ?? 'output' };
    case 'constant': {
      if (entry.value === undefined) throw new UserError(`${path} is constant and needs value; add it`);
      return { kind: 'constant', value: entry.value };
    }
    case 'series': {
      if (entry.values === undefined) throw new UserError(`${path} is a series and needs values; add a list of numbers`);
      const stepSeconds = toSeconds(entry.step ?? SERIES_STEP_SECONDS);
      if (stepSeconds === 0) throw new UserError(`${path}.step is 0; use a longer time`);
      return { kind: 'series', stepSeconds, values: Float64Array.from(entry.values) };
    }
    default: return { kind: entry.signal };
  }
}

const WORDS: Readonly<Record<Signal['kind'], string>> = {
  'requests-per-second': 'requests per second', 'in-flight': 'requests in flight', running: 'requests in service', 'queue-length': 'requests waiting',
  utilization: 'the share of slots in use', 'kv-cache-usage': 'the share of the KV cache in use',
  'gpu-utilization': 'the share of time in which anything is served', latency: 'latency', 'tokens-per-second': 'tokens per second', 'cpu-cores': 'cores in use',
  'memory-bytes': 'bytes of memory in use', constant: 'a constant', series: 'a series',
};

function describe(signal: Signal): string {
  if (signal.kind === 'latency') return `the latency's p${Math.round(signal.quantile * 100)} in seconds`;
  if (signal.kind === 'tokens-per-second') return `${signal.direction === 'both' ? '' : `${signal.direction} `}tokens per second`;
  return WORDS[signal.kind];
}

import { type Manifest } from '../manifest';
import { addKnown } from '../traffic/prometheus-trace';
import { UserError } from '../values/user-error';
import { eventsOfSeries } from './events';
import { classicHistogram, nativeHistogram } from './histogram';
import { KNOWN_HISTOGRAMS, KNOWN_SERIES, type KnownHistogram, type KnownSeries } from './known-series';
import { nodeLosses, podStarts } from './pod-events';
import { policyEvents, type PolicyHistory } from './policy-history';
import { type AnsweredSeries, type Questions, type TimeRange } from './questions';
import { type RecordedHistogram, type RecordedSeries, type RecordedWorkload, type Recording, type SeriesName } from './recording';
import { SERIES } from './series';
import { type FoundSeries, SeriesSearch } from './series-search';
import { type RecordingTarget } from './targets';
import { fillTemplate, latencyTemplateOf, type TeamQueries, templateOf } from './team-queries';
import { triggerQueries } from './trigger-queries';

export interface CollectOptions {
  readonly targets: readonly RecordingTarget[];
  readonly range: TimeRange;
  readonly queries: TeamQueries;
  readonly policiesOf: (target: RecordingTarget) => PolicyHistory;
  /** Seconds of a rate's window where four samples need less. @default - the step */
  readonly windowSeconds?: number;
  /** Called before each workload with its position. */
  readonly onWorkload?: (position: number) => void;
}

/** A rate needs two samples; four leave room for one that is late and one that is lost. */
const SAMPLES_A_WINDOW = 4;
/** Warnings of a server that are quoted. */
const MOST_WARNINGS = 3;

/**
 * Records the history of workloads from a Prometheus.
 *
 * @throws UserError where the server cannot be reached or refuses a query, and where the step is below the scrape
 * interval.
 */
export async function collect(questions: Questions, options: CollectOptions): Promise<Recording> {
  const { targets, range } = options;
  const names = await questions.names(range);
  const workloads: RecordedWorkload[] = [];
  const intervals: number[] = [];
  for (const [position, target] of targets.entries()) {
    options.onWorkload?.(position);
    const collector = new Collector(questions, target, names, options);
    workloads.push(await collector.workload());
    intervals.push(...collector.intervals);
  }
  const scrapeIntervalSeconds = intervals.length === 0 ? undefined : Math.max(...intervals);
  return {
    startEpochSeconds: range.start,
    stepSeconds: range.step,
    points: range.points,
    ...(scrapeIntervalSeconds !== undefined && { scrapeIntervalSeconds }),
    workloads,
    remarks: [
      ...(names ? [] : [`${questions.host} does not list its series, so that every known name was asked for.`]),
      ...warningRemarks(questions),
    ],
  };
}

/** Warnings of a server: its answers may lack a part. */
function warningRemarks({ host, warnings }: Questions): string[] {
  if (warnings.size === 0) return [];
  const shown = [...warnings].slice(0, MOST_WARNINGS);
  const more = warnings.size > shown.length ? `, and ${warnings.size - shown.length} more` : '';
  return [`${host} answered with warnings, so that parts of the history may be missing: ${shown.join('; ')}${more}.`];
}

/** Scrape interval of the first series of requests or CPU that a target has; undefined where none has one. */
export async function usualInterval(
  questions: Questions, { targets, range, queries }: Pick<CollectOptions, 'targets' | 'range' | 'queries'>,
): Promise<number | undefined> {
  const names = await questions.names(range);
  for (const target of targets) {
    const search = new SeriesSearch(questions, range, names, queries.labels);
    const found = await search.find(KNOWN_SERIES.requests, target) ?? await search.find(KNOWN_SERIES.cpu, target);
    if (found) return found.scrapeIntervalSeconds;
  }
  return undefined;
}

/** Collects the history of one workload. */
class Collector {
  /** Scrape intervals of the series that were found. */
  public readonly intervals: number[] = [];
  private longestWindow = 0;
  private readonly search: SeriesSearch;
  private readonly series: RecordedSeries[] = [];
  private readonly remarks: string[];

  public constructor(
    private readonly questions: Questions, private readonly target: RecordingTarget, private readonly names: ReadonlySet<string> | undefined,
    private readonly options: CollectOptions,
  ) {
    this.search = new SeriesSearch(questions, options.range, names, options.queries.labels);
    this.remarks = [...target.remarks];
  }

  public async workload(): Promise<RecordedWorkload> {
    const { target, options } = this;
    const { name, apiVersion, kind, namespace, autoscaler } = target;
    const requests = await this.record('requests');
    if (requests) await this.recordErrors(requests);
    for (const each of (Object.keys(SERIES) as SeriesName[])) {
      if (each !== 'requests' && each !== 'errors') await this.record(each);
    }
    if (!this.has('errors')) await this.recordTemplate('errors');
    await this.recordTriggers(autoscaler);
    const latency = await this.latency();
    const { pods } = options.queries.labels;
    const starts = await podStarts(this.questions, target, options.range, this.names, pods);
    const lost = await nodeLosses(this.questions, target, options.range, this.names, pods);
    const history = options.policiesOf(target);
    const events = [
      ...starts.events, ...lost, ...policyEvents(history.policies, options.range.start),
      ...eventsOfSeries(this.series, options.range, autoscaler.kind === 'ScaledObject'),
    ];
    return {
      name, apiVersion, kind, namespace,
      series: (Object.keys(SERIES) as SeriesName[]).flatMap((each) => this.series.filter((one) => one.name === each)),
      ...(latency && { latency }),
      policies: history.policies,
      events: events.sort((a, b) => a.atEpochSeconds - b.atEpochSeconds),
      remarks: [...new Set([...this.remarks, ...history.remarks, ...starts.remarks, ...this.overlap(), ...this.unmatched()])],
    };
  }

  private has(name: SeriesName): boolean {
    return this.series.some((each) => each.name === name);
  }

  /** Records a quantity by the team's query, else by a series that the product knows. */
  private async record(name: Exclude<SeriesName, 'errors'>): Promise<FoundSeries<KnownSeries> | undefined> {
    if (await this.recordTemplate(name)) return undefined;
    const found = await this.search.find(KNOWN_SERIES[name], this.target);
    if (!found) return undefined;
    const answer = await this.ask(this.queryOf(found, found.selector));
    if (answer) this.add(name, answer.source, found.known.type === 'counter' ? this.wholeWindows(answer.values, found) : answer.values);
    return found;
  }

  private async recordTemplate(name: SeriesName): Promise<boolean> {
    const template = templateOf(this.options.queries, this.target.name, name);
    if (template === undefined) return false;
    const window = this.windowOf(this.intervals[0] ?? 15);
    const answer = await this.ask(fillTemplate(template, this.target, { window, step: this.options.range.step }));
    if (answer) this.add(name, answer.source, answer.values);
    else this.remarks.push(`The team's query for ${name} has no value in the whole range.`);
    return true;
  }

  private async recordErrors(requests: FoundSeries<KnownSeries>): Promise<void> {
    if (templateOf(this.options.queries, this.target.name, 'errors') !== undefined) return;
    const failed = await this.search.failedOf(requests);
    if (failed === undefined) return;
    const all = this.queryOf(requests, requests.selector);
    // Without a failed request there is no such series: that is zero, where requests are known.
    const answer = await this.ask(`${this.queryOf(requests, withMatcher(requests.selector, failed))} or ${all} * 0`);
    if (answer) this.add('errors', answer.source, this.wholeWindows(answer.values, requests));
  }

  /** Records what the triggers of a ScaledObject ask Prometheus for, where nothing else is known. */
  private async recordTriggers(autoscaler: Manifest): Promise<void> {
    for (const { series, query } of triggerQueries(autoscaler)) {
      if (this.has(series)) continue;
      const answer = await this.ask(query);
      if (!answer) continue;
      this.add(series, answer.source, answer.values);
      this.remarks.push(`${series} is the query of the autoscaler's own trigger.`);
    }
  }

  private async latency(): Promise<RecordedHistogram | undefined> {
    const template = latencyTemplateOf(this.options.queries, this.target.name);
    if (template) {
      const query = fillTemplate(template.query, this.target, { window: this.windowOf(this.intervals[0] ?? 15), step: this.options.range.step });
      const histogram = classicHistogram(await this.questions.range(query, this.options.range), template.unitSeconds, query);
      if (!histogram) this.remarks.push("The team's query for latency has no series with the label le and one of +Inf.");
      return histogram;
    }
    const classic = await this.search.find(KNOWN_HISTOGRAMS, this.target, '_bucket');
    if (classic) {
      this.note(classic);
      const query = `sum by (le) (${this.rate(classic)})`;
      const answers = await this.questions.range(query, this.options.range);
      return classicHistogram(answers.map((each) => ({ ...each, values: this.wholeWindows(each.values, classic) })), classic.known.unitSeconds ?? 1, query);
    }
    const native = await this.search.find(KNOWN_HISTOGRAMS, this.target);
    if (!native) return undefined;
    this.note(native);
    const query = `sum(${this.rate(native)})`;
    const answers = await this.questions.histograms(query, this.options.range);
    if (answers.length === 0) return undefined;
    const [total] = await this.questions.range(`histogram_count(${query})`, this.options.range);
    return total && nativeHistogram(answers, this.wholeWindows(total.values, native), native.known.unitSeconds ?? 1, `${query} (native histogram)`);
  }

  /** Query of a known series over all pods. */
  private queryOf(found: FoundSeries<KnownSeries>, selector: string): string {
    this.note(found);
    const { type, over = 'sum' } = found.known;
    const value = type === 'counter' ? `rate(${selector}[${this.windowOf(found.scrapeIntervalSeconds)}s])` : selector;
    switch (found.subject) {
      // Two scrapes of one kubelet or one kube-state-metrics are the same containers and objects.
      case 'containers': return `sum(max by (${found.labels[1]}, container) (${value}))`;
      case 'deployment':
      case 'statefulset':
      case 'rollout': return `sum(max by (${found.labels[1]}) (${value}))`;
      case 'hpa':
      case 'old-hpa': return `max(${value})`;
      default: return `${over}(${value})`;
    }
  }

  private rate(found: FoundSeries<KnownHistogram>): string {
    return `rate(${found.selector}[${this.windowOf(found.scrapeIntervalSeconds)}s])`;
  }

  private windowOf(scrapeIntervalSeconds: number): number {
    return Math.ceil(Math.max(this.options.windowSeconds ?? this.options.range.step, SAMPLES_A_WINDOW * scrapeIntervalSeconds));
  }

  /** Records the properties of a series. @throws UserError where the step is below its scrape interval. */
  private note({ scrapeIntervalSeconds, selector, remarks }: FoundSeries<unknown>): void {
    const { range, windowSeconds } = this.options;
    const name = selector.replace(/\{.*$/s, '');
    if (range.step < scrapeIntervalSeconds && windowSeconds === undefined) {
      throw new UserError(`the step is ${range.step} s, below the ${scrapeIntervalSeconds} s at which ${name} of ${this.target.name} is scraped; use --step ${scrapeIntervalSeconds}s or more`);
    }
    this.intervals.push(scrapeIntervalSeconds);
    this.remarks.push(...remarks.map((remark) => `${name}: ${remark}`));
  }

  /** Rates without those whose window reaches into a gap: they are of a part of it, and too small. */
  private wholeWindows(values: Float64Array, { scrapeIntervalSeconds }: FoundSeries<unknown>): Float64Array {
    const window = this.windowOf(scrapeIntervalSeconds);
    this.longestWindow = Math.max(this.longestWindow, window);
    return withoutGapEdges(values, Math.ceil((window - scrapeIntervalSeconds) / this.options.range.step));
  }

  private overlap(): string[] {
    const { step } = this.options.range;
    return this.longestWindow > step ? [`Rates are over up to ${this.longestWindow} s, longer than the step of ${step} s: neighbouring values overlap.`] : [];
  }

  /** Answer of one series; undefined where it has no value. */
  private async ask(query: string): Promise<{ readonly source: string; readonly values: Float64Array } | undefined> {
    const series = await this.questions.range(query, this.options.range);
    if (series.length > 1) this.remarks.push(`'${query}' has ${series.length} series, which were added up.`);
    const values = addedUp(series);
    return values?.some((value) => !Number.isNaN(value)) ? { source: query, values } : undefined;
  }

  /** Keeps a series. A value below zero, which no quantity has, is a gap. */
  private add(name: SeriesName, source: string, values: Float64Array): void {
    const negative = values.reduce((count, value) => count + Number(value < 0), 0);
    if (negative > 0) this.remarks.push(`${name}: ${negative} values below 0 became gaps.`);
    this.series.push({ name, unit: SERIES[name].unit, source, values: negative > 0 ? values.map((value) => (value < 0 ? NaN : value)) : values });
  }

  private unmatched(): string[] {
    const { target, search } = this;
    const unmatched = [...search.unmatched].filter((name) => !name.startsWith('kube_') && !name.startsWith('container_') && !name.startsWith('process_'));
    if (unmatched.length === 0) return [];
    return [`The server has ${unmatched.join(', ')}, but no series of it with the namespace ${target.namespace} and a pod of ${target.name}; name the labels or a query by --queries.`];
  }
}

/** Values without so many on both sides of each gap. */
function withoutGapEdges(values: Float64Array, edge: number): Float64Array {
  const kept = values.slice();
  values.forEach((value, i) => {
    if (!Number.isNaN(value)) return;
    if (i > 0 && !Number.isNaN(values[i - 1])) kept.fill(NaN, Math.max(0, i - edge), i);
    if (i + 1 < values.length && !Number.isNaN(values[i + 1])) kept.fill(NaN, i + 1, i + 1 + edge);
  });
  return kept;
}

function addedUp(series: readonly AnsweredSeries[]): Float64Array | undefined {
  if (series.length <= 1) return series[0]?.values;
  return series[0].values.map((_, i) => series.reduce((sum, { values }) => addKnown(sum, values[i]), NaN));
}

function withMatcher(selector: string, matcher: string): string {
  return selector.replace(/\}$/, `,${matcher}}`);
}

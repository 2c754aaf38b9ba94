import { FAILED, type KnownHistogram, type KnownSeries, LABELS, type LabelNames, type Subject } from './known-series';
import { instantOf } from './instant';
import { type Questions, type TimeRange } from './questions';
import { matchersOf } from './selector';
import { type RecordingTarget } from './targets';

/** Series of a target that the server has, and what is known about its samples. */
export interface FoundSeries<K> {
  readonly known: K;
  /** As PromQL: `http_requests_total{namespace="shop",pod=~"web-…"}`. */
  readonly selector: string;
  readonly subject: Subject;
  readonly labels: LabelNames;
  readonly scrapeIntervalSeconds: number;
  /** Sentences about its samples: downsampled parts. */
  readonly remarks: readonly string[];
}

/** Longest and shortest window over which samples are counted; 60 s fit into the longest 15 times. */
const COUNTED_SECONDS = [60, 900] as const;
/** Instants at which the server is asked whether a series is there. */
const PROBES = 24;
/** Usual scrape intervals and the two resolutions of Thanos. */
const USUAL_INTERVALS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 3600];

/** Search for the series of a target among those that the product knows. */
export class SeriesSearch {
  private readonly probes: TimeRange;
  /** Window over which samples are counted: a part of a short range, whose series may not be older. */
  private readonly countedSeconds: number;
  /** Labels that found something, by subject: they are tried first. */
  private readonly likely = new Map<Subject, LabelNames>();
  /** Names that the server has, and of which no series is the target's. */
  public readonly unmatched = new Set<string>();

  /**
   * @param names all names of the server; undefined where it does not tell them.
   * @param given labels that a team's file names for a subject.
   */
  public constructor(
    private readonly questions: Questions, range: TimeRange, private readonly names: ReadonlySet<string> | undefined,
    private readonly given: Partial<Record<Subject, LabelNames>> = {},
  ) {
    const span = range.step * (range.points - 1);
    this.countedSeconds = Math.min(COUNTED_SECONDS[1], Math.max(COUNTED_SECONDS[0], Math.floor(span / 4)));
    const step = Math.max(range.step, Math.ceil(span / PROBES));
    const points = Math.floor(span / step) + 1;
    this.probes = { start: range.start + span - step * (points - 1), step, points };
  }

  /** First of some known series that the target has. */
  public async find<K extends KnownSeries | KnownHistogram>(candidates: readonly K[], target: RecordingTarget, suffix = ''): Promise<FoundSeries<K> | undefined> {
    for (const known of candidates) {
      const metric = `${known.metric}${suffix}`;
      if (this.names && !this.names.has(metric)) continue;
      for (const labels of this.labelsOf(known.subject)) {
        const matchers = matchersOf(known.subject, labels, target);
        if (matchers === undefined) continue;
        const selector = `${metric}{${matchers}${known.where === undefined ? '' : `,${known.where}`}}`;
        const samples = await this.samplesOf(selector);
        if (samples === undefined) continue;
        this.likely.set(known.subject, labels);
        return { known, selector, subject: known.subject, labels, ...samples };
      }
      if (this.names) this.unmatched.add(metric);
    }
    return undefined;
  }

  /** Matcher of the failed requests of a counter; undefined where no label tells them. */
  public async failedOf({ selector }: FoundSeries<KnownSeries>): Promise<string | undefined> {
    const names = Object.keys(FAILED);
    const series = await this.questions.range(`count by (${names.join(', ')}) (${selector})`, this.probes);
    const label = names.find((name) => series.some(({ labels }) => (labels[name] ?? '') !== ''));
    return label === undefined ? undefined : `${label}=~${JSON.stringify(FAILED[label])}`;
  }

  /** Scrape interval of a selector and what is odd about it; undefined where there are no samples. */
  public async samplesOf(selector: string): Promise<Pick<FoundSeries<never>, 'scrapeIntervalSeconds' | 'remarks'> | undefined> {
    const [series] = await this.questions.range(`max(count_over_time(${selector}[${this.countedSeconds}s]))`, this.probes);
    const counts = [...series?.values ?? []];
    const most = Math.max(...counts.filter((count) => count > 0));
    if (!(most > 0)) return undefined;
    const interval = this.intervalOf(most);
    // Windows that begin before the first sample hold fewer for that reason alone.
    const first = counts.findIndex((count) => count > 0) + Math.ceil(this.countedSeconds / this.probes.step);
    const fine = counts.findIndex((count, i) => i >= first && count > most / 2);
    // Two coarse instants in a row are no pod that has just begun.
    const isDownsampled = fine > first + 1 && counts[first] > 0;
    return {
      scrapeIntervalSeconds: interval,
      remarks: isDownsampled ? [
        `Samples before ${instantOf(this.probes.start + this.probes.step * fine)} are ${this.intervalOf(counts[first])} s apart (downsampled), later ones ${interval} s: `
        + `rates need four samples a window, so a step of ${4 * this.intervalOf(counts[first])} s is needed to read the older part.`,
      ] : [],
    };
  }

  private labelsOf(subject: Subject): LabelNames[] {
    const [given, likely] = [this.given[subject], this.likely.get(subject)];
    return [...new Set([...given ? [given] : [], ...likely ? [likely] : [], ...LABELS[subject]])];
  }

  /** Scrape interval from the samples of one window. */
  private intervalOf(count: number): number {
    const seconds = this.countedSeconds / count;
    return USUAL_INTERVALS.find((usual) => Math.abs(seconds - usual) <= usual * 0.12) ?? Math.max(1, Math.round(seconds));
  }
}

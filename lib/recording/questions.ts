import { MAX_POINTS, type PrometheusClient } from '../traffic/prometheus-client';
import { clip } from '../traffic/trace-clock';
import { type Fields, fieldsAt, fieldsListAt, listAt, textAt } from '../values/fields';
import { UserError } from '../values/user-error';
import { type PieceStore } from './pieces';

/** Equidistant times, both ends included. */
export interface TimeRange {
  /** Unix seconds. */
  readonly start: number;
  readonly step: number;
  readonly points: number;
}

/** One series of an answer, on the grid of its question; NaN where there is nothing. */
export interface AnsweredSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: Float64Array;
}

/** One series of native histograms: at each point its buckets, or undefined. */
export interface AnsweredHistograms {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: ReadonlyArray<readonly NativeBucket[] | undefined>;
}

export interface NativeBucket {
  readonly upper: number;
  readonly count: number;
}

/** Series and its value at one instant. */
export interface InstantSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reasons of Prometheus, Thanos, Mimir and VictoriaMetrics to refuse a question that a smaller one does not give. */
const TOO_LARGE = /too many samples|query timed out|timeout|exceeded maximum resolution|max(?:imum)? (?:number|samples|series|chunks|query length|points)|limit|too long|out of memory|deadline/i;
/** Has Thanos refuse a question that one of its stores does not answer, where it would leave a part out. */
const WHOLE = { partial_response: 'false' } as const;
/** Fewest points of a piece. */
const LEAST_POINTS = 30;
/** Points of a piece whose answer has the buckets of each. */
const HISTOGRAM_POINTS = 1000;

/** Questions to a Prometheus, one at a time, in pieces that it can answer; each answer is kept. */
export class Questions {
  /** Warnings of the server, as where one of its stores did not answer. */
  public readonly warnings = new Set<string>();
  private asked = 0;

  /** @param onAnswer called after each answer with the number of questions so far. */
  public constructor(
    private readonly client: PrometheusClient, private readonly pieces?: PieceStore, private readonly onAnswer: (questions: number) => void = () => undefined,
  ) {}

  /** Name of the server. */
  public get host(): string {
    return this.client.host;
  }

  /** Values of a query over a range. @throws UserError where the server refuses it. */
  public async range(query: string, range: TimeRange): Promise<AnsweredSeries[]> {
    const found = new Map<string, { readonly labels: Record<string, string>; readonly values: Float64Array }>();
    await this.eachPiece(query, range, MAX_POINTS, (series) => {
      const labels = labelsOf(series);
      const key = JSON.stringify(labels);
      const known = found.get(key) ?? { labels, values: new Float64Array(range.points).fill(NaN) };
      found.set(key, known);
      for (const sample of listAt(series, 'values')) {
        const [time, text]: readonly unknown[] = Array.isArray(sample) ? sample : [];
        const position = positionOf(time, range);
        if (position !== undefined) known.values[position] = sevenDigits(numberOf(text));
      }
    });
    return [...found.values()];
  }

  /** Native histograms of a query over a range. */
  public async histograms(query: string, range: TimeRange): Promise<AnsweredHistograms[]> {
    const found = new Map<string, { readonly labels: Record<string, string>; readonly points: Array<readonly NativeBucket[] | undefined> }>();
    await this.eachPiece(query, range, HISTOGRAM_POINTS, (series) => {
      const labels = labelsOf(series);
      const key = JSON.stringify(labels);
      const known = found.get(key) ?? { labels, points: new Array<undefined>(range.points).fill(undefined) };
      for (const sample of listAt(series, 'histograms')) {
        const [time, histogram]: readonly unknown[] = Array.isArray(sample) ? sample : [];
        const position = positionOf(time, range);
        if (position === undefined) continue;
        known.points[position] = listAt(histogram, 'buckets').map((bucket): NativeBucket => {
          const [, , upper, count]: readonly unknown[] = Array.isArray(bucket) ? bucket : [];
          return { upper: numberOf(upper), count: numberOf(count) };
        });
        found.set(key, known);
      }
    });
    return [...found.values()];
  }

  /** Values of a query at one instant. */
  public async instant(query: string, time: number): Promise<InstantSample[]> {
    const answer = await this.ask('query', { query, time: String(time) });
    requireSuccess(answer, query);
    return fieldsListAt(answer, 'data', 'result').map((series) => {
      const [, text] = listAt(series, 'value');
      return { labels: labelsOf(series), value: numberOf(text) };
    });
  }

  /** Names of all series of a range; undefined where the server does not tell them. */
  public async names({ start, step, points }: TimeRange): Promise<ReadonlySet<string> | undefined> {
    const answer = await this.ask('label/__name__/values', { start: String(start), end: String(start + step * (points - 1)) });
    const names = listAt(answer, 'data').filter((name): name is string => typeof name === 'string');
    return textAt(answer, 'status') === 'success' && names.length > 0 ? new Set(names) : undefined;
  }

  /** Asks piece by piece; halves a piece that is too large for the server. */
  private async eachPiece(query: string, { start, step, points }: TimeRange, most: number, take: (series: Fields) => void): Promise<void> {
    let size = Math.min(most, points);
    for (let first = 0; first < points;) {
      const count = Math.min(size, points - first);
      const answer = await this.ask('query_range', {
        query, start: String(start + first * step), end: String(start + (first + count - 1) * step), step: String(step),
      });
      if (textAt(answer, 'status') !== 'success' && count > LEAST_POINTS && TOO_LARGE.test(textAt(answer, 'error') ?? '')) {
        size = Math.max(LEAST_POINTS, Math.ceil(count / 4));
        continue;
      }
      requireSuccess(answer, query);
      for (const series of fieldsListAt(answer, 'data', 'result')) take(series);
      first += count;
    }
  }

  private async ask(part: string, parameters: Readonly<Record<string, string>>): Promise<Fields> {
    const key = JSON.stringify([this.client.address, part, parameters]);
    const known = this.pieces?.get(key);
    const answer = known ?? await this.client.get(part, { ...parameters, ...WHOLE });
    const warnings = listAt(answer, 'warnings').filter((text): text is string => typeof text === 'string');
    for (const text of warnings) this.warnings.add(clip(text));
    // An answer that may lack a part is not kept: the next run asks again.
    if (!known && textAt(answer, 'status') === 'success' && warnings.length === 0) this.pieces?.put(key, answer);
    this.onAnswer(++this.asked);
    return answer;
  }
}

function requireSuccess(answer: Fields, query: string): void {
  if (textAt(answer, 'status') === 'success') return;
  throw new UserError(`Prometheus refused the query '${clip(query)}': ${clip(textAt(answer, 'error') ?? textAt(answer, 'errorType') ?? 'no reason given')}`);
}

function labelsOf(series: Fields): Record<string, string> {
  return Object.fromEntries(Object.entries(fieldsAt(series, 'metric') ?? {}).map(([name, value]) => [name, String(value)]));
}

function positionOf(time: unknown, { start, step, points }: TimeRange): number | undefined {
  const position = typeof time === 'number' ? Math.round((time - start) / step) : -1;
  return position >= 0 && position < points ? position : undefined;
}

/** Number as Go writes it. */
function numberOf(text: unknown): number {
  return typeof text === 'string' ? Number(text.replace(/Inf$/, 'Infinity')) : NaN;
}

/** Value without the noise of sums of floats; what is not a number is a gap. */
function sevenDigits(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : NaN;
}

import { describeManifest, fieldsAt, fieldsListAt, type ManifestIndex, textAt } from '../manifest';
import { METRIC_NAME, Query } from '../promql';
import { type Matcher } from '../promql/matcher';
import { type ExposedSeries, type MeasuredQuery, type RecordingRule } from '../simulator/world/world';
import { contentOfSeries } from './series-content';
import { tryParseDuration } from './units';

/** Workload that a query measures. */
export interface QuerySubject {
  readonly namespace: string;
  readonly workload: string;
  readonly isStatefulSet: boolean;
}

/** Series of a query that no pod or exporter exposes. */
export interface Unserved {
  readonly unknown: readonly string[];
}

/** Labels that differ by pod. */
const OWN_LABELS = [METRIC_NAME, 'namespace', 'pod', 'le', 'finished_reason'];
/** Labels of the response status; answered requests of the simulator succeed. */
const STATUS_LABELS = ['code', 'status', 'status_code'];
/** Prometheus Operator's own evaluation interval. */
const DEFAULT_INTERVAL_SECONDS = 30;

/**
 * Resolves a query and the recording rules that it reads.
 *
 * @throws UserError if it goes beyond the subset of PromQL that is simulated.
 */
export function measureQuery(text: string, index: ManifestIndex, subject: QuerySubject, podLabel = 'pod'): MeasuredQuery | Unserved {
  const reading = new Reading(recordingRules(index));
  reading.read(Query.parse(text));
  const unknown = [...reading.unknown];
  if (unknown.length > 0) return { unknown };
  return { text, podLabel, ...subject, rules: reading.rules, series: [...reading.series.values()] };
}

/** Resolves a query to exposed series. */
class Reading {
  public readonly series = new Map<string, ExposedSeries>();
  public readonly unknown = new Set<string>();
  private readonly followed = new Set<string>();

  /** @param recorded all rules, group by group. */
  public constructor(private readonly recorded: readonly RecordingRule[]) {}

  /** Recording rules that the query reads, in their order of definition. */
  public get rules(): RecordingRule[] {
    return this.recorded.filter(({ record }) => this.followed.has(record));
  }

  public read(query: Query): void {
    for (const { matchers } of query.selections) {
      const name = matchers.find(({ label, operator }) => label === METRIC_NAME && operator === '=')?.value;
      if (name === undefined) this.unknown.add('series without a name');
      else if (this.recorded.some(({ record }) => record === name)) this.follow(name);
      else this.expose(name, matchers);
    }
  }

  private follow(record: string): void {
    if (this.followed.has(record)) return;
    this.followed.add(record);
    for (const { expr } of this.recorded.filter((rule) => rule.record === record)) this.read(Query.parse(expr));
  }

  private expose(name: string, matchers: readonly Matcher[]): void {
    const content = contentOfSeries(name);
    if (!content) {
      this.unknown.add(name);
      return;
    }
    const labels = { ...this.series.get(name)?.labels };
    for (const { label, operator, value } of matchers) {
      if (STATUS_LABELS.includes(label)) labels[label] = '200';
      else if (operator === '=' && value !== '' && !OWN_LABELS.includes(label)) labels[label] = value;
    }
    this.series.set(name, { name, content, labels });
  }
}

function recordingRules(index: ManifestIndex): RecordingRule[] {
  const rules: RecordingRule[] = [];
  for (const manifest of index.ofKind('PrometheusRule', 'monitoring.coreos.com')) {
    for (const [i, group] of fieldsListAt(manifest, 'spec', 'groups').entries()) {
      const intervalSeconds = tryParseDuration(textAt(group, 'interval') ?? '') ?? DEFAULT_INTERVAL_SECONDS;
      for (const rule of fieldsListAt(group, 'rules')) {
        const [record, expr] = [textAt(rule, 'record'), textAt(rule, 'expr')];
        if (record === undefined || expr === undefined) continue;
        const labels = Object.fromEntries(Object.entries(fieldsAt(rule, 'labels') ?? {}).map(([name, value]) => [name, String(value)]));
        rules.push({ group: `${describeManifest(manifest)} ${i}`, record, expr, labels, intervalSeconds });
      }
    }
  }
  return rules;
}

import { fieldsAt, fieldsListAt, type ManifestIndex, textAt } from '../../manifest';
import { METRIC_NAME, Query } from '../promql';
import { type Matcher } from '../promql/matcher';
import { type ExposedSeries, type MeasuredQuery, type RecordingRule } from '../world';
import { contentOfSeries } from './series-content';
import { tryParseDuration } from './units';

/** The workload that a query is about. */
export interface QuerySubject {
  readonly namespace: string;
  readonly workload: string;
  readonly isStatefulSet: boolean;
}

/** What a query reads that nobody exposes. */
export interface Unserved {
  readonly unknown: readonly string[];
}

/** Labels that pods have of their own. */
const OWN_LABELS = [METRIC_NAME, 'namespace', 'pod', 'le'];
/** Labels that say how a request ended: simulated ones that are answered are answered well. */
const STATUS_LABELS = ['code', 'status', 'status_code'];
/** Prometheus Operator's own evaluation interval. */
const DEFAULT_INTERVAL_SECONDS = 30;

/**
 * A query with all that it reads, through the recording rules of the manifests.
 *
 * @throws UserError where it goes beyond the subset of PromQL that is simulated.
 */
export function measureQuery(text: string, index: ManifestIndex, subject: QuerySubject, podLabel = 'pod'): MeasuredQuery | Unserved {
  const reading = new Reading(recordingRules(index));
  reading.read(Query.parse(text));
  const unknown = [...reading.unknown];
  if (unknown.length > 0) return { unknown };
  return { text, podLabel, ...subject, rules: reading.rules, series: [...reading.series.values()] };
}

/** Follows a query to the series that somebody exposes. */
class Reading {
  public readonly rules: RecordingRule[] = [];
  public readonly series = new Map<string, ExposedSeries>();
  public readonly unknown = new Set<string>();
  private readonly followed = new Set<string>();

  public constructor(private readonly recorded: ReadonlyMap<string, readonly RecordingRule[]>) {}

  public read(query: Query): void {
    for (const { matchers } of query.selections) {
      const name = matchers.find(({ label, operator }) => label === METRIC_NAME && operator === '=')?.value;
      if (name === undefined) this.unknown.add('series without a name');
      else if (this.recorded.has(name)) this.follow(name);
      else this.expose(name, matchers);
    }
  }

  private follow(record: string): void {
    if (this.followed.has(record)) return;
    this.followed.add(record);
    for (const rule of this.recorded.get(record)!) {
      this.read(Query.parse(rule.expr));
      this.rules.push(rule);
    }
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

function recordingRules(index: ManifestIndex): Map<string, RecordingRule[]> {
  const rules = new Map<string, RecordingRule[]>();
  for (const manifest of index.ofKind('PrometheusRule', 'monitoring.coreos.com')) {
    for (const group of fieldsListAt(manifest, 'spec', 'groups')) {
      const intervalSeconds = tryParseDuration(textAt(group, 'interval') ?? '') ?? DEFAULT_INTERVAL_SECONDS;
      for (const rule of fieldsListAt(group, 'rules')) {
        const [record, expr] = [textAt(rule, 'record'), textAt(rule, 'expr')];
        if (record === undefined || expr === undefined) continue;
        const labels = Object.fromEntries(Object.entries(fieldsAt(rule, 'labels') ?? {}).map(([name, value]) => [name, String(value)]));
        rules.set(record, [...rules.get(record) ?? [], { record, expr, labels, intervalSeconds }]);
      }
    }
  }
  return rules;
}

import { describeManifest, fieldsAt, fieldsListAt, type ManifestIndex, textAt } from '../manifest';
import { METRIC_NAME, Query } from '../promql';
import { type Matcher } from '../promql/matcher';
import { type ExposedSeries, isOfWorkload, type MeasuredQuery, podNameOf, type RecordingRule } from '../simulator/world/world';
import { contentOfSeries } from './series-content';
import { tryParseDuration } from './units';

/** Workload measured by a query. */
export interface QuerySubject {
  readonly namespace: string;
  readonly workload: string;
  readonly isStatefulSet: boolean;
}

/** Query with a series that no pod or exporter exposes. */
export interface Unserved {
  readonly unknown: readonly string[];
}

/** Measured query, with its selectors that match no simulated series. */
export interface ReadQuery extends MeasuredQuery {
  readonly unmatched?: readonly UnmatchedSelector[];
}

/** Selector that matches no series of the simulated cluster. */
export interface UnmatchedSelector {
  /** Selector of the query, reduced to the failing matcher: `http_requests_total{namespace="shop"}`. */
  readonly selector: string;
  readonly label: string;
  /** Value of the simulated series; empty if the series lacks the label. */
  readonly actual: string;
}

/** Labels that differ by pod. */
const OWN_LABELS = [METRIC_NAME, 'namespace', 'pod', 'le', 'finished_reason'];
/** Labels that are not compared, because a series has several values of each. */
const MANY_VALUED_LABELS = [METRIC_NAME, 'le', 'finished_reason', 'engine', 'model_name', 'partition'];
/** Labels for the outcome of a request, with the value of a simulated request, which is always successful. */
const STATUS_LABELS: Readonly<Record<string, string>> = {
  code: '200', status: '200', status_code: '200', response_code: '200', http_status_code: '200', http_response_status_code: '200',
  envoy_response_code: '200', envoy_response_code_class: '2', grpc_code: 'OK', grpc_status: '0', grpc_response_status: '0',
  rpc_grpc_status_code: '0', outcome: 'SUCCESS',
};
/** Alternative spellings of success. A series has the one that its query matches. */
const SUCCESS_VALUES = ['200', '2xx', '2', 'OK', '0', 'SUCCESS', 'success', 'ok'];
/** Series of a proxy, whose namespace label is its own. */
const PROXY = /^(?:nginx_ingress|envoy|istio|traefik|haproxy|kong|gateway)_/;
/** Series of kube-state-metrics, which identifies the object by a label of its kind. */
const KUBE_STATE = /^kube_(deployment|statefulset)_/;
/** Default evaluation interval of Prometheus Operator. */
const DEFAULT_INTERVAL_SECONDS = 30;

/**
 * Resolves a query and the recording rules that it reads.
 *
 * @throws UserError if it goes beyond the subset of PromQL that is simulated.
 */
export function measureQuery(text: string, index: ManifestIndex, subject: QuerySubject, podLabel = 'pod'): ReadQuery | Unserved {
  const reading = new Reading(recordingRules(index), subject, podLabel);
  reading.read(Query.parse(text));
  const unknown = [...reading.unknown];
  if (unknown.length > 0) return { unknown };
  const { unmatched } = reading;
  return { text, podLabel, ...subject, rules: reading.rules, series: [...reading.series.values()], ...(unmatched.length > 0 && { unmatched }) };
}

/** Resolves a query to exposed series. */
class Reading {
  public readonly series = new Map<string, ExposedSeries>();
  public readonly unknown = new Set<string>();
  private readonly followed = new Set<string>();
  private readonly selectors: Array<{ readonly name: string; readonly matchers: readonly Matcher[] }> = [];

  /** @param recorded all rules, group by group. */
  public constructor(private readonly recorded: readonly RecordingRule[], private readonly subject: QuerySubject, private readonly podLabel: string) {}

  /** Returns the selectors that match nothing, each with its first failing matcher. */
  public get unmatched(): UnmatchedSelector[] {
    const found = this.selectors.flatMap(({ name, matchers }): UnmatchedSelector[] => {
      const series = this.series.get(name);
      if (!series) return [];
      for (const { label, operator, value, matches } of matchers) {
        if (MANY_VALUED_LABELS.includes(label)) continue;
        const actual = this.valuesOf(series, label);
        if (!actual.some(matches)) return [{ selector: `${name}{${label}${operator}${JSON.stringify(value)}}`, label, actual: actual[0] }];
      }
      return [];
    });
    return [...new Map(found.map((each) => [each.selector, each])).values()];
  }

  /** Returns the values of a label in the simulated series; one empty value if the series lacks it. */
  private valuesOf(series: ExposedSeries, label: string): string[] {
    const { namespace, workload } = this.subject;
    if (Object.hasOwn(series.labels, label)) return [series.labels[label]];
    if (isOfWorkload(series)) return [''];
    if (label === 'namespace') return [namespace];
    if (label === 'job') return [workload];
    if (label === 'pod' || label === 'instance' || label === this.podLabel) return [this.subject.isStatefulSet ? 0 : 1, 2, 3].map((number) => podNameOf(this.subject, number));
    return [''];
  }

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
    const labels = { ...this.series.get(name)?.labels, ...this.ownLabels(name) };
    const isElsewhere = PROXY.test(name) || (isOfWorkload({ name, content, labels }) && !name.startsWith('kube_'));
    const own = isElsewhere ? OWN_LABELS.filter((label) => label !== 'namespace') : OWN_LABELS;
    for (const each of matchers) {
      const { label } = each;
      if (own.includes(label) || Object.hasOwn(this.ownLabels(name), label)) continue;
      if (Object.hasOwn(STATUS_LABELS, label)) labels[label] = statusFor(each);
      else {
        const value = this.valueFor(each);
        if (value !== undefined) labels[label] = value;
      }
    }
    this.selectors.push({ name, matchers });
    this.series.set(name, { name, content, labels });
  }

  /** Returns the labels by which kube-state-metrics identifies the workload. */
  private ownLabels(name: string): Record<string, string> {
    const { namespace, workload } = this.subject;
    const kind = KUBE_STATE.exec(name)?.[1];
    return kind === undefined ? {} : { namespace, [kind]: workload };
  }

  /**
   * Returns the label value that a series is assumed to have because its query matches it; undefined if the matcher
   * determines none.
   */
  private valueFor({ label, operator, value, matches }: Matcher): string | undefined {
    if (operator === '=') return value === '' ? undefined : value;
    if (operator !== '=~' || matches('') || label === 'job' || label === 'instance' || label === this.podLabel) return undefined;
    const { workload } = this.subject;
    return [workload, ...value.split('|').map((part) => part.replace(/^\(|\)$/g, '').replace(/\.[*+]/g, workload))].find(matches);
  }
}

/** Returns the status of a simulated request, in the spelling that a matcher accepts. */
function statusFor({ label, operator, matches }: Matcher): string {
  const usual = STATUS_LABELS[label];
  return operator.startsWith('!') ? usual : [usual, ...SUCCESS_VALUES].find(matches) ?? usual;
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

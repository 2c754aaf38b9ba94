import { podPattern, quoted } from '../promql/selectors';
import { UserError } from '../values/user-error';
import { type MetricContext, type MetricDefinition, type ScaleTarget } from './metric-definition';

/** Samples in the range of a rate. A rate needs two samples; four allow for a late sample and a lost one. */
const SAMPLES_A_WINDOW = 4;
const BRACKETS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Returns a series name.
 * @throws if it is invalid.
 */
export function requireSeries(series: string): string {
  if (!/^[A-Za-z_:][\w:]*$/.test(series)) throw new UserError(`'${series}' is not a series name; use letters, digits, '_' and ':', as in 'http_requests_total'`);
  return series;
}

/**
 * Returns a label name.
 * @throws if it is invalid.
 */
export function requireLabelName(label: string): string {
  if (!/^[A-Za-z_]\w*$/.test(label)) throw new UserError(`'${label}' is not a label name; use letters, digits and '_'`);
  return label;
}

/** Replaces characters that the metrics APIs do not accept with '_'. */
export function legalMetricName(name: string): string {
  return name.replace(/\W/g, '_').replace(/^(?=\d)/, '_');
}

/** Formats matchers of label values. */
export function matchers(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels).map(([label, value]) => `${requireLabelName(label)}=${quoted(value)}`).join(',');
}

/**
 * Returns a user's query in parentheses.
 * @throws if it is incomplete: an unbalanced bracket or a comment would change the meaning of the surrounding query.
 */
export function wholeQuery(query: string): string {
  const fault = faultOf(query);
  if (fault !== undefined) throw new UserError(`the query '${query}' ${fault}`);
  return `(${query.trim()})`;
}

function faultOf(query: string): string | undefined {
  if (query.trim() === '') return 'is empty; write a PromQL expression that returns one value';
  if (/<<|>>/.test(query)) return "contains '<<' or '>>', which prometheus-adapter reads as a template; remove it";
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(query)) return 'contains a control character; remove it';
  const open: string[] = [];
  for (let i = 0; i < query.length; i++) {
    const character = query[i];
    if (character === '#') return 'contains a comment, which hides what follows it; remove it';
    if ('"\'`'.includes(character)) {
      i = endOfText(query, i);
      if (i < 0) return `has a string that ${character} opens and nothing closes; close it`;
    } else if (character in BRACKETS) {
      open.push(BRACKETS[character]);
    } else if (')]}'.includes(character) && open.pop() !== character) {
      return `has a ${character} that closes no open bracket; remove it`;
    }
  }
  return open.length > 0 ? `has an open bracket; close it with ${open[open.length - 1]}` : undefined;
}

function endOfText(query: string, start: number): number {
  const quote = query[start];
  for (let i = start + 1; i < query.length; i++) {
    if (query[i] === '\\' && quote !== '`') i++;
    else if (query[i] === quote) return i;
  }
  return -1;
}

/** Returns the range of a rate, in seconds: the configured range, or the shortest valid range, at least one minute. */
export function rateWindow(seconds: number | undefined, { scrapeInterval }: MetricContext): number {
  const shortest = SAMPLES_A_WINDOW * scrapeInterval;
  if (seconds !== undefined && seconds < shortest) {
    throw new UserError(`a rate over ${seconds} s has too few samples at a scrape interval of ${scrapeInterval} s; make the window at least ${shortest} s, or shorten the scrape interval`);
  }
  return seconds ?? Math.max(60, shortest);
}

/** Formats matchers of a target's pods, by the pod names that Kubernetes generates. */
export function podMatchers(target: ScaleTarget, metric: string): string {
  const { kind, name, namespace } = target;
  if (namespace === undefined) {
    throw new UserError(`${metric} is measured over the pods of ${kind} ${name}, whose namespace is not known, so that pods of other namespaces would be counted; set the namespace of the chart`);
  }
  return `namespace=${quoted(namespace)},pod=~${quoted(podPattern(kind, name))}`;
}

/**
 * Returns the query, or 0 while a target with minReplicas 0 has no pods. Without the 0, KEDA counts a failure, and its
 * fallback scales the target from zero after three failures. While Prometheus scrapes pods of the target, they have to
 * expose the metric. A query without a pod selector is unchanged.
 */
export function zeroWithoutPods(query: string, { name, ofPods }: Pick<MetricDefinition, 'name' | 'ofPods'>, { target, minReplicas }: MetricContext): string {
  return ofPods && minReplicas === 0 ? `(${query}) or (vector(0) unless on () up{${podMatchers(target, name)}})` : query;
}

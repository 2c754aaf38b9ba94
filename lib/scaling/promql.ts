import { podPattern, quoted } from '../promql/selectors';
import { UserError } from '../values/user-error';
import { type MetricContext, type MetricDefinition, type ScaleTarget } from './metric-definition';

/** A rate needs two samples; four leave room for one that is late and one that is lost. */
const SAMPLES_A_WINDOW = 4;
const BRACKETS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The name of a series. */
export function requireSeries(series: string): string {
  if (!/^[A-Za-z_:][\w:]*$/.test(series)) throw new UserError(`'${series}' is not a series name; use letters, digits, '_' and ':', as in 'http_requests_total'`);
  return series;
}

/** The name of a label. */
export function requireLabelName(label: string): string {
  if (!/^[A-Za-z_]\w*$/.test(label)) throw new UserError(`'${label}' is not a label name; use letters, digits and '_'`);
  return label;
}

/** A name that may hold colons, as the metrics APIs take it. */
export function legalMetricName(name: string): string {
  return name.replace(/\W/g, '_').replace(/^(?=\d)/, '_');
}

/** Matchers of labels that have these very values. */
export function matchers(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels).map(([label, value]) => `${requireLabelName(label)}=${quoted(value)}`).join(',');
}

/**
 * A query of the user's own, in parentheses, so that what is put around it means what it says. It has to be whole: a
 * bracket that closes what the query did not open, or a comment, would change the meaning of what stands around it.
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

/** The range of a rate, in seconds: what was asked for, or as long as it has to be. */
export function rateWindow(seconds: number | undefined, { scrapeInterval }: MetricContext): number {
  const shortest = SAMPLES_A_WINDOW * scrapeInterval;
  if (seconds !== undefined && seconds < shortest) {
    throw new UserError(`a rate over ${seconds} s has too few samples at a scrape interval of ${scrapeInterval} s; make the window at least ${shortest} s, or shorten the scrape interval`);
  }
  return seconds ?? Math.max(60, shortest);
}

/** Matchers of the pods that a target has, by how Kubernetes names them. */
export function podMatchers(target: ScaleTarget, metric: string): string {
  const { kind, name, namespace } = target;
  if (namespace === undefined) {
    throw new UserError(`${metric} is measured over the pods of ${kind} ${name}, whose namespace is not known, so that pods of other namespaces would be counted; set the namespace of the chart`);
  }
  return `namespace=${quoted(namespace)},pod=~${quoted(podPattern(kind, name))}`;
}

/**
 * A query over the pods of a target: 0 while it has none, if it may have none. Nothing would be a failure to KEDA,
 * whose fallback wakes the target after three of them. Pods that Prometheus scrapes have to show something. A query
 * that is about no pods stays what it is.
 */
export function zeroWhileAsleep(query: string, { name, ofPods }: Pick<MetricDefinition, 'name' | 'ofPods'>, { target, minReplicas }: MetricContext): string {
  return ofPods && minReplicas === 0 ? `(${query}) or (vector(0) unless on () up{${podMatchers(target, name)}})` : query;
}

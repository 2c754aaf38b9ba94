import { type Summary } from '../results/summary';

/** Short form of one kind of assumption. */
interface ShortForm {
  readonly topic: string;
  readonly pattern: RegExp;
  /** Clause without its figures; `%` is the placeholder for the captured figure. */
  readonly clause: string;
  /** True to list the figures with their subjects; otherwise the lowest and the highest figure are shown. */
  readonly isList?: boolean;
  /** Field of a scenario that replaces the assumption. */
  readonly field?: string;
}

/** First assumption of results based on an assumed service model. */
export const UNKNOWN_SERVICE = 'unknown service: relative figures only, as no service model was given and one is assumed';

const SHORT_FORMS: readonly ShortForm[] = [
  {
    topic: 'unknown service', pattern: /^unknown service: a request is assumed to take (.+?) (?:\(|with|and|,)/,
    clause: 'relative figures only, as service times are assumed from the traffic (% a request)', field: 'service',
  },
  { topic: 'unknown service', pattern: /^unknown service: /, clause: 'relative figures only, as the service model is assumed', field: 'service' },
  { topic: 'cluster', pattern: /^Kubernetes ([\d.]+) is assumed/, clause: 'Kubernetes % is assumed', field: 'kubernetes' },
  { topic: 'flows', pattern: /^All of the traffic is assumed to reach each of/, clause: 'every workload gets the whole traffic on its own', field: 'flows' },
  { topic: 'start', pattern: /^starts with min\w+, (\d+)/, clause: 'replicas begin at the minimum (%)', field: 'replicas' },
  { topic: 'start', pattern: /^nothing scales it and no count is given/, clause: '1 replica without an autoscaler', field: 'fixed' },
  { topic: 'pods', pattern: /^no manifest shows its pods/, clause: 'requests of 1 core and 1 GiB, since no manifest shows them' },
  { topic: 'pods', pattern: /^its containers .* share the load/, clause: 'containers share the load', field: 'containers.*.loadShare' },
  { topic: 'start-up', pattern: /^a pod is assumed to answer (.+) after its containers start/, clause: '% until a pod answers', field: 'startUp.boot' },
  { topic: 'start-up', pattern: /^a pod answers (.+) after its containers start, as its annotation/, clause: '% until a pod answers, by its annotation' },
  { topic: 'start-up', pattern: /^a pod spends (.+) on its models/, clause: '% for models, by its annotation' },
  { topic: 'start-up', pattern: /^init containers are assumed to take (.+);/, clause: '% for init containers', field: 'startUp.init' },
  { topic: 'start-up', pattern: /^no container has a readiness probe/, clause: 'no readiness probe, so that a real cluster sends requests earlier' },
  { topic: 'drain', pattern: /preStop hook.* after (.+?); requests in between are refused/, clause: 'no preStop hook covers the % until balancers notice', field: 'drain' },
  { topic: 'routing', pattern: /^requests are assumed to reach pods at random/, clause: 'a random pod for each request', field: 'balancer' },
  { topic: 'routing', pattern: /^requests are assumed to wait in one queue, whose length (.+) measures/, clause: 'one queue, whose length % measures', field: 'balancer' },
  { topic: 'routing', pattern: /^requests are assumed to be messages on (\d+) partitions/, clause: 'messages on % partitions', field: 'balancer' },
  { topic: 'routing', pattern: /^its topic is assumed to have as many partitions as maxReplicaCount allows replicas, (\d+)/, clause: 'a topic of % partitions, as many as maxReplicaCount', field: 'balancer' },
  { topic: 'service', pattern: /^callers are assumed to give up after (.+);/, clause: 'callers give up after %', field: 'service.timeout' },
  { topic: 'service', pattern: /^messages are assumed to wait/, clause: 'messages wait without a time limit', field: 'service.timeout' },
  { topic: 'service', pattern: /^a pod is assumed to serve (\d+) requests at a time/, clause: '% requests at a time on a pod', field: 'service.concurrency' },
  { topic: 'service', pattern: /^a fully busy pod is assumed to use the CPU/, clause: 'a busy pod uses the CPU that it requests', field: 'service.cpuSeconds' },
  { topic: 'SLO', pattern: /^requests are late when they take longer than (.+); set/, clause: 'late after %', field: 'slo' },
  { topic: 'metrics', pattern: /^metric (.+?) is taken to measure (.+)\.$/, clause: '%', isList: true },
  { topic: 'metrics', pattern: /^metric (.+?) is computed by its query/, clause: '% by the query that serves it', isList: true },
  { topic: 'traffic', pattern: /: the requests of a bucket of (.+?) arrive/, clause: 'the requests of a bucket of % spread over it', field: 'traffic.arrivals' },
  { topic: 'run', pattern: /^every request was simulated/, clause: 'every request simulated, with one seed (see --seeds)' },
  { topic: 'run', pattern: /^series have one point every (.+)$/, clause: 'a point of a series every %' },
];

interface Clause {
  readonly form: ShortForm;
  readonly figures: Set<string>;
  readonly subjects: Set<string>;
}

/** Groups assumptions by topic, one line each; assumptions without a short form follow unchanged. */
export function assumptionTopics(lines: readonly string[], { workloads, flows }: Pick<Summary, 'workloads' | 'flows'>): string[] {
  const all = workloads.map(({ name }) => name);
  const names = new Set([...all, ...flows.map(({ name }) => name)]);
  const topics = new Map<string, Map<ShortForm, Clause>>();
  const others: string[] = [];
  for (const line of lines) {
    if (line === UNKNOWN_SERVICE && lines.length > 1) continue;
    const { subjects, sentence } = split(line, names);
    const form = SHORT_FORMS.find(({ pattern }) => pattern.test(sentence));
    if (form === undefined) {
      others.push(line);
      continue;
    }
    const clauses = topics.get(form.topic) ?? new Map<ShortForm, Clause>();
    topics.set(form.topic, clauses);
    const clause = clauses.get(form) ?? { form, figures: new Set(), subjects: new Set() };
    clauses.set(form, clause);
    const [, ...figures] = form.pattern.exec(sentence)!;
    if (figures.length > 0) clause.figures.add(figures.join(' measures '));
    subjects.forEach((subject) => clause.subjects.add(subject));
  }
  // Warnings in capitals come first.
  const loud = others.filter((line) => /\b[A-Z]{4,}\b/.test(line) && !/^\w+: [A-Z]{4,}\b\s*$/.test(line));
  const quiet = others.filter((line) => !loud.includes(line));
  const grouped = [...topics].map(([topic, clauses]) => `${topic}: ${describeAll([...clauses.values()], all)}`);
  return [...loud, ...grouped, ...quiet];
}

/** Splits 'web, api: sentence', if all names are known. */
function split(line: string, names: ReadonlySet<string>): { subjects: readonly string[]; sentence: string } {
  for (let at = line.indexOf(': '); at >= 0; at = line.indexOf(': ', at + 1)) {
    const subjects = line.slice(0, at).split(', ');
    if (subjects.every((subject) => names.has(subject))) return { subjects, sentence: line.slice(at + 2) };
  }
  return { subjects: [], sentence: line };
}

/** Joins the clauses of a topic; a common field is named once, after the last clause. */
function describeAll(clauses: readonly Clause[], all: readonly string[]): string {
  const fields = new Set(clauses.map(({ form }) => form.field));
  const field = (name: string | undefined): string => (name === undefined ? '' : ` (set ${name})`);
  if (fields.size === 1) return `${clauses.map((clause) => describe(clause, all)).join('; ')}${field([...fields][0])}`;
  return clauses.map((clause) => `${describe(clause, all)}${field(clause.form.field)}`).join('; ');
}

function describe({ form, figures, subjects }: Clause, all: readonly string[]): string {
  const values = form.isList ? [...figures] : [...figures].sort((one, other) => amountOf(one) - amountOf(other));
  const figure = form.isList ? values.join(', ') : values.length > 1 ? `${values[0]} to ${values[values.length - 1]}` : values[0] ?? '';
  const isEvery = subjects.size === 0 || form.isList || all.every((name) => subjects.has(name));
  const some = isEvery ? '' : ` for ${subjects.size > 3 ? `${subjects.size} of ${all.length} workloads` : [...subjects].join(', ')}`;
  return `${form.clause.replace('%', () => figure)}${some}`;
}

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Returns the amount of '3', '250 ms' or '1 m 30 s', used for sorting. */
function amountOf(figure: string): number {
  return [...figure.matchAll(/([\d.]+)(?: (ms|s|m|h|d)\b)?/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (SECONDS[unit] ?? 1), 0);
}

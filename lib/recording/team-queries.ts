import { LineCounter, parseDocument } from 'yaml';
import { quoted } from '../promql/selectors';
import { isFields } from '../values/fields';
import { suggestion } from '../values/nearest';
import { UserError } from '../values/user-error';
import { JsonFields } from './json-fields';
import { LABELS, type LabelNames, type Subject } from './known-series';
import { type SeriesName } from './recording';
import { SERIES } from './series';
import { podsOf, type RecordingTarget } from './targets';

/** Queries of a team's own, and the labels by which its relabelling rules name workloads. */
export interface TeamQueries {
  readonly labels: Readonly<Partial<Record<Subject, LabelNames>>>;
  readonly all: WorkloadQueries;
  /** By the name of a workload; they come before those for all. */
  readonly workloads: ReadonlyMap<string, WorkloadQueries>;
}

interface WorkloadQueries {
  readonly queries: ReadonlyMap<SeriesName, string>;
  readonly latency?: LatencyQuery;
}

/** Template whose answer has the label `le`. */
export interface LatencyQuery {
  readonly query: string;
  /** Seconds of one unit of `le`. */
  readonly unitSeconds: number;
}

const UNITS = { s: 1, ms: 0.001, us: 1e-6 } as const;
const SUBJECTS = Object.keys(LABELS) as Subject[];
const LABEL_NAME = /^[A-Za-z_]\w*$/;

/** No queries. */
export const NO_TEAM_QUERIES: TeamQueries = { labels: {}, all: { queries: new Map() }, workloads: new Map() };

/**
 * Reads a file of queries (YAML).
 *
 * @throws UserError with the place of what is wrong.
 */
export function readTeamQueries(text: string, file: string): TeamQueries {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) throw new UserError(`${file}:${lines.linePos(error.pos[0]).line}: not YAML: ${error.message.split('\n')[0]}`);
  const value: unknown = document.toJS();
  if (!isFields(value)) throw new UserError(`${file} has no queries; write, for instance, queries: {requests: sum(rate(shop_requests_total{namespace="$namespace"}[$window]))}`);
  const fields = JsonFields.of(value, file);
  fields.requireNames(['labels', 'queries', 'latency', 'workloads']);
  const workloads = fields.optionalObject('workloads');
  return {
    labels: labelsIn(fields),
    all: queriesIn(fields),
    workloads: new Map(workloads?.names.map((name) => {
      const own = workloads.object(name);
      own.requireNames(['queries', 'latency']);
      return [name, queriesIn(own)];
    })),
  };
}

/** Template for a quantity of a workload; undefined where the team has none. */
export function templateOf({ all, workloads }: TeamQueries, workload: string, series: SeriesName): string | undefined {
  return workloads.get(workload)?.queries.get(series) ?? all.queries.get(series);
}

/** Template for the latencies of a workload. */
export function latencyTemplateOf({ all, workloads }: TeamQueries, workload: string): LatencyQuery | undefined {
  return workloads.get(workload)?.latency ?? all.latency;
}

/**
 * Query of a template: `$namespace`, `$name`, `$kind`, `$pods` (a regular expression), `$hpa`, `$window` and `$step`
 * are replaced. Within a text of PromQL a value is escaped as that text needs; elsewhere it becomes a text itself.
 *
 * @throws UserError for a variable that does not exist, and a value that cannot stand where it would.
 */
export function fillTemplate(template: string, target: RecordingTarget, seconds: { readonly window: number; readonly step: number }): string {
  const texts: Readonly<Record<string, string>> = {
    namespace: target.namespace, name: target.members[0].name, kind: target.kind, pods: podsOf(target), hpa: target.hpaName,
  };
  const durations: Readonly<Record<string, string>> = { window: `${seconds.window}s`, step: `${seconds.step}s` };
  let filled = '';
  let quote = '';
  for (let i = 0; i < template.length; i++) {
    const character = template[i];
    const [variable, name] = /^\$(\w+)/.exec(template.slice(i, i + 40)) ?? [];
    if (variable !== undefined && name !== undefined) {
      if (quote === '' && Object.hasOwn(durations, name)) filled += durations[name];
      else if (Object.hasOwn(texts, name)) filled += within(quote, texts[name], variable);
      else if (quote === '') throw new UserError(`the query '${template}' has ${variable}, which is unknown; ${suggestion(name, [...Object.keys(texts), ...Object.keys(durations)])}`);
      else filled += variable;
      i += variable.length - 1;
      continue;
    }
    if (character === '\\' && quote !== '' && quote !== '`') {
      filled += character + (template[++i] ?? '');
      continue;
    }
    if ('"\'`'.includes(character) && (quote === '' || quote === character)) quote = quote === '' ? character : '';
    filled += character;
  }
  return filled;
}

/** Value as it stands within a text that a quote has opened, or as a text of its own. */
function within(quote: string, value: string, variable: string): string {
  if (quote === '') return quoted(value);
  if (quote === '`') {
    if (value.includes('`')) throw new UserError(`${variable} is '${value}', which a string in backticks cannot contain; use double quotes`);
    return value;
  }
  const escaped = quoted(value).slice(1, -1);
  return quote === '"' ? escaped : escaped.replace(/\\"/g, '"').replace(/'/g, "\\'");
}

function labelsIn(fields: JsonFields): Partial<Record<Subject, LabelNames>> {
  const labels = fields.optionalObject('labels');
  labels?.requireNames(SUBJECTS);
  return Object.fromEntries((labels?.names ?? []).map((subject) => {
    const names = labels?.texts(subject) ?? [];
    if (names.length !== 2 || !names.every((name) => LABEL_NAME.test(name))) {
      labels?.refuse(subject, 'the label of the namespace and that of the object, as in [exported_namespace, exported_pod]');
    }
    return [subject, names];
  }));
}

function queriesIn(fields: JsonFields): WorkloadQueries {
  const queries = fields.optionalObject('queries');
  queries?.requireNames(Object.keys(SERIES));
  const latency = fields.optionalObject('latency');
  latency?.requireNames(['query', 'unit']);
  const unit = latency?.optionalText('unit') === undefined ? 's' : latency.oneOf('unit', Object.keys(UNITS) as (keyof typeof UNITS)[]);
  return {
    queries: new Map(queries?.names.map((name) => [name as SeriesName, queries.text(name)])),
    ...(latency && { latency: { query: latency.text('query'), unitSeconds: UNITS[unit] } }),
  };
}

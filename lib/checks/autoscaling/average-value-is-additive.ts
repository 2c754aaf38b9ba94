import { type Fields, fieldsAt, textAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { adapterRulesIn } from '../analysis/adapter-rules';
import { metricsOf, settingOf, type Trigger, triggersOf } from '../analysis/autoscalers';
import { type QueryShape, shapeOfName, shapeOfQuery } from '../analysis/query-shape';
import { type Rule } from '../rule/rule';

/** Triggers whose query is PromQL or reads like it. */
const PROMQL: ReadonlySet<string> = new Set(['prometheus', 'loki']);
/** Functions by which other query languages aggregate without adding up. */
const FUNCTIONS: readonly (readonly [pattern: RegExp, shape: QueryShape])[] = [
  [/\b(?:percentile(?:_cont|_disc|_approx|_agg|OfSeries|ofseries)?|p\d{2,3}|quantile(?:s)?|median)\b\s*[(:]/i, 'quantile'],
  [/(?:\bselect\b[^;]*\b(?:avg|average)\s*\(|\b(?:averageSeries|avgSeries|aggregateWithWildcards)\s*\(|\|>\s*mean\s*\(|:avg\b|\baverage\s*\()/i, 'average'],
  [/\bpercentage\s*\(/i, 'ratio'],
];
/** Names of values that do not add up over replicas. */
const DURATION_NAME = /latency|response_?time|duration(?!_seconds_(?:sum|count|bucket))|time_to_first_token|ttft|inter_token/i;
/** Names of values that add up, whatever they were averaged over. */
const COUNT_NAME = /messages|queue|requests|pending|backlog|lag(?:$|[^a-z])|depth|connections|sessions|number_?of|count(?:$|[^a-z])|jobs|tasks|items/i;
/** Aligners and reducers of Google's monitoring that do not add up. */
const ALIGNED: readonly (readonly [pattern: RegExp, shape: QueryShape])[] = [[/^percentile_/i, 'quantile'], [/^(?:mean|stddev)$/i, 'average'], [/^fraction_true$/i, 'ratio']];
/** Settings of a trigger that name what is measured. */
const NAMES = ['metricName', 'valueLocation', 'metricFilter', 'metricStat', 'metricUnit', 'metricSelector', 'metricCollectionName'];
const READ: Readonly<Record<Exclude<QueryShape, 'unknown' | 'sum'>, string>> = { average: 'an average', quantile: 'a quantile', ratio: 'a ratio', age: 'an age' };
/** Metrics of CloudWatch that are divided by the targets already. */
const PER_TARGET = /RequestCountPerTarget/;

export const averageValueIsAdditive: Rule = {
  id: 'KSC110',
  title: 'metric with an AverageValue target is a sum over the replicas',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'with AverageValue, the default of KEDA triggers, the value is divided by the replica count: a latency of 0.48 s counts as 0.24 s on two replicas, and the target is never reached',
  whatToChange: 'set metricType: Value on the trigger, target.type: Value on the HPA metric, or scale on a sum such as requests in flight',
  source: 'kubernetes pkg/controller/podautoscaler, GetExternalPerPodMetricReplicas; keda pkg/scalers/scaler.go, GetMetricTargetType',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      // A formula combines the values before they are compared with a target of its own.
      if (textAt(scaledObject, 'spec', 'advanced', 'scalingModifiers', 'formula') !== undefined) continue;
      for (const trigger of triggersOf(scaledObject)) {
        if ((textAt(trigger.fields, 'metricType') ?? 'AverageValue') !== 'AverageValue') continue;
        const shape = shapeOfTrigger(trigger);
        if (shape === 'sum' || shape === 'unknown') continue;
        const written = textAt(trigger.fields, 'metricType') === undefined ? 'has no metricType, which means AverageValue' : 'has metricType: AverageValue';
        yield { manifest: scaledObject, message: `${trigger.label} ${written}, and its value is ${READ[shape]}: KEDA divides it by the replica count; set metricType: Value` };
      }
    }
    for (const hpa of manifests.hpas) yield* dividedMetrics(manifests, hpa);
  },
};

function* dividedMetrics(manifests: ManifestIndex, hpa: Manifest): Iterable<{ manifest: Manifest; message: string }> {
  for (const metric of metricsOf(hpa)) {
    const source = ({ External: 'external', Object: 'object' } as Readonly<Record<string, string>>)[String(metric.type)];
    if (source === undefined || !isAverage(metric, source)) continue;
    const name = textAt(metric, source, 'metric', 'name') ?? '';
    const query = adapterRulesIn(manifests).queries.get(name);
    const byQuery = query === undefined ? 'unknown' : shapeOfQuery(withoutTemplate(query));
    const reduced = reducedBy(metric, source);
    const shape = reduced !== 'unknown' ? reduced : byQuery === 'unknown' ? named(name) : byQuery;
    if (shape === 'sum' || shape === 'unknown') continue;
    yield { manifest: hpa, message: `the ${String(metric.type)} metric '${name}' has target.type: AverageValue, and its value is ${READ[shape]}: the HPA divides it by the replica count; set target.type: Value` };
  }
}

/** Reducer or aligner of Google's monitoring that the selector of a metric names. */
function reducedBy(metric: Fields, source: string): QueryShape {
  const values = Object.values(fieldsAt(metric, source, 'metric', 'selector', 'matchLabels') ?? {}).map(String);
  if (values.some((value) => /^(?:REDUCE|ALIGN)_PERCENTILE_/.test(value))) return 'quantile';
  return values.some((value) => /^(?:REDUCE|ALIGN)_MEAN$/.test(value)) ? 'average' : 'unknown';
}

function isAverage(metric: Fields, source: string): boolean {
  return textAt(metric, source, 'target', 'type') === 'AverageValue';
}

function shapeOfTrigger(trigger: Trigger): QueryShape {
  const query = ['query', 'nrql', 'metricSelector', 'expression'].map((name) => settingOf(trigger, name)).find((each) => each !== undefined);
  if (PROMQL.has(trigger.type)) return query === undefined ? 'unknown' : orNamed(shapeOfQuery(query), query);
  if (trigger.type === 'gcp-pubsub') return shapeOfMode(settingOf(trigger, 'mode') ?? '');
  if (trigger.type === 'aws-cloudwatch' && PER_TARGET.test(`${query ?? ''} ${settingOf(trigger, 'metricName') ?? ''}`)) return 'average';
  const found = query === undefined ? undefined : FUNCTIONS.find(([pattern]) => pattern.test(query))?.[1];
  if (found === 'average' && trigger.type === 'aws-cloudwatch' && COUNT_NAME.test(/\b(?:avg|average)\s*\(([^)]*)\)/i.exec(query!)?.[1] ?? '')) return 'sum';
  if (trigger.type === 'gcp-stackdriver') return shapeOfAligned(trigger);
  if (found) return trigger.type === 'datadog' && found === 'average' ? named(query!) : found;
  if (trigger.type === 'datadog' && /^\s*avg:/.test(query ?? '')) return named((query ?? '').replace(/^\s*avg:|\{[\s\S]*/g, ''));
  if (shapeOfName(settingOf(trigger, 'metricName') ?? '') === 'age') return 'age';
  if (['Sum', 'SampleCount', 'Total', 'Count'].includes(settingOf(trigger, 'metricStat') ?? settingOf(trigger, 'metricAggregationType') ?? '')) return 'sum';
  const measured = settingOf(trigger, 'metricName') ?? '';
  if (named(measured) === 'unknown' && COUNT_NAME.test(measured)) return 'sum';
  return NAMES.map((name) => settingOf(trigger, name)).reduce<QueryShape>((shape, name) => (shape === 'unknown' && name !== undefined ? named(name) : shape), 'unknown');
}

/** Metric that a Pub/Sub trigger reads. */
function shapeOfMode(mode: string): QueryShape {
  if (/age$|oldest/i.test(mode)) return 'age';
  return /latenc/i.test(mode) ? 'quantile' : 'unknown';
}

/** Google's reducer combines what its aligner made of each series; a filter names the metric. */
function shapeOfAligned(trigger: Trigger): QueryShape {
  const [, metric = ''] = /metric\.type\s*=\s*"([^"]*)"/.exec(settingOf(trigger, 'filter') ?? '') ?? [];
  const steps = ['alignmentReducer', 'alignmentAligner'].map((name) => settingOf(trigger, name) ?? '');
  const shape = steps.flatMap((step) => ALIGNED.find(([pattern]) => pattern.test(step))?.[1] ?? [])[0];
  if (shape === undefined || steps[0].toLowerCase() === 'sum' || (shape === 'average' && COUNT_NAME.test(metric))) return 'unknown';
  return shape;
}

/** A bare series says by its name what it holds. */
function orNamed(shape: QueryShape, query: string): QueryShape {
  return shape === 'unknown' && /^[\w:]+\s*(?:\{[^{}]*\})?$/.test(query.trim()) ? named(query.replace(/\{[\s\S]*/, '').trim()) : shape;
}

function named(name: string): QueryShape {
  const shape = shapeOfName(name);
  return shape === 'unknown' && DURATION_NAME.test(name) ? 'average' : shape;
}

/** The query of an adapter's rule, with names in place of its template. */
function withoutTemplate(query: string): string {
  return query.replace(/<<\s*\.Series\s*>>/g, 'series').replace(/,?\s*<<\s*\.LabelMatchers\s*>>/g, '').replace(/<<\s*\.GroupBy\s*>>/g, 'group').replace(/<<[^>]*>>/g, 'x');
}

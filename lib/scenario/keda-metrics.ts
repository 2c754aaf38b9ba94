import { type MetricsPipeline, type Trigger } from '../simulator/world/world';
import { type ReadQuery, type Unserved } from './measured-queries';
import { type AskedMetric } from './metric-mappings';
import { type KnownSignal, signalOfName } from './metric-signals';
import { type ReadScaledObject } from './scaled-object-manifest';
import { type Metadata, triggerTypeOf } from './trigger-types';

/** Pipeline of brokers and databases, which return current values. */
const LIVE: Partial<MetricsPipeline['custom']> = { scrapeSeconds: 0 };
/** Pipeline of Prometheus queries without an adapter that lists series. */
const QUERIED: Partial<MetricsPipeline['custom']> = { relistSeconds: 0 };

/** Returns the signals that the triggers of a ScaledObject measure, as far as their manifests define them. */
export function kedaMetrics({ spec: { triggers }, metadata }: ReadScaledObject, measure: (query: string) => ReadQuery | Unserved): AskedMetric[] {
  return triggers.flatMap((trigger, i): AskedMetric[] => {
    const { metric, type, source } = trigger;
    if (source.kind === 'cron') return [];
    const known = signalOf(trigger, metadata[i]);
    const aliases = aliasesOf(trigger, triggers);
    if (type !== 'prometheus') return [{ name: metric, aliases, ...(known && { known }), pipeline: LIVE }];
    return [{ name: metric, aliases, ...(known && { known }), pipeline: QUERIED, query: () => measure(metadata[i].query) }];
  });
}

function signalOf({ type, metric }: Trigger, metadata: Metadata): KnownSignal | undefined {
  if (type === 'prometheus') return firstKnown([metadata.metricName ?? '', ...(metadata.query.match(/[a-zA-Z_:][\w:]*/g) ?? [])]);
  return triggerTypeOf(type).signal?.(metadata) ?? signalOfName(metric);
}

function firstKnown(names: readonly string[]): KnownSignal | undefined {
  for (const name of names) {
    const known = signalOfName(name);
    if (known) return known;
  }
  return undefined;
}

/** Returns the names of a trigger: its name, its index, and its type if that is unique. */
function aliasesOf({ name, metric, type }: Trigger, all: readonly Trigger[]): string[] {
  return [...(name === undefined ? [] : [name]), metric.slice(0, metric.indexOf('-')), ...(all.filter((other) => other.type === type).length === 1 ? [type] : [])];
}

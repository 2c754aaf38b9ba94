import { type Fields, numberAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { adapterRulesIn } from './adapter-rules';
import { metricsOf, servedMetricOf, settingOf, triggersOf } from './autoscalers';
import { secondsOf } from './seconds';

/** Delay of a metric, and its cause. */
export interface MetricDelay {
  readonly seconds: number;
  readonly why: string;
}

const POLLING_INTERVAL = 30;
/** The kubelet's cAdvisor (10 s) and metrics-server (15 s), on the way to an HPA. */
const RESOURCE_METRICS = 25;

/** Delays of an autoscaler's metrics, as far as manifests tell them. */
export function metricDelaysOf(manifests: ManifestIndex, autoscaler: Manifest): readonly MetricDelay[] {
  return autoscaler.kind === 'ScaledObject' ? triggerDelays(autoscaler) : hpaDelays(manifests, autoscaler);
}

function triggerDelays(scaledObject: Manifest): readonly MetricDelay[] {
  const polling = numberAt(scaledObject, 'spec', 'pollingInterval') ?? POLLING_INTERVAL;
  return triggersOf(scaledObject).flatMap((trigger) => [
    ...rangeOf(settingOf(trigger, 'query') ?? '', trigger.label),
    ...(trigger.fields.useCachedMetrics === true ? [{ seconds: polling, why: `${trigger.label} is read every ${polling} s and cached` }] : []),
  ]);
}

function hpaDelays(manifests: ManifestIndex, hpa: Manifest): readonly MetricDelay[] {
  const { queries } = adapterRulesIn(manifests);
  return metricsOf(hpa).flatMap((metric: Fields) => {
    if (metric.type === 'Resource' || metric.type === 'ContainerResource') return [{ seconds: RESOURCE_METRICS, why: 'resource metrics reach the HPA up to 25 s late' }];
    const name = servedMetricOf(metric)?.name;
    return name === undefined ? [] : rangeOf(queries.get(name) ?? '', `the metric '${name}'`);
  });
}

/** A rate over a window shows all of a change only when the window has passed. */
function rangeOf(query: string, what: string): readonly MetricDelay[] {
  const ranges = Array.from(query.matchAll(/\[([\dsmhdw]+)(?::[\dsmhdw]*)?\](?!\s*offset)/g), ([, text]) => secondsOf(text) ?? 0);
  const longest = Math.max(0, ...ranges);
  return longest > 0 ? [{ seconds: longest, why: `${what} is a rate over ${longest} s` }] : [];
}

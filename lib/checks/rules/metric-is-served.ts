import { fieldsAt, fieldsListAt, textAt } from '../../manifest/fields';
import { type Manifest } from '../../manifest/manifest';
import { METRICS_SERVED_BY_ANNOTATION } from '../../values/annotations';
import { type Rule } from '../rule';

const SOURCES = { Pods: 'pods', Object: 'object', External: 'external' } as const;

export const metricIsServed: Rule = {
  id: 'KSC003',
  title: 'somebody serves the metric that an HPA names',
  severity: 'warning',
  reason: 'a metric that no adapter serves raises nothing, and while it fails the HPA never scales down',
  whatToChange: 'serve the metric (an adapter rule), or declare that something outside the app does: ServedBy.EXTERNAL',
  source: 'kubernetes pkg/controller/podautoscaler, computeReplicasForMetrics',
  *check(manifests) {
    const served = adapterRuleNames(manifests.ofKind('ConfigMap', ''));
    for (const hpa of manifests.hpas) {
      const declared = (hpa.metadata.annotations?.[METRICS_SERVED_BY_ANNOTATION] ?? '').split(',');
      for (const name of servedMetricsOf(hpa)) {
        if (served.has(name) || declared.includes(`${name}=external`)) continue;
        yield { manifest: hpa, message: `nothing in the app serves the metric '${name}'; add an adapter rule for it, or declare it servedBy external` };
      }
    }
  },
};

function servedMetricsOf(hpa: Manifest): string[] {
  return fieldsListAt(hpa, 'spec', 'metrics').flatMap((metric) => {
    const source = SOURCES[metric.type as keyof typeof SOURCES];
    const name = source && textAt(metric, source, 'metric', 'name');
    return name ?? [];
  });
}

/** The literal names under which prometheus-adapter's rules serve metrics; a name with a group reference is not known before the series are. */
function adapterRuleNames(configMaps: readonly Manifest[]): Set<string> {
  const texts = configMaps.flatMap((configMap) => Object.values(fieldsAt(configMap, 'data') ?? {})).filter((text): text is string => typeof text === 'string');
  return new Set(texts.flatMap((text) => Array.from(text.matchAll(/^\s*as:\s*["']?([A-Za-z_][\w.-]*)["']?\s*$/gm), ([, name]) => name)));
}

import { textAt } from '../../values/fields';
import { describeManifest, type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { adapterRulesIn } from '../analysis/adapter-rules';
import { metricsOf, scaledByKeda, scalingRulesOf, servedMetricOf, settingOf, triggersOf } from '../analysis/autoscalers';
import { rawCounterIn } from '../analysis/counters';
import { countsOwnPods } from '../analysis/own-pods';
import { type Rule, type Violation } from '../rule/rule';

export const metricFallsWithLoad: Rule = {
  id: 'KSC018',
  title: 'scaling metric falls when the load falls',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'a metric that stays above the target keeps every replica: most runtimes keep memory that they once allocated, a counter only grows, and a count of the own pods follows the replicas',
  whatToChange: 'scale on the load (requests, queue length, concurrency): give memory a limit instead of a target, and read a counter through rate() or increase()',
  source: 'kubernetes docs, horizontal pod autoscaling; kubernetes pkg/controller/podautoscaler, the highest proposal wins; prometheus docs, metric types',
  *check(manifests) {
    for (const autoscaler of [...manifests.hpas, ...manifests.scaledObjects]) {
      if (!scalesOnMemory(autoscaler) || scalingRulesOf(autoscaler, 'scaleDown')?.selectPolicy === 'Disabled') continue;
      yield { manifest: autoscaler, message: 'scales on memory, which seldom falls with the load; scale on requests, queue length or concurrency, or suppress this rule if memory follows the load' };
    }
    for (const scaled of scaledByKeda(manifests)) yield* growingTriggers(manifests, scaled);
    for (const hpa of manifests.hpas) yield* growingMetrics(manifests, hpa);
  },
};

function* growingTriggers(manifests: ManifestIndex, scaled: Manifest): Iterable<Violation> {
  const target = scaled.kind === 'ScaledObject' ? manifests.scaleTargetOf(scaled) : undefined;
  for (const trigger of triggersOf(scaled)) {
    const counter = trigger.type === 'prometheus' ? rawCounterIn(settingOf(trigger, 'query') ?? '') : undefined;
    if (counter !== undefined) yield { manifest: scaled, message: `${trigger.label} reads the counter ${counter} as it is, which only grows: replicas are added up to the maximum and never removed; use rate(${counter}[2m]) or increase()` };
    if (trigger.type !== 'kubernetes-workload' || !target || !countsOwnPods(manifests, target, settingOf(trigger, 'podSelector') ?? '')) continue;
    yield { manifest: scaled, message: `${trigger.label} counts the pods of ${describeManifest(target)}, which it scales: the value follows the replicas and not the load; select the pods that make the load` };
  }
}

/** Metrics that a rule of prometheus-adapter answers from a counter. */
function* growingMetrics(manifests: ManifestIndex, hpa: Manifest): Iterable<Violation> {
  const { rules } = adapterRulesIn(manifests);
  for (const metric of metricsOf(hpa)) {
    const served = servedMetricOf(metric);
    const rule = served && rules.find(({ name, isExternal }) => name === served.name && isExternal === (served.type === 'External'));
    const query = rule?.series === undefined ? '' : rule.query.replace(/<<\s*\.Series\s*>>/g, rule.series).replace(/<<[^>]*>>/g, 'x');
    const counter = rawCounterIn(query);
    if (counter === undefined) continue;
    yield { manifest: hpa, message: `metric '${served?.name}' is the counter ${counter} as it is, which only grows: replicas are added up to the maximum and never removed; use rate(<<.Series>>{<<.LabelMatchers>>}[2m]) in the metricsQuery of its prometheus-adapter rule` };
  }
}

function scalesOnMemory(autoscaler: Manifest): boolean {
  if (autoscaler.kind === 'ScaledObject') return triggersOf(autoscaler).some(({ type }) => type === 'memory');
  return metricsOf(autoscaler).some((metric) => (textAt(metric, 'resource', 'name') ?? textAt(metric, 'containerResource', 'name')) === 'memory');
}

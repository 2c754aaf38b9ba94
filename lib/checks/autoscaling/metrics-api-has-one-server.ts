import { fieldsListAt, textAt } from '../../values/fields';
import { describeManifest, type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { adapterRulesIn } from '../analysis/adapter-rules';
import { metricsOf, RESOURCE_TRIGGERS, settingOf, triggersOf } from '../analysis/autoscalers';
import { containersOf } from '../analysis/containers';
import { type Rule, type Violation } from '../rule/rule';

const EXTERNAL = 'external.metrics.k8s.io';
const GROUPS = [EXTERNAL, 'custom.metrics.k8s.io', 'metrics.k8s.io'];
const KEDA = /keda/i;

export const metricsApiHasOneServer: Rule = {
  id: 'KSC076',
  title: 'each metrics API has one server',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'a cluster registers one server for an API group such as external.metrics.k8s.io: a second server is never called, and the HPAs that need it do not scale',
  whatToChange: 'serve all external metrics through KEDA, or all through one adapter',
  source: 'keda docs, FAQ (multiple external metric providers); kedacore/keda issue 470; kubernetes APIService; datadog docs, cluster agent',
  *check(manifests) {
    for (const group of GROUPS) yield* twoServices(manifests, group);
    const scaledObject = manifests.scaledObjects.find((each) => {
      const triggers = triggersOf(each);
      return triggers.length === 0 || triggers.some(({ type }) => !RESOURCE_TRIGGERS.has(type));
    });
    if (!scaledObject) {
      yield* adapterBesideService(manifests);
      return;
    }
    for (const configMap of adapterRulesIn(manifests).external) {
      yield { manifest: configMap, message: `has externalRules for prometheus-adapter, and ${describeManifest(scaledObject)} needs KEDA to serve the external metrics API; replace the externalRules by KEDA triggers or custom rules` };
    }
    for (const service of servicesOf(manifests, EXTERNAL).filter((each) => !KEDA.test(serverOf(each)))) {
      yield { manifest: service, message: `registers ${serverOf(service)} for ${EXTERNAL}, and ${describeManifest(scaledObject)} needs KEDA to serve that API; keep one of the two` };
    }
    yield* datadogMetrics(manifests, scaledObject);
    for (const { workload, label } of datadogProviders(manifests)) {
      yield { manifest: workload, message: `${label} has DD_EXTERNAL_METRICS_PROVIDER_ENABLED, and ${describeManifest(scaledObject)} needs KEDA to serve ${EXTERNAL}; remove the variable, and use datadog triggers of KEDA` };
    }
  },
};

/**
 * Objects that only Datadog's Cluster Agent serves by the external metrics API. KEDA's datadog triggers reach it past
 * that API by useClusterAgentProxy.
 */
function* datadogMetrics(manifests: ManifestIndex, scaledObject: Manifest): Iterable<Violation> {
  for (const hpa of manifests.hpas) {
    const name = metricsOf(hpa).map((metric) => textAt(metric, 'external', 'metric', 'name') ?? '').find((each) => each.startsWith('datadogmetric@'));
    if (name !== undefined) yield { manifest: hpa, message: `names the metric '${name}', which Datadog's Cluster Agent serves, and ${describeManifest(scaledObject)} needs KEDA to serve ${EXTERNAL}; use a datadog trigger of KEDA` };
  }
  if (manifests.scaledObjects.some((each) => triggersOf(each).some((trigger) => settingOf(trigger, 'useClusterAgentProxy') === 'true'))) return;
  for (const metric of manifests.ofKind('DatadogMetric', 'datadoghq.com')) {
    yield { manifest: metric, severity: 'warning', message: `is served by Datadog's Cluster Agent, and ${describeManifest(scaledObject)} needs KEDA to serve ${EXTERNAL}; use a datadog trigger of KEDA, with useClusterAgentProxy to read it` };
  }
}

function* twoServices(manifests: ManifestIndex, group: string): Iterable<Violation> {
  const [first, ...others] = servicesOf(manifests, group);
  for (const other of others) {
    if (serverOf(other) === serverOf(first)) continue;
    yield { manifest: other, message: `registers ${serverOf(other)} for ${group}, which ${describeManifest(first)} gives to ${serverOf(first)}; keep one of the two` };
  }
}

/** Rules for an API that is registered for another server. */
function* adapterBesideService(manifests: ManifestIndex): Iterable<Violation> {
  const other = servicesOf(manifests, EXTERNAL).find((each) => !/adapter/i.test(serverOf(each)));
  for (const configMap of other ? adapterRulesIn(manifests).external : []) {
    yield { manifest: configMap, message: `has externalRules for prometheus-adapter, and ${describeManifest(other!)} registers ${serverOf(other!)} for ${EXTERNAL}; keep one of the two` };
  }
}

function servicesOf(manifests: ManifestIndex, group: string): readonly Manifest[] {
  return manifests.ofKind('APIService', 'apiregistration.k8s.io').filter((each) => textAt(each, 'spec', 'group') === group && textAt(each, 'spec', 'service', 'name') !== undefined);
}

function serverOf(service: Manifest): string {
  return `Service ${[textAt(service, 'spec', 'service', 'namespace'), textAt(service, 'spec', 'service', 'name')].filter((each) => each !== undefined).join('/')}`;
}

function datadogProviders(manifests: ManifestIndex): readonly { readonly workload: Manifest; readonly label: string }[] {
  return containersOf(manifests).filter(({ container }) => fieldsListAt(container, 'env')
    .some((variable) => variable.name === 'DD_EXTERNAL_METRICS_PROVIDER_ENABLED' && String(variable.value) === 'true'));
}

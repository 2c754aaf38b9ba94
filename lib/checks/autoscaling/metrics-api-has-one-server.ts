import { describeManifest } from '../../manifest/manifest';
import { adapterRulesIn } from '../analysis/adapter-rules';
import { type Rule } from '../rule/rule';

export const metricsApiHasOneServer: Rule = {
  id: 'KSC076',
  title: 'each metrics API has one server',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'a cluster registers one server for an API group such as external.metrics.k8s.io: of two, one is never asked and the HPAs that need it do not scale',
  whatToChange: 'serve all external metrics by KEDA, or by one adapter',
  source: 'keda docs, FAQ (multiple external metric providers); kedacore/keda issue 470; kubernetes APIService',
  *check(manifests) {
    const [scaledObject] = manifests.scaledObjects;
    if (!scaledObject) return;
    for (const configMap of adapterRulesIn(manifests).external) {
      yield { manifest: configMap, message: `has externalRules for prometheus-adapter, and ${describeManifest(scaledObject)} needs KEDA to serve that API; make them triggers of KEDA, or custom rules` };
    }
  },
};

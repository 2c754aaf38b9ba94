import { describeManifest } from '../../manifest/manifest';
import { adapterRulesIn } from '../analysis/adapter-rules';
import { type Rule } from '../rule/rule';

export const metricsApiHasOneServer: Rule = {
  id: 'KSC076',
  title: 'one server has the external metrics API',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'a cluster registers one server for external.metrics.k8s.io; with KEDA and an adapter that has external rules, one of the two is never asked, and its HPAs stand still',
  whatToChange: 'turn the external rules into triggers of KEDA, or into custom rules, which the adapter can serve beside KEDA',
  source: 'keda docs, FAQ (multiple external metric providers); kedacore/keda issue 470; kubernetes APIService',
  *check(manifests) {
    const [scaledObject] = manifests.scaledObjects;
    if (!scaledObject) return;
    for (const configMap of adapterRulesIn(manifests).external) {
      yield { manifest: configMap, message: `has externalRules for prometheus-adapter, and ${describeManifest(scaledObject)} needs KEDA to serve that API; make them triggers of KEDA, or custom rules` };
    }
  },
};

import { settingOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const prometheusTriggerRejectsEmptyResult: Rule = {
  id: 'KSC030',
  title: 'a query without result is not taken for no load',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'by default a Prometheus trigger reads an empty result as 0: when the scrape or the recording rule breaks, the workload is scaled to its minimum under load',
  whatToChange: "set ignoreNullValues: 'false' on the trigger, and a fallback; or let the query end in 'or vector(0)' where nothing does mean zero",
  source: 'keda pkg/scalers/prometheus_scaler.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      for (const trigger of triggersOf(scaledObject)) {
        if (trigger.type !== 'prometheus' || settingOf(trigger, 'ignoreNullValues') === 'false' || /\bor\s+vector\(/.test(settingOf(trigger, 'query') ?? '')) continue;
        yield { manifest: scaledObject, message: `${trigger.label} takes an empty result for 0; set ignoreNullValues: 'false'` };
      }
    }
  },
};

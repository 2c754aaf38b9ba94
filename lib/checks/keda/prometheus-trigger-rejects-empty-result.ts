import { settingOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const prometheusTriggerRejectsEmptyResult: Rule = {
  id: 'KSC030',
  title: 'Prometheus trigger treats an empty result as an error',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'by default an empty result counts as 0: when the scrape or the recording rule fails, the workload is scaled to its minimum under load',
  whatToChange: "set ignoreNullValues: 'false' on the trigger, and a fallback; or end the query in 'or vector(0)' if no series means zero",
  source: 'keda pkg/scalers/prometheus_scaler.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      for (const trigger of triggersOf(scaledObject)) {
        if (trigger.type !== 'prometheus' || settingOf(trigger, 'ignoreNullValues') === 'false' || /\bor\s+vector\(/.test(settingOf(trigger, 'query') ?? '')) continue;
        yield { manifest: scaledObject, message: `${trigger.label} treats an empty result as 0; set ignoreNullValues: 'false'` };
      }
    }
  },
};

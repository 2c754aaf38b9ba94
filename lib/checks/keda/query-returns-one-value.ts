import { unmatchedBracket, whySeveralElements } from '../analysis/query-elements';
import { scaledByKeda, settingOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

/** Triggers that refuse a result of several elements. */
const QUERIED: ReadonlySet<string> = new Set(['prometheus', 'loki']);

export const queryReturnsOneValue: Rule = {
  id: 'KSC127',
  title: 'query of a prometheus or loki trigger can be read and returns one value',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'KEDA reports an error for a result of several elements and for a query that the server refuses: the trigger has no value, and the HPA does not scale on it',
  whatToChange: 'aggregate the query to one element, as in sum(…), and close all of its brackets',
  source: 'keda pkg/scalers/prometheus_scaler.go and loki_scaler.go, "returned multiple elements"',
  *check(manifests) {
    for (const scaled of scaledByKeda(manifests)) {
      for (const [index, trigger] of triggersOf(scaled).entries()) {
        const query = QUERIED.has(trigger.type) ? settingOf(trigger, 'query') : undefined;
        if (query === undefined) continue;
        const [field, bracket, why] = [`spec.triggers[${index}].metadata.query`, unmatchedBracket(query), whySeveralElements(query)];
        if (bracket !== undefined) yield { manifest: scaled, message: `${field} has a '${bracket}' without its counterpart, so that the server refuses the query; correct it` };
        else if (why !== undefined) yield { manifest: scaled, severity: 'warning', message: `${field} returns several elements where there are several series (${why}), which KEDA refuses; aggregate it to one, as in sum(...)` };
      }
    }
  },
};

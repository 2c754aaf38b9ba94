import { faultOfQuery, whyNull, whySeveralElements } from '../analysis/query-elements';
import { scaledByKeda, settingOf, type Trigger, triggersOf } from '../analysis/autoscalers';
import { type Rule, type Violation } from '../rule/rule';

/** Triggers that refuse a result of several elements. */
const QUERIED: ReadonlySet<string> = new Set(['prometheus', 'loki']);
/** Databases whose scaler reads one number. */
const DATABASES: ReadonlySet<string> = new Set(['postgresql', 'mysql', 'mssql']);

export const queryReturnsOneValue: Rule = {
  id: 'KSC127',
  title: 'query of a trigger can be read and returns one value',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'KEDA reports an error for a result of several elements, for NULL, and for a query that the server refuses: the trigger has no value, and the HPA does not scale on it',
  whatToChange: 'aggregate the query to one element, as in sum(…), close all of its brackets, and wrap an SQL aggregate in COALESCE(…, 0)',
  source: 'keda pkg/scalers/prometheus_scaler.go and loki_scaler.go, "returned multiple elements"; postgresql_scaler.go, mysql_scaler.go and mssql_scaler.go; prometheus docs, querying',
  *check(manifests) {
    for (const scaled of scaledByKeda(manifests)) {
      for (const [index, trigger] of triggersOf(scaled).entries()) {
        for (const violation of violationsOf(trigger, `spec.triggers[${index}].metadata.query`)) yield { manifest: scaled, ...violation };
      }
    }
  },
};

function* violationsOf(trigger: Trigger, field: string): Iterable<Omit<Violation, 'manifest'>> {
  const query = settingOf(trigger, 'query');
  if (query === undefined) return;
  const isNull = DATABASES.has(trigger.type) ? whyNull(query) : undefined;
  if (isNull !== undefined) yield { severity: 'warning', message: `${field} returns NULL where no row matches (${isNull}), which KEDA cannot read; wrap it in COALESCE(..., 0)` };
  if (!QUERIED.has(trigger.type)) return;
  const fault = faultOfQuery(query, trigger.type);
  if (fault !== undefined) {
    yield { message: `${field} ${fault}` };
    return;
  }
  const why = whySeveralElements(query);
  if (why !== undefined) yield { severity: 'warning', message: `${field} returns several elements where there are several series (${why}), which KEDA refuses; aggregate it to one, as in sum(...)` };
}

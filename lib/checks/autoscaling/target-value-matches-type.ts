import { type Fields, fieldsAt, textAt } from '../../values/fields';
import { METRIC_SOURCES } from '../../hpa/constants';
import { metricsOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

/** Field that holds the target of each type. */
const FIELDS: Readonly<Record<string, string>> = { Utilization: 'averageUtilization', Value: 'value', AverageValue: 'averageValue' };

export const targetValueMatchesType: Rule = {
  id: 'KSC153',
  title: 'target of an HPA metric sets the field of its type',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'the API server accepts target.type: AverageValue beside value: the controller goes by the field, so that a total is compared where an average was meant and replicas rise to the maximum; a metric of type Object is not read at all',
  whatToChange: 'set averageValue for AverageValue, value for Value, and averageUtilization for Utilization',
  source: 'kubernetes pkg/controller/podautoscaler/horizontal.go, computeStatusForObjectMetric and computeStatusForExternalMetric; kubernetes/kubernetes issue 87797',
  *check(manifests) {
    for (const hpa of manifests.hpas) {
      for (const [index, metric] of metricsOf(hpa).entries()) {
        const source = METRIC_SOURCES[metric.type as keyof typeof METRIC_SOURCES] as string | undefined;
        const mismatch = source === undefined ? undefined : mismatchOf(fieldsAt(metric, source, 'target'));
        if (!mismatch) continue;
        const { type, set } = mismatch;
        const effect = metric.type === 'Object' ? 'the controller reports an invalid object metric source, and the metric scales nothing' : `the controller takes it for ${Object.keys(FIELDS).find((each) => FIELDS[each] === set)}`;
        yield {
          manifest: hpa, ...(metric.type !== 'Object' && { severity: 'warning' as const }),
          message: `spec.metrics[${index}].${source}.target has type ${type} and sets ${set}, where ${FIELDS[type]} is read: ${effect}; set ${FIELDS[type]}, or change the type`,
        };
      }
    }
  },
};

/** The type of a target, and the field that is set in place of its own. */
function mismatchOf(target: Fields | undefined): { readonly type: string; readonly set: string } | undefined {
  const type = textAt(target, 'type') ?? '';
  if (!target || !Object.hasOwn(FIELDS, type) || target[FIELDS[type]] !== undefined) return undefined;
  const set = Object.values(FIELDS).find((field) => target[field] !== undefined);
  return set === undefined ? undefined : { type, set };
}

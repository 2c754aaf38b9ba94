import { type Fields, fieldsAt, fieldsListAt, textAt } from '../../values/fields';
import { type KedaCluster } from '../keda-cluster';
import { type KedaVersion } from '../keda-version';
import { type KedaProblem } from '../problem';
import { admissionOfTriggers, scalerProblems, type TriggerOwner } from './judge-triggers';
import { resourceProblems, withResource } from './resource-fields';

/** Returns the reasons for which KEDA or the API server refuses a ScaledJob; empty if it is accepted. */
export function judgeScaledJob(object: Fields, cluster: KedaCluster, { minor }: KedaVersion): readonly KedaProblem[] {
  const refused = resourceProblems('ScaledJob', object, minor);
  return withResource(refused, [...admissionOfTriggers(object), ...scalerProblems(ownerOfJob(object), cluster, minor), ...metricTypes(object)]);
}

/** Returns the ScaledJob as the owner of its triggers. */
export function ownerOfJob(object: Fields): TriggerOwner {
  const container = textAt(object, 'spec', 'envSourceContainerName');
  return {
    object, namespace: textAt(object, 'metadata', 'namespace') ?? 'default', asMetricSource: false,
    template: fieldsAt(object, 'spec', 'jobTargetRef', 'template'), ...(container && { container }),
  };
}

function* metricTypes(object: Fields): Iterable<KedaProblem> {
  for (const [index, trigger] of fieldsListAt(object, 'spec', 'triggers').entries()) {
    const metricType = textAt(trigger, 'metricType') ?? '';
    if (metricType !== '') yield { stage: 'scaler', field: `spec.triggers[${index}].metricType`, message: `is ${metricType}, which a ScaledJob must not set; leave it out`, trigger: index };
  }
}

import { type Fields, fieldsAt, fieldsListAt, textAt } from '../../values/fields';
import { type KedaCluster } from '../keda-cluster';
import { type KedaProblem } from '../problem';
import { judgeTrigger } from '../scaler/judge-trigger';
import { type TriggerConfig } from '../scaler/trigger-config';
import { authenticationOf, environmentOf, type EnvironmentOwner } from './trigger-values';

const NOT_CACHED: ReadonlySet<string> = new Set(['cpu', 'memory', 'cron']);

/** Yields the problems of the triggers of a ScaledObject or a ScaledJob that KEDA's admission webhook reports. */
export function* admissionOfTriggers(object: Fields): Iterable<KedaProblem> {
  const triggers = fieldsListAt(object, 'spec', 'triggers');
  if (triggers.length === 0) yield { stage: 'admission', field: 'spec.triggers', message: 'is empty; add a trigger' };
  const seen = new Set<string>();
  for (const [index, trigger] of triggers.entries()) {
    const [type, name] = [textAt(trigger, 'type') ?? '', textAt(trigger, 'name') ?? ''];
    if (trigger.useCachedMetrics === true && NOT_CACHED.has(type)) {
      yield { stage: 'admission', field: `spec.triggers[${index}].useCachedMetrics`, message: `is true, which a ${type} trigger does not support; leave it out`, trigger: index };
    }
    if (name === '') continue;
    if (seen.has(name)) yield { stage: 'admission', field: `spec.triggers[${index}].name`, message: `is "${name}", which another trigger has; give each its own`, trigger: index };
    seen.add(name);
  }
}

/** ScaledObject or ScaledJob whose triggers KEDA builds. */
export interface TriggerOwner extends EnvironmentOwner {
  readonly object: Fields;
  readonly namespace: string;
  readonly asMetricSource: boolean;
}

/** Yields the errors of the operator when it builds the scaler of each trigger. */
export function* scalerProblems(owner: TriggerOwner, cluster: KedaCluster, minor: number): Iterable<KedaProblem> {
  if (owner.container !== undefined && owner.template && !fieldsListAt(owner.template, 'spec', 'containers').some(({ name }) => name === owner.container)) {
    const field = owner.object.kind === 'ScaledJob' ? 'spec.envSourceContainerName' : 'spec.scaleTargetRef.envSourceContainerName';
    return yield { stage: 'scaler', field, message: `is ${owner.container}, which is not a container of the pod; use the name of one` };
  }
  for (const [index, trigger] of fieldsListAt(owner.object, 'spec', 'triggers').entries()) {
    const label = `spec.triggers[${index}]`;
    const authentication = authenticationOf(trigger, owner, owner.namespace, cluster);
    if (authentication.problem !== undefined) {
      yield { stage: 'scaler', field: label, message: authentication.problem, trigger: index };
      continue;
    }
    for (const { setting, message } of judgeTrigger(configOf(trigger, owner, cluster, minor))) {
      const type = textAt(trigger, 'type') ?? '';
      yield { stage: 'scaler', field: setting === undefined ? `${label} (${type})` : `${label}.metadata.${setting}`, message, trigger: index };
    }
  }
}

/** Returns a trigger with the values from its authentication and from the environment of its target. */
export function configOf(trigger: Fields, owner: TriggerOwner, cluster: KedaCluster, minor: number): TriggerConfig {
  const authentication = authenticationOf(trigger, owner, owner.namespace, cluster);
  const metricType = textAt(trigger, 'metricType');
  return {
    type: textAt(trigger, 'type') ?? '',
    // the schema reports unquoted numbers and booleans
    metadata: Object.fromEntries(Object.entries(fieldsAt(trigger, 'metadata') ?? {}).map(([key, value]) => [key, typeof value === 'string' ? value : String(value ?? '')])),
    ...(metricType && { metricType }),
    environment: environmentOf(owner, owner.namespace, cluster),
    authentication: authentication.values, identity: authentication.identity, asMetricSource: owner.asMetricSource, minor,
  };
}

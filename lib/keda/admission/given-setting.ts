import { type Fields, fieldsAt, textAt } from '../../values/fields';
import { settingsOf } from '../catalogue/setting';
import { type KedaCluster } from '../keda-cluster';
import { look } from '../scaler/read-settings';
import { type GivenValue } from '../scaler/trigger-config';
import { ownerOf } from './judge-scaled-object';
import { configOf, type TriggerOwner } from './judge-triggers';

/**
 * Value of a setting that the scaler itself declares, from the metadata of the trigger, its authentication or the
 * environment of the workload, in KEDA's order; undefined where it is not given.
 *
 * @param object ScaledObject or ScaledJob that the trigger belongs to.
 */
export function givenSetting(object: Fields, trigger: Fields, name: string, cluster: KedaCluster, minor: number): GivenValue | undefined {
  const setting = settingsOf(textAt(trigger, 'type') ?? '', minor).find((each) => 'names' in each && each.names.includes(name));
  return setting && 'names' in setting ? look(configOf(trigger, ownerOfTriggers(object, cluster), cluster, minor), setting)?.value : undefined;
}

function ownerOfTriggers(object: Fields, cluster: KedaCluster): TriggerOwner {
  const template = fieldsAt(object, 'spec', 'jobTargetRef', 'template');
  if (!template) return ownerOf(object, cluster);
  const container = textAt(object, 'spec', 'envSourceContainerName');
  return { object, namespace: textAt(object, 'metadata', 'namespace') ?? 'default', asMetricSource: false, template, ...(container && { container }) };
}

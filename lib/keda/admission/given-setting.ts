import { type Fields, fieldsAt, textAt } from '../../values/fields';
import { settingsOf } from '../catalogue/setting';
import { type KedaCluster } from '../keda-cluster';
import { look } from '../scaler/read-settings';
import { type GivenValue } from '../scaler/trigger-config';
import { ownerOfJob } from './judge-scaled-job';
import { ownerOf } from './judge-scaled-object';
import { configOf } from './judge-triggers';

/**
 * Returns the value of a setting that the scaler declares, from the trigger metadata, its authentication or the
 * environment of the workload, in KEDA's order; undefined if it is not set.
 *
 * @param object ScaledObject or ScaledJob that the trigger belongs to.
 */
export function givenSetting(object: Fields, trigger: Fields, name: string, cluster: KedaCluster, minor: number): GivenValue | undefined {
  const setting = settingsOf(textAt(trigger, 'type') ?? '', minor).find((each) => 'names' in each && each.names.includes(name));
  if (!setting || !('names' in setting)) return undefined;
  const owner = fieldsAt(object, 'spec', 'jobTargetRef', 'template') ? ownerOfJob(object) : ownerOf(object, cluster);
  return look(configOf(trigger, owner, cluster, minor), setting)?.value;
}

import { traitsOf } from '../../keda/catalogue/scaler-traits';
import { numberAt, textAt } from '../../values/fields';
import { describeManifest, type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { minReplicasOf, settingOf, type Trigger, triggersOf } from '../analysis/autoscalers';
import { countsOwnPods, namesOfWorkload, originOfQuery, type QueryOrigin } from '../analysis/own-pods';
import { type Rule } from '../rule/rule';

/** True where the trigger reads the pods' own resource usage. */
const isOfPods = ({ type }: Trigger): boolean => traitsOf(type).counts === 'resource';

export const triggerWakesFromZero: Rule = {
  id: 'KSC028',
  title: 'workload scaled to zero has a trigger that can wake it',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'without pods there is no pod metric, and a Service without endpoints refuses requests before anything counts them: the workload stays at zero',
  whatToChange: 'set minReplicaCount: 1, or add a trigger that does not need pods: a queue, a schedule, the KEDA HTTP add-on',
  source: 'keda docs, scaling deployments, cpu and memory scalers',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      const triggers = triggersOf(scaledObject);
      const goesToZero = minReplicasOf(scaledObject) === 0 || numberAt(scaledObject, 'spec', 'idleReplicaCount') === 0;
      if (!goesToZero || triggers.length === 0) continue;
      const message = whyAsleep(manifests, scaledObject, triggers);
      if (message !== undefined) yield { manifest: scaledObject, message };
    }
  },
};

function whyAsleep(manifests: ManifestIndex, scaledObject: Manifest, triggers: readonly Trigger[]): string | undefined {
  if (triggers.every(isOfPods)) {
    return 'scales to zero with only cpu and memory triggers, which have no value without pods; set minReplicaCount to 1, or add a trigger that can wake it';
  }
  const target = manifests.scaleTargetOf(scaledObject);
  const others = triggers.filter((trigger) => !isOfPods(trigger));
  const name = textAt(scaledObject, 'spec', 'scaleTargetRef', 'name') ?? '';
  if (others.every(countsReadEntries)) {
    return `scales to zero on ${others[0].label}, whose pending entries are those that consumers have read: without consumers there are none, and the workload stays at zero; set lagCount, or set minReplicaCount to 1`;
  }
  if (others.some((trigger) => traitsOf(trigger.type).wakes && !countsReadEntries(trigger))) return undefined;
  const names = target ? namesOfWorkload(manifests, target) : [name];
  const origins = others.map((trigger) => originOf(manifests, target, names, trigger));
  if (origins.every((origin) => origin === 'own-pods')) {
    return `scales to zero on ${others[0].label}, which reads metrics of the pods of ${target ? describeManifest(target) : name}: without pods there is no value, and the workload stays at zero; set minReplicaCount to 1, or use a metric of the client or the proxy`;
  }
  const service = target && manifests.servicesSelecting(target)[0];
  if (!service || origins.some((origin) => origin === 'outside')) return undefined;
  return `scales to zero behind ${describeManifest(service)}, and nothing holds requests until a pod is ready; set minReplicaCount to 1`;
}

/** True for a stream of Redis of which KEDA counts the entries that a consumer has read and not acknowledged. */
function countsReadEntries(trigger: Trigger): boolean {
  const has = (name: string): boolean => [name, `${name}FromEnv`].some((each) => !['', '0', undefined].includes(settingOf(trigger, each)));
  return /^redis-(?:cluster-|sentinel-)?streams$/.test(trigger.type) && has('consumerGroup') && !has('lagCount');
}

function originOf(manifests: ManifestIndex, target: Manifest | undefined, names: readonly string[], trigger: Trigger): QueryOrigin {
  if (trigger.type === 'prometheus' || trigger.type === 'loki') return originOfQuery(settingOf(trigger, 'query') ?? '', names);
  if (countsReadEntries(trigger)) return 'own-pods';
  if (!target) return 'unknown';
  if (trigger.type === 'kubernetes-workload') return countsOwnPods(manifests, target, settingOf(trigger, 'podSelector') ?? '') ? 'own-pods' : 'outside';
  if (trigger.type !== 'metrics-api') return 'unknown';
  const host = /^https?:\/\/([^/:]+)/.exec(settingOf(trigger, 'url') ?? '')?.[1].split('.')[0];
  const own = manifests.servicesSelecting(target).some(({ metadata }) => metadata.name === host);
  return own ? 'own-pods' : host === undefined ? 'unknown' : 'outside';
}

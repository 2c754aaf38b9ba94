import { fieldsAt, listAt } from '../../manifest/fields';
import { settingOf, type Trigger, triggersOf } from '../autoscalers';
import { type Rule } from '../rule';

/** What a trigger cannot do without; of alternatives, one. */
const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  cron: [['timezone'], ['start'], ['end'], ['desiredReplicas']],
  cpu: [['value']],
  kafka: [['bootstrapServers'], ['consumerGroup']],
  memory: [['value']],
  mysql: [['query'], ['queryValue']],
  postgresql: [['query']],
  prometheus: [['serverAddress'], ['query'], ['threshold']],
  rabbitmq: [['queueName']],
  redis: [['listName']],
  'redis-streams': [['stream']],
};

export const kedaTriggerIsComplete: Rule = {
  id: 'KSC067',
  title: 'a KEDA trigger has the settings that its type needs',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'KEDA refuses the object, or cannot build the trigger: the ScaledObject is not ready and nothing scales',
  whatToChange: 'add the setting, as a text',
  source: 'keda pkg/scalers: cron, cpu_memory, kafka, mysql, postgresql, prometheus, rabbitmq, redis and redis_streams_scaler.go; keda crd, triggers.metadata',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      if (listAt(scaledObject, 'spec', 'triggers').length === 0) yield { manifest: scaledObject, message: 'has no triggers; add one' };
      for (const trigger of triggersOf(scaledObject)) {
        for (const fault of faultsOf(trigger)) yield { manifest: scaledObject, message: `${trigger.label} ${fault}` };
      }
    }
  },
};

function* faultsOf(trigger: Trigger): Iterable<string> {
  if (trigger.type === '') yield 'has no type; name one, as in prometheus';
  for (const [key, value] of Object.entries(trigger.metadata)) {
    if (typeof value !== 'string' && value !== null) yield `has ${key}: ${JSON.stringify(value)}, which must be a text; quote it`;
  }
  const referred = fieldsAt(trigger.fields, 'authenticationRef') !== undefined;
  for (const names of Object.hasOwn(NEEDED, trigger.type) ? NEEDED[trigger.type] : []) {
    const missing = names.every((name) => settingOf(trigger, name) === undefined && settingOf(trigger, `${name}FromEnv`) === undefined);
    if (missing && !(referred && names.includes('serverAddress'))) yield `has no ${names.join(' or ')}; add it`;
  }
  if (trigger.type === 'cron' && settingOf(trigger, 'start') !== undefined && settingOf(trigger, 'start') === settingOf(trigger, 'end')) yield 'starts and ends at the same time; move one of the two';
}

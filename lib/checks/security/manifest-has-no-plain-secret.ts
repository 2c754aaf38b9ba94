import { fieldsAt, fieldsListAt, listAt, textAt } from '../../values/fields';
import { isPlainSecret, secretArgument } from '../../values/secret-names';
import { triggersOf } from '../analysis/autoscalers';
import { containersOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const manifestHasNoPlainSecret: Rule = {
  id: 'KSC031',
  title: 'manifest holds no secret in plain text',
  topic: 'correctness',
  severity: 'warning',
  reason: 'manifests are committed, copied and readable to everyone who may read the object: the secret is disclosed and must be rotated',
  whatToChange: 'move it to a Secret, and refer to it by secretKeyRef, envFrom or a TriggerAuthentication',
  source: 'kubernetes docs, good practices for secrets',
  *check(manifests) {
    for (const { workload, container, label } of containersOf(manifests)) {
      const words = [...listAt(container, 'command'), ...listAt(container, 'args')].map(String);
      const flag = secretArgument(words);
      if (flag !== undefined) yield { manifest: workload, message: `${label} gets the secret of ${flag} in plain text; pass it in a variable with secretKeyRef` };
      for (const variable of fieldsListAt(container, 'env')) {
        const [name, value] = [textAt(variable, 'name') ?? '', textAt(variable, 'value') ?? ''];
        if (isPlainSecret(name, value)) yield { manifest: workload, message: `${label} has the secret ${name} in plain text; refer to a Secret with secretKeyRef` };
      }
    }
    for (const secret of manifests.ofKind('Secret', '')) {
      const written = ['data', 'stringData'].flatMap((field) => Object.entries(fieldsAt(secret, field) ?? {})).find(([, value]) => isWritten(value));
      if (written && secret.sops === undefined) yield { manifest: secret, message: `holds ${written[0]} in plain text; create the Secret in the cluster, or encrypt it` };
    }
    for (const configMap of manifests.ofKind('ConfigMap', '')) {
      for (const [key, value] of Object.entries(fieldsAt(configMap, 'data') ?? {})) {
        if (typeof value === 'string' && isPlainSecret(key, value)) yield { manifest: configMap, message: `holds the secret ${key}; move it to a Secret` };
      }
    }
    for (const scaledObject of manifests.scaledObjects) {
      for (const { metadata, label } of triggersOf(scaledObject)) {
        for (const [key, value] of Object.entries(metadata)) {
          if (typeof value !== 'string' || key.endsWith('FromEnv') || !isPlainSecret(key, value)) continue;
          yield { manifest: scaledObject, message: `${label} has the secret ${key} in plain text; use a TriggerAuthentication` };
        }
      }
    }
  },
};

/** True for a literal value: not empty, and no reference, template or encrypted value. */
function isWritten(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && !/\$[({]|\{\{|^ENC\[|^<.*>$/.test(value);
}

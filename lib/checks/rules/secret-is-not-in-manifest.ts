import { fieldsAt, fieldsListAt, textAt } from '../../manifest/fields';
import { holdsPassword, namesSecret } from '../../values/secret-names';
import { triggersOf } from '../autoscalers';
import { containersOf } from '../containers';
import { type Rule } from '../rule';

export const secretIsNotInManifest: Rule = {
  id: 'KSC031',
  title: 'no secret stands in a manifest in plain text',
  topic: 'correctness',
  severity: 'warning',
  reason: 'manifests are committed, copied and shown to whoever may read the object: the secret is out, and has to be changed',
  whatToChange: 'put it into a Secret and refer to it by secretKeyRef, envFrom or a TriggerAuthentication',
  source: 'kubernetes docs, good practices for secrets',
  *check(manifests) {
    for (const { workload, container, label } of containersOf(manifests)) {
      for (const variable of fieldsListAt(container, 'env')) {
        const [name, value] = [textAt(variable, 'name') ?? '', textAt(variable, 'value') ?? ''];
        if (isSecret(name, value)) yield { manifest: workload, message: `${label} has the secret ${name} as plain text; refer to a Secret by secretKeyRef` };
      }
    }
    for (const configMap of manifests.ofKind('ConfigMap', '')) {
      for (const [key, value] of Object.entries(fieldsAt(configMap, 'data') ?? {})) {
        if (typeof value === 'string' && isSecret(key, value)) yield { manifest: configMap, message: `holds the secret ${key}; move it to a Secret` };
      }
    }
    for (const scaledObject of manifests.scaledObjects) {
      for (const { metadata, label } of triggersOf(scaledObject)) {
        for (const [key, value] of Object.entries(metadata)) {
          if (typeof value !== 'string' || key.endsWith('FromEnv') || !isSecret(key, value)) continue;
          yield { manifest: scaledObject, message: `${label} has the secret ${key} as plain text; use a TriggerAuthentication` };
        }
      }
    }
  },
};

/** A value with a `$(NAME)` or a line break in it is composed elsewhere, or a file; a number, a switch or the path of a file is no secret. */
function isSecret(name: string, value: string): boolean {
  if (holdsPassword(value) && !/\$[({]/.test(value)) return true;
  return namesSecret(name) && value.trim() !== '' && !/\$[({]|\n/.test(value) && !HARMLESS.test(value.trim());
}

const HARMLESS = /^(?:true|false|yes|no|on|off|\d+(?:\.\d+)?|(?:\/[\w.-]+){2,})$/i;

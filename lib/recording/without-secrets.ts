import { fieldsAt, isFields, listAt } from '../values/fields';
import { holdsPassword, isPlainSecret } from '../values/secret-names';

type Manifest = Readonly<Record<string, unknown>>;

const REMOVED = 'removed';
/** Copy of the whole object that `kubectl apply` keeps, with everything that is secret in it. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Autoscaler as a recording holds it, which is committed and passed on: secrets in the settings of triggers are
 * replaced, in a URL its password alone, and kubectl's copy of the object is left out.
 */
export function withoutSecrets(manifest: Manifest): Manifest {
  const triggers = listAt(manifest, 'spec', 'triggers');
  return {
    ...manifest,
    ...(fieldsAt(manifest, 'metadata', 'annotations')?.[LAST_APPLIED] !== undefined && { metadata: withoutCopy(manifest) }),
    ...(triggers.length > 0 && { spec: { ...fieldsAt(manifest, 'spec'), triggers: triggers.map(triggerWithoutSecrets) } }),
  };
}

function withoutCopy(manifest: Manifest): Manifest {
  const annotations = Object.entries(fieldsAt(manifest, 'metadata', 'annotations') ?? {}).filter(([name]) => name !== LAST_APPLIED);
  return { ...fieldsAt(manifest, 'metadata'), annotations: Object.fromEntries(annotations) };
}

function triggerWithoutSecrets(trigger: unknown): unknown {
  const metadata = fieldsAt(trigger, 'metadata');
  if (!isFields(trigger) || !metadata) return trigger;
  return { ...trigger, metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, valueWithoutSecret(name, value)])) };
}

function valueWithoutSecret(name: string, value: unknown): unknown {
  if (typeof value !== 'string' || name.endsWith('FromEnv') || !isPlainSecret(name, value)) return value;
  return holdsPassword(value) ? value.replace(/(:\/\/[^/\s@:]*:)[^/\s@]+@/, `$1${REMOVED}@`) : REMOVED;
}

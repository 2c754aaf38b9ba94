import { requireReferencedName } from './names';
import { type k8s, type Plain } from './plain';

/** Returns the imagePullSecrets of a pod spec. */
export function pullSecretsManifest(names?: readonly string[]): Pick<Plain<k8s.PodSpec>, 'imagePullSecrets'> {
  return names === undefined ? {} : { imagePullSecrets: names.map(pullSecret) };
}

function pullSecret(name: string): Plain<k8s.LocalObjectReference> {
  requireReferencedName('Secret', name);
  return { name };
}

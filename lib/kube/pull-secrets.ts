import { requireReferencedName } from './names';
import { type k8s, type Plain } from './plain';

/** The Secrets with the credentials of registries, as a pod names them. */
export function pullSecretsManifest(names?: readonly string[]): Pick<Plain<k8s.PodSpec>, 'imagePullSecrets'> {
  return names === undefined ? {} : { imagePullSecrets: names.map(pullSecret) };
}

function pullSecret(name: string): Plain<k8s.LocalObjectReference> {
  requireReferencedName('Secret', name);
  return { name };
}

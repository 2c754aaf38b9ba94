import { type IConstruct } from 'constructs';
import { type IConnectable } from '../kube/connection';
import { ExternalEndpoint } from '../kube/external-endpoint';
import { Synthesis } from '../kube/synthesis';
import { type FetchedSource } from './sources/source-details';

/**
 * Where a model is fetched from, for a network policy.
 *
 * @throws where the pod would have to reach more than that.
 */
export function sourceEndpoint({ name, host, port, usesPodIdentity = false }: FetchedSource): IConnectable {
  if (usesPodIdentity) {
    throw new Error(`the bucket of model '${name}' has no credentials, and a cloud hands out the identity of a pod at link-local addresses, which the network policy forbids; `
      + 'name the credentials of the source, or name as the network of the preload all that its pods may reach');
  }
  return ExternalEndpoint.of(host.replace(/^\[|\]$/g, ''), { port });
}

/** Asks in the output for the secrets that the source of a preload is read with. */
export function askForSecrets(scope: IConstruct, { secrets, pullSecret }: FetchedSource, name: string, namespace: string | undefined): void {
  Object.entries(secrets).forEach(([variable, secret]) => secret._askFor(scope, namespace, `${variable} of preload ${name}`, `$${variable}`));
  if (pullSecret === undefined) return;
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  Synthesis.of(scope).note(`preload ${name} reads the credentials of the registry from Secret ${pullSecret}${where}, which has to be there`);
}

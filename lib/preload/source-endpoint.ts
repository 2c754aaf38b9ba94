import { type IConstruct } from 'constructs';
import { type IConnectable } from '../kube/connection';
import { ExternalEndpoint } from '../kube/external-endpoint';
import { Synthesis } from '../kube/synthesis';
import { type FetchSettings } from './fetch-settings';
import { type FetchedSource } from './sources/source-details';

/**
 * Returns the endpoints that a fetch needs: the source, and the token service of its identity.
 *
 * @throws if the source is in the cluster and has no `network`
 */
export function endpointsOf({ host, port, podIdentity }: FetchedSource, { proxy }: FetchSettings, network?: IConnectable): IConnectable[] {
  const source = proxy ?? network ?? ExternalEndpoint.of(host.replace(/^\[|\]$/g, ''), { port });
  // A proxy also covers a public token service of the cloud, but never the link-local addresses of the node.
  return podIdentity && !(proxy && podIdentity._isPublic) ? [source, podIdentity] : [source];
}

/** Returns the address that a fetch connects to, as 'host:port'. */
export function addressOf({ host, port }: FetchedSource, { proxy }: FetchSettings): string {
  return proxy ? `${proxy.host}:${proxy.port}` : `${host}:${port}`;
}

/** Registers the Secrets of a source, which the output lists. */
export function askForSecrets(scope: IConstruct, { secrets, pullSecret, host }: FetchedSource, name: string, namespace: string | undefined): void {
  Object.entries(secrets).forEach(([variable, secret]) => secret._askFor(scope, namespace, `${variable} of preload ${name}`, `$${variable}`));
  if (pullSecret === undefined) return;
  const [qualified, where] = namespace === undefined ? [pullSecret, ''] : [`${namespace}/${pullSecret}`, ` -n ${namespace}`];
  Synthesis.of(scope).note(`Secret ${qualified} must contain the credentials with which preload ${name} reads from the registry; create it unless it exists: `
    + `kubectl${where} create secret docker-registry ${pullSecret} --docker-server=${host} --docker-username="$REGISTRY_USER" --docker-password="$REGISTRY_TOKEN"`);
}

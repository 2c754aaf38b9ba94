import { type ConnectionRoute } from '../kube/connection';
import { ExternalEndpoint } from '../kube/external-endpoint';
import { type NetworkPeer } from '../kube/network-peer';
import { requirePort } from '../kube/port';
import { isIPv6 } from '../values/ip-address';
import { UserError } from '../values/user-error';

/** Host with port: 'cache.example.com:6379' or '[2001:db8::1]:6379'. */
const HOST = /^(?:\[([0-9A-Fa-f:]+)\]|([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?))(?::(\d+))?$/;

const PATTERN = /^([a-z+]+):\/\/([^/?#]+)((?:\/[\w.~%-]*)?(?:\?[\w.~%=&-]*)?)$/;

/** Parsed URL of a store. */
export interface StoreUrl {
  readonly text: string;
  readonly scheme: string;
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  /** Path of the URL with its leading slash: a database, or the name of a Sentinel master. */
  readonly path: string;
}

/**
 * Parses the URL of a store, which can have several hosts.
 *
 * @param what kind of the store in messages: 'session store'
 * @param schemes allowed schemes with their default ports
 * @throws if it contains a password, or no store or host
 */
export function parseStoreUrl(text: string, what: string, schemes: Record<string, number>): StoreUrl {
  const [, scheme, authority, rest] = PATTERN.exec(text) ?? [];
  if (authority?.includes('@')) {
    throw new UserError(`the url of a ${what} contains a user or a password; remove them, and pass the credentials as a SecretKey`);
  }
  if (scheme === undefined || !Object.hasOwn(schemes, scheme)) {
    throw new UserError(`'${text}' is not a url of a ${what}; write scheme://host[:port][,host[:port]...][/path] with one of the schemes ${Object.keys(schemes).join(', ')}`);
  }
  const hosts = authority.split(',').map((part) => {
    const [, address, name, port] = HOST.exec(part) ?? [];
    const host = address ?? name;
    if (host === undefined || (address !== undefined && !isIPv6(address))) throw new UserError(`'${part}' in the url of a ${what} is not a host; write host or host:port, as in 'cache.example.com:6379'`);
    return { host, port: port === undefined ? schemes[scheme] : requirePort(`the port of ${host}`, Number(port)) };
  });
  return { text, scheme, hosts, path: rest.split('?')[0] };
}

interface Whereabouts {
  readonly cidrs?: string[];
  readonly pods?: NetworkPeer[];
  /** Additional ports that a client connects to after a redirect by a host. */
  readonly dataPorts?: number[];
}

/**
 * Returns the network routes to an existing store.
 *
 * @throws if both addresses and pods are given, a port is invalid, or a host of the cluster has neither
 */
export function routesToStore({ hosts }: StoreUrl, what: string, { pods, cidrs, dataPorts = [] }: Whereabouts): ConnectionRoute[] {
  if (pods && cidrs) throw new UserError(`a ${what} has both cidrs and pods; set one of the two`);
  dataPorts.forEach((port) => requirePort(`a data port of ${hosts[0].host}`, port));
  const withData = (ports: number[]): number[] => [...new Set([...ports, ...dataPorts])];
  return pods
    ? [{ peers: pods, ports: withData(hosts.map(({ port }) => port)) }]
    : hosts.map(({ host, port }) => ({ peers: ExternalEndpoint.of(host, { cidrs })._peers(), ports: withData([port]) }));
}

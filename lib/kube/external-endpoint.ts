import { isIP } from '../values/ip-address';
import { UserError } from '../values/user-error';
import { type ConnectionCaller, type ConnectionEndpoint, type IConnectable } from './connection';
import { type NetworkPeer, peerManifest } from './network-peer';
import { requirePort } from './port';

/**
 * All public addresses. Link-local ranges contain the metadata services of clouds; private and shared ranges contain
 * the cluster and its networks.
 */
const PUBLIC_ADDRESSES: NetworkPeer[] = [
  { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8'] },
  { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] },
];

/**
 * Host names with private addresses: domains of private networks, managed stores inside a VPC, and names that contain a
 * private address.
 */
const PRIVATE_NAMES: readonly RegExp[] = [
  /\.(?:internal|local|lan|corp|home|intranet|private|localdomain|home\.arpa|consul)\.?$/i,
  /\.(?:rds|cache|memorydb|memory-db|docdb|neptune|kafka|vpce)\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?\.?$/i,
  /^vpc-[^.]+(?:\.[a-z0-9-]+)?\.(?:es|aoss)\.amazonaws\.com(?:\.cn)?\.?$/i,
  /\bprivatelink\b/i,
  /(?:^|[.-])(?:10[.-]\d{1,3}|192[.-]168|172[.-](?:1[6-9]|2\d|3[01]))[.-]\d{1,3}[.-]\d{1,3}(?:[.-]|$)/,
];

/** Reports whether a host name usually resolves to a private address. */
function namesPrivateAddress(host: string): boolean {
  return isIP(host) === 0 && PRIVATE_NAMES.some((pattern) => pattern.test(host));
}

/**
 * Reports whether a route allows only public addresses and the host name has a private one, so that the policy blocks
 * all traffic to it.
 */
export function missesPrivateName(host: string, peers: readonly NetworkPeer[]): boolean {
  return peers.some((peer) => PUBLIC_ADDRESSES.includes(peer)) && namesPrivateAddress(host);
}

/** Options of an endpoint outside the cluster. */
export interface ExternalEndpointOptions {
  /**
   * TCP port.
   *
   * @default 443
   */
  readonly port?: number;

  /**
   * CIDR ranges of the host. A NetworkPolicy does not support host names, so set the ranges if the provider publishes
   * them.
   *
   * @default - the host if it is an IP address, otherwise all public addresses: 0.0.0.0/0 and ::/0 without the private,
   * shared, link-local and loopback ranges
   */
  readonly cidrs?: string[];
}

/** Endpoint outside the cluster: a hosted model API, a managed store, a model source. */
export class ExternalEndpoint implements IConnectable {
  /**
   * Creates an endpoint.
   *
   * @param host host name or IP address; the output reports it
   * @throws if the host is a URL, the port is invalid, a range is malformed, or the host is in the cluster and has no
   * cidrs.
   */
  public static of(host: string, options: ExternalEndpointOptions = {}): ExternalEndpoint {
    return new ExternalEndpoint(host, options);
  }

  /** Port that callers connect to. */
  public readonly port: number;
  private readonly peers: NetworkPeer[];

  private constructor(
    /** Host name or address. */
    public readonly host: string,
    { port = 443, cidrs }: ExternalEndpointOptions,
  ) {
    if (!/^[\w.-]+$|^[0-9a-f:]+$/i.test(host)) {
      throw new UserError(`'${host}' is not a host; write it without scheme, port and path, as in 'api.openai.com'`);
    }
    this.port = requirePort(`the port of ${host}`, port);
    this.peers = cidrs?.map((cidr) => ({ cidr })) ?? addressesOf(host);
    if (this.peers.length === 0) throw new UserError(`cidrs of ${host} is an empty list; add at least one, or remove it for every public address`);
    this.peers.forEach(peerManifest);
  }

  public acceptFrom(_caller: ConnectionCaller): ConnectionEndpoint {
    return { name: this.host, routes: [{ peers: this.peers, ports: [this.port] }] };
  }

  /** @internal */
  public _peers(): NetworkPeer[] {
    return this.peers;
  }

  /** Host and port, as in 'api.openai.com:443'. */
  public toString(): string {
    return `${this.host}:${this.port}`;
  }
}

function addressesOf(host: string): NetworkPeer[] {
  const version = isIP(host);
  if (version !== 0) return [{ cidr: `${host}/${version === 6 ? 128 : 32}` }];
  if (!/\.[^.]/.test(host) || /\.svc(\.cluster\.local)?\.?$/i.test(host)) {
    throw new UserError(`'${host}' is a name inside the cluster without a public address; set its pods (pods of a store, otherwise ClusterEndpoint.of), or its cidrs`);
  }
  return PUBLIC_ADDRESSES;
}

import { isIP } from '../values/ip-address';
import { UserError } from '../values/user-error';
import { type ConnectionCaller, type ConnectionEndpoint, type IConnectable } from './connection';
import { type NetworkPeer, peerManifest } from './network-peer';
import { requirePort } from './port';

/**
 * Every public address. Link-local ranges hold the metadata services of clouds, private and shared ones the cluster and
 * its neighbours.
 */
const PUBLIC_ADDRESSES: NetworkPeer[] = [
  { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8'] },
  { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] },
];

/**
 * Domains whose names have private addresses: those of private networks, of managed stores inside a VPC, and names that
 * spell a private address.
 */
const PRIVATE_NAMES: readonly RegExp[] = [
  /\.(?:internal|local|lan|corp|home|intranet|private|localdomain|home\.arpa|consul)\.?$/i,
  /\.(?:rds|cache|memorydb|memory-db|docdb|neptune|kafka|vpce)\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?\.?$/i,
  /^vpc-[^.]+(?:\.[a-z0-9-]+)?\.(?:es|aoss)\.amazonaws\.com(?:\.cn)?\.?$/i,
  /\bprivatelink\b/i,
  /(?:^|[.-])(?:10[.-]\d{1,3}|192[.-]168|172[.-](?:1[6-9]|2\d|3[01]))[.-]\d{1,3}[.-]\d{1,3}(?:[.-]|$)/,
];

/** Reports whether a name is one that resolves to a private address in practice. */
function namesPrivateAddress(host: string): boolean {
  return isIP(host) === 0 && PRIVATE_NAMES.some((pattern) => pattern.test(host));
}

/**
 * Reports whether a route leads to public addresses alone, and the name to a private one, so that the policy lets no
 * packet through.
 */
export function missesPrivateName(host: string, peers: readonly NetworkPeer[]): boolean {
  return peers.some((peer) => PUBLIC_ADDRESSES.includes(peer)) && namesPrivateAddress(host);
}

/** Address of a service outside the cluster. */
export interface ExternalEndpointOptions {
  /**
   * The TCP port.
   *
   * @default 443
   */
  readonly port?: number;

  /**
   * The ranges of addresses that the host may have. A network policy knows no host names, so name them where the
   * provider publishes them.
   *
   * @default - the host where it is an address itself, otherwise every public address: 0.0.0.0/0 and ::/0 without the
   * private, shared, link-local and loopback ranges
   */
  readonly cidrs?: string[];
}

/** Something outside the cluster: a hosted model API, a managed store, a source of models. */
export class ExternalEndpoint implements IConnectable {
  /**
   * Names what is outside the cluster.
   *
   * @param host a host name or address; the output says that it is reached
   * @throws where the host is a URL, the port is none or a range is malformed, or where a host of the cluster comes
   * without cidrs.
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

  /** As in 'api.openai.com:443'. */
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

import { isInRange, isIP, parseAddressRange } from '../values/ip-address';
import { UserError } from '../values/user-error';
import { type ConnectionCaller, type ConnectionEndpoint, type IConnectable } from './connection';
import { EnvValue } from './env-value';
import { type NetworkPeer, peerManifest } from './network-peer';

/** Options of an egress proxy. */
export interface EgressProxyOptions {
  /**
   * Ranges of addresses that the proxy has. A network policy knows no host names.
   *
   * @default - the host of the URL where it is an address itself; otherwise cidrs or pods have to be named
   */
  readonly cidrs?: string[];

  /**
   * Pods that the proxy is, where it runs in the cluster.
   *
   * @default - the proxy is outside the cluster
   */
  readonly pods?: NetworkPeer[];

  /**
   * Hosts that are reached without the proxy: names, names of domains with a dot in front ('.example.com'), addresses
   * and ranges of addresses.
   *
   * @default - none besides loopback, link-local addresses and the names of the cluster (.svc, .cluster.local)
   */
  readonly noProxy?: string[];
}

/** Hosts that no proxy reaches: this container, the node's metadata services, Services of the cluster. */
const ALWAYS_DIRECT = ['localhost', '127.0.0.1', '::1', '169.254.169.254', '169.254.169.252', '169.254.170.23', 'fd00:ec2::23', '.svc', '.cluster.local'];

/** HTTP proxy through which containers reach what is outside the cluster. */
export class EgressProxy implements IConnectable {
  /**
   * Proxy at a URL.
   *
   * @param url as in 'http://proxy.example.com:3128', without credentials
   * @throws where the URL is malformed or has credentials, or nothing says which addresses or pods the proxy has.
   */
  public static of(url: string, options: EgressProxyOptions = {}): EgressProxy {
    return new EgressProxy(url, options);
  }

  /** The URL, as in 'http://proxy.example.com:3128'. */
  public readonly url: string;
  /** Host of the URL. */
  public readonly host: string;
  /** Port of the URL. */
  public readonly port: number;

  private readonly peers: NetworkPeer[];
  private readonly direct: string[];

  private constructor(text: string, { cidrs, pods, noProxy = [] }: EgressProxyOptions) {
    const url = /^https?:\/\/[!-~]+$/.test(text) && URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') {
      throw new UserError(`the proxy is ${JSON.stringify(text)}; write http://host:port, as in 'http://proxy.example.com:3128'`);
    }
    if (url.username !== '' || url.password !== '') throw new UserError('the URL of the proxy has credentials, which would be written to the manifest; use a proxy that needs none inside the cluster');
    this.url = url.origin;
    this.host = url.hostname.replace(/^\[|\]$/g, '');
    this.port = url.port !== '' ? Number(url.port) : url.protocol === 'https:' ? 443 : 80;
    if (pods && cidrs) throw new UserError(`the proxy ${this.host} has both cidrs and pods; set one of the two`);
    const version = isIP(this.host);
    const ownAddress = version === 0 ? [] : [{ cidr: `${this.host}/${version === 6 ? 128 : 32}` }];
    this.peers = pods ?? cidrs?.map((cidr) => ({ cidr })) ?? ownAddress;
    if (this.peers.length === 0) throw new UserError(`the proxy ${this.host} has neither cidrs nor pods, and a NetworkPolicy has no host names; set its cidrs, or its pods if it runs in the cluster`);
    this.peers.forEach(peerManifest);
    const wrong = noProxy.find((host) => !/^[\w.:/*-]+$/.test(host));
    if (wrong !== undefined) throw new UserError(`noProxy has ${JSON.stringify(wrong)}; write a host, a domain with a dot in front or a range of addresses, as in '.example.com' or '10.0.0.0/8'`);
    this.direct = [...ALWAYS_DIRECT, ...noProxy];
  }

  public acceptFrom(_caller: ConnectionCaller): ConnectionEndpoint {
    return { name: this.host, routes: [{ peers: this.peers, ports: [this.port] }] };
  }

  /**
   * Reports whether a host is reached without the proxy.
   *
   * @internal
   */
  public _bypasses(host: string): boolean {
    const name = host.replace(/^\[|\]$/g, '').toLowerCase();
    return this.direct.some((entry) => matches(entry.toLowerCase(), name));
  }

  /**
   * Environment of a container that uses the proxy. curl takes the proxy of http URLs from the lower-case variable
   * alone, others prefer upper case.
   *
   * @param direct further hosts that are reached without it
   * @internal
   */
  public _environment(direct: readonly string[] = []): Record<string, EnvValue> {
    const url = EnvValue.value(this.url);
    const noProxy = EnvValue.value([...new Set([...this.direct, ...direct])].join());
    return { HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: noProxy, http_proxy: url, https_proxy: url, no_proxy: noProxy };
  }
}

function matches(entry: string, host: string): boolean {
  if (entry === '*') return true;
  const range = parseAddressRange(entry);
  if (range !== undefined) return isInRange(host, range);
  const domain = entry.replace(/^\*/, '');
  return domain.startsWith('.') ? host.endsWith(domain) || host === domain.slice(1) : host === domain || host.endsWith(`.${domain}`);
}

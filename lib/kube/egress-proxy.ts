import { isInRange, isIP, parseAddressRange } from '../values/ip-address';
import { UserError } from '../values/user-error';
import { type ConnectionCaller, type ConnectionEndpoint, type IConnectable } from './connection';
import { EnvValue } from './env-value';
import { type NetworkPeer, peerManifest } from './network-peer';

/** Options of an egress proxy. */
export interface EgressProxyOptions {
  /**
   * CIDR ranges of the proxy. A NetworkPolicy does not support host names.
   *
   * @default - the host of the URL if it is an IP address; otherwise cidrs or pods are required
   */
  readonly cidrs?: string[];

  /**
   * Pods of the proxy, if it runs in the cluster.
   *
   * @default - outside the cluster
   */
  readonly pods?: NetworkPeer[];

  /**
   * Hosts that bypass the proxy: host names, domains with a leading dot ('.example.com'), IP addresses and CIDR ranges.
   *
   * @default - none besides loopback, link-local addresses and cluster names (.svc, .cluster.local)
   */
  readonly noProxy?: string[];
}

/** Hosts that always bypass the proxy: the container itself, metadata services of the node, Services of the cluster. */
const ALWAYS_DIRECT = ['localhost', '127.0.0.1', '::1', '169.254.169.254', '169.254.169.252', '169.254.170.23', 'fd00:ec2::23', '.svc', '.cluster.local'];

/** HTTP proxy for connections to endpoints outside the cluster. */
export class EgressProxy implements IConnectable {
  /**
   * Creates a proxy with the given URL.
   *
   * @param url as in 'http://proxy.example.com:3128', without credentials
   * @throws if the URL is malformed or has credentials, or the addresses or pods of the proxy are unknown.
   */
  public static of(url: string, options: EgressProxyOptions = {}): EgressProxy {
    return new EgressProxy(url, options);
  }

  /** URL, as in 'http://proxy.example.com:3128'. */
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
   * Reports whether a host bypasses the proxy.
   *
   * @internal
   */
  public _bypasses(host: string): boolean {
    const name = host.replace(/^\[|\]$/g, '').toLowerCase();
    return this.direct.some((entry) => matches(entry.toLowerCase(), name));
  }

  /**
   * Returns the environment variables of a container that uses the proxy. curl reads the proxy for http URLs only from
   * the lower-case variable; other clients prefer upper case.
   *
   * @param direct additional hosts that bypass the proxy
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

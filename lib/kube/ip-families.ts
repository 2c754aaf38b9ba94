/** Address families of a cluster's pod network. */
export enum IpFamilies {
  /** IPv4 only. */
  IPV4 = 'IPv4',

  /** IPv6 only. */
  IPV6 = 'IPv6',

  /** IPv4 and IPv6: each pod has an address of both families. */
  DUAL_STACK = 'DualStack',
}

/**
 * Returns the listen address for connections of all address families of the cluster. A socket on `::` also accepts
 * IPv4.
 */
export function listenAddress(families: IpFamilies): string {
  return families === IpFamilies.IPV4 ? '0.0.0.0' : '::';
}

/** Address families of a cluster's pod network. */
export enum IpFamilies {
  /** IPv4 only. */
  IPV4 = 'IPv4',

  /** IPv6 only. */
  IPV6 = 'IPv6',

  /** Both: each pod has an address of either family. */
  DUAL_STACK = 'DualStack',
}

/**
 * Address on which a server accepts connections of every family that the cluster has. A socket on `::` accepts IPv4 as
 * well.
 */
export function listenAddress(families: IpFamilies): string {
  return families === IpFamilies.IPV4 ? '0.0.0.0' : '::';
}

import { type Fields, fieldsAt, fieldsListAt, listAt, textAt } from '../../values/fields';
import { isInRange, isIP, parseAddressRange } from '../../values/ip-address';
import { NAMESPACE_NAME, type PolicyRule } from './network';

/** The parts of 'kafka:9092' or '[fd00::1]:9092'. */
export function splitAddress(address: string): [host: string, port: number] {
  const colon = address.lastIndexOf(':');
  return [address.slice(0, colon).replace(/^\[|\]$/g, ''), Number(address.slice(colon + 1))];
}

/**
 * True where an egress rule allows a host.
 * A NetworkPolicy allows hosts outside the cluster by address alone. Manifests do not tell the addresses of a name, so
 * any address is taken to match.
 */
export function allowsHost({ rule }: PolicyRule, host: string): boolean {
  const peers = fieldsListAt(rule, 'to');
  return peers.length === 0 || peers.some((peer) => {
    const block = fieldsAt(peer, 'ipBlock');
    return block ? isIP(host) === 0 || holds(block, host) : isNameOfPods(host, peer);
  });
}

function holds(block: Fields, address: string): boolean {
  const contains = (range: unknown): boolean => {
    const parsed = parseAddressRange(String(range));
    return parsed !== undefined && isInRange(address, parsed);
  };
  return contains(block.cidr) && !listAt(block, 'except').some(contains);
}

/** As in 'minio', 'minio.storage.svc', or 'minio.storage' where the peer names that namespace. */
function isNameOfPods(host: string, peer: Fields): boolean {
  if (isIP(host) !== 0) return false;
  const [, namespace, svc] = host.split('.');
  return namespace === undefined || svc === 'svc' || (svc === undefined && textAt(peer, 'namespaceSelector', 'matchLabels', NAMESPACE_NAME) === namespace);
}

import { type k8s } from 'cdk8s-plus-28';
import { type AddressRange, isInRange, parseAddressRange } from '../values/ip-address';
import { UserError } from '../values/user-error';
import { checkedLabels, LABEL } from './labels';
import { type Plain } from './plain';

/** Label with the namespace's name, which Kubernetes sets on all namespaces. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** Peer of a connection: pods, or a range of IP addresses. */
export interface NetworkPeer {
  /**
   * Labels of the pods.
   *
   * @default - all pods of the namespaces
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Labels of the pods' namespaces; `{ 'kubernetes.io/metadata.name': 'ingress' }` selects one.
   *
   * @default - the namespace of the policy
   */
  readonly namespaceLabels?: Record<string, string>;

  /**
   * CIDR range, instead of pods, as in '203.0.113.0/24'.
   *
   * @default - none: the peer is pods
   */
  readonly cidr?: string;

  /**
   * Excluded CIDR ranges within `cidr`.
   *
   * @default - none
   */
  readonly except?: string[];
}

/** DNS port. */
export const DNS_PORT = 53;

/** DNS servers of most clusters. */
export const CLUSTER_DNS: NetworkPeer[] = [{ namespaceLabels: { [NAMESPACE_NAME_LABEL]: 'kube-system' }, podLabels: { 'k8s-app': 'kube-dns' } }];

/** Default metrics scraper: Prometheus with the labels of kube-prometheus-stack, in the namespace monitoring. */
export const DEFAULT_SCRAPER: NetworkPeer = {
  namespaceLabels: { [NAMESPACE_NAME_LABEL]: 'monitoring' },
  podLabels: { [LABEL.name]: 'prometheus' },
};

/**
 * Returns the peer of a NetworkPolicy.
 *
 * @throws if the peer is empty, has both labels and a cidr, or a range is invalid.
 */
export function peerManifest({ podLabels, namespaceLabels, cidr, except }: NetworkPeer): Plain<k8s.NetworkPolicyPeer> {
  if (cidr !== undefined) {
    if (podLabels || namespaceLabels) throw new UserError(`a network peer has both the cidr ${cidr} and labels; split it into two peers`);
    const range = parseCidr(cidr);
    except?.forEach((part) => requirePart(part, cidr, range));
    return { ipBlock: { cidr, ...(except && { except }) } };
  }
  if (!hasLabels(podLabels) && !hasLabels(namespaceLabels)) {
    throw new UserError('a network peer is empty; set podLabels, namespaceLabels or cidr');
  }
  return {
    ...(namespaceLabels && { namespaceSelector: { matchLabels: checkedLabels(namespaceLabels) } }),
    ...(podLabels && { podSelector: { matchLabels: checkedLabels(podLabels) } }),
  };
}

/**
 * Returns the peer for pods of a namespace, for a policy in the same or another namespace.
 *
 * @throws if only one of the namespaces is known, so that they cannot be compared.
 */
export function podsIn(podLabels: Record<string, string>, namespace: string | undefined, policyNamespace: string | undefined): NetworkPeer {
  if (namespace === policyNamespace) return { podLabels };
  if (namespace === undefined || policyNamespace === undefined) {
    throw new UserError(`pods of namespace '${namespace ?? policyNamespace}' connect to pods of an unknown namespace; set the namespace of both charts`);
  }
  return { podLabels, namespaceLabels: { [NAMESPACE_NAME_LABEL]: namespace } };
}

function hasLabels(labels: Record<string, string> | undefined): boolean {
  return labels !== undefined && Object.keys(labels).length > 0;
}

function parseCidr(text: string): AddressRange {
  const range = /^(?:[0-9.]+|[0-9a-f:]+)\/(?:0|[1-9]\d{0,2})$/i.test(text) ? parseAddressRange(text) : undefined;
  if (range === undefined) {
    throw new UserError(`'${text}' is not a CIDR; write it as in '203.0.113.0/24' or '2001:db8::/32'`);
  }
  return range;
}

function requirePart(text: string, cidr: string, range: AddressRange): void {
  const part = parseCidr(text);
  if (part.bits <= range.bits || !isInRange(part.address, range)) {
    throw new UserError(`except '${text}' is not within the CIDR '${cidr}'; remove it, or set a smaller range`);
  }
}

import { type k8s } from 'cdk8s-plus-28';
import { type AddressRange, isInRange, parseAddressRange } from '../values/ip-address';
import { UserError } from '../values/user-error';
import { checkedLabels, LABEL } from './labels';
import { type Plain } from './plain';

/** The label by which every namespace can be selected: its name. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** Pods, or addresses, at the other end of a connection. */
export interface NetworkPeer {
  /**
   * The labels of the pods.
   *
   * @default - all pods of the namespaces
   */
  readonly podLabels?: Record<string, string>;

  /**
   * The labels of the namespaces that the pods are in; `{ 'kubernetes.io/metadata.name': 'ingress' }` names one.
   *
   * @default - the namespace of the policy
   */
  readonly namespaceLabels?: Record<string, string>;

  /**
   * A range of addresses, instead of pods, as in '203.0.113.0/24'.
   *
   * @default - pods are meant
   */
  readonly cidr?: string;

  /**
   * Ranges of addresses that are excluded; each is a part of the range.
   *
   * @default - nothing
   */
  readonly except?: string[];
}

/** Port of DNS queries. */
export const DNS_PORT = 53;

/** DNS servers of most clusters. */
export const CLUSTER_DNS: NetworkPeer[] = [{ namespaceLabels: { [NAMESPACE_NAME_LABEL]: 'kube-system' }, podLabels: { 'k8s-app': 'kube-dns' } }];

/** Default metrics scraper: Prometheus as kube-prometheus-stack labels it, in a namespace called monitoring. */
export const DEFAULT_SCRAPER: NetworkPeer = {
  namespaceLabels: { [NAMESPACE_NAME_LABEL]: 'monitoring' },
  podLabels: { [LABEL.name]: 'prometheus' },
};

/**
 * A peer as a network policy writes it.
 *
 * @throws where it names no peer, or both pods and addresses, or a range that is none.
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
 * Pods of one namespace, as a policy of the same or another one names them.
 *
 * @throws where only one of the namespaces is known, so that it is unknown whether they are the same.
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

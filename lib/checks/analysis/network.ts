import { type Fields, fieldsAt, fieldsListAt, listAt, numberAt, textAt } from '../../values/fields';
import { matchesLabelSelector } from '../../manifest/label-selector';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { portsOf } from './containers';

export type Direction = 'Ingress' | 'Egress';

const BY_WORKLOAD = new WeakMap<ManifestIndex, ReadonlyMap<Manifest, readonly Manifest[]>>();
/** The label by which every namespace can be selected: its name. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
const DNS_PORT = 53;

/** One rule of a NetworkPolicy, and the namespace that its pod selectors mean. */
export interface PolicyRule {
  readonly namespace: string;
  readonly rule: Fields;
}

/** The workload on whose pods a port is looked up by its name. */
interface PortOwner {
  readonly manifests: ManifestIndex;
  readonly workload: Manifest;
}

/** The NetworkPolicies that close the pods of a workload in one direction. None: everything is open. */
export function policiesOf(manifests: ManifestIndex, workload: Manifest, direction: Direction): readonly Manifest[] {
  return (policiesByWorkload(manifests).get(workload) ?? []).filter((policy) => typesOf(policy).includes(direction));
}

function policiesByWorkload(manifests: ManifestIndex): ReadonlyMap<Manifest, readonly Manifest[]> {
  const known = BY_WORKLOAD.get(manifests);
  if (known) return known;
  const found = new Map<Manifest, Manifest[]>();
  for (const policy of manifests.ofKind('NetworkPolicy', 'networking.k8s.io')) {
    for (const workload of manifests.workloadsMatching(fieldsAt(policy, 'spec', 'podSelector') ?? {}, namespaceOf(policy))) {
      if (!manifests.podTemplateOf(workload)) continue;
      const known = found.get(workload);
      if (known) known.push(policy);
      else found.set(workload, [policy]);
    }
  }
  BY_WORKLOAD.set(manifests, found);
  return found;
}

function typesOf(policy: Manifest): readonly unknown[] {
  const types = listAt(policy, 'spec', 'policyTypes');
  if (types.length > 0) return types;
  return Array.isArray(fieldsAt(policy, 'spec')?.egress) ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** The rules of some policies in one direction; what one of them lets through is let through. */
export function rulesOf(policies: readonly Manifest[], direction: Direction): readonly PolicyRule[] {
  return policies.flatMap((policy) => fieldsListAt(policy, 'spec', direction.toLowerCase()).map((rule) => ({ namespace: namespaceOf(policy), rule })));
}

/**
 * True where a rule allows a port. A named port is looked up on the pods that have it; where they are unknown, it is
 * taken to match.
 */
export function allowsPort({ rule }: PolicyRule, port: number, protocol: string, owner?: PortOwner): boolean {
  const ports = fieldsListAt(rule, 'ports');
  if (ports.length === 0) return true;
  return ports.some((each) => {
    if ((textAt(each, 'protocol') ?? 'TCP') !== protocol) return false;
    const first = numberAt(each, 'port');
    if (first !== undefined) return port >= first && port <= (numberAt(each, 'endPort') ?? first);
    const name = textAt(each, 'port');
    return name === undefined || !owner || portNumber(owner.manifests, owner.workload, name) === port;
  });
}

/** True where a rule allows a TCP port that is not the DNS port. */
export function allowsServicePort({ rule }: PolicyRule): boolean {
  const ports = fieldsListAt(rule, 'ports');
  return ports.length === 0 || ports.some((each) => (textAt(each, 'protocol') ?? 'TCP') === 'TCP' && numberAt(each, 'port') !== DNS_PORT);
}

/**
 * True where an egress rule may allow DNS: it names the DNS port, or reaches beyond the namespace, whose own pods are
 * not the DNS server.
 */
export function allowsDns(policyRule: PolicyRule): boolean {
  const { rule } = policyRule;
  if (!allowsPort(policyRule, DNS_PORT, 'UDP')) return false;
  const peers = fieldsListAt(rule, 'to');
  return peers.length === 0 || fieldsListAt(rule, 'ports').some(({ port }) => port === DNS_PORT || typeof port === 'string') || peers.some(reachesOut);
}

/**
 * True where an ingress rule may admit Prometheus, which mostly runs in another namespace; in the same one its labels
 * identify it.
 */
export function allowsScraper({ rule }: PolicyRule): boolean {
  const peers = fieldsListAt(rule, 'from');
  return peers.length === 0 || peers.some((peer) => {
    const labels = JSON.stringify(fieldsAt(peer, 'podSelector') ?? {});
    return reachesOut(peer) || labels === '{}' || /prom|metric|monitor|scrap|otel|agent|alloy/i.test(labels);
  });
}

function reachesOut(peer: Fields): boolean {
  return fieldsAt(peer, 'ipBlock') !== undefined || fieldsAt(peer, 'namespaceSelector') !== undefined;
}

/** True where a rule allows the pods of a workload. Addresses and labels of unknown namespaces are taken to match. */
export function allowsPeer({ rule, namespace }: PolicyRule, direction: Direction, manifests: ManifestIndex, peer: Manifest): boolean {
  const peers = fieldsListAt(rule, direction === 'Ingress' ? 'from' : 'to');
  return peers.length === 0 || peers.some((each) => {
    if (fieldsAt(each, 'ipBlock')) return true;
    const namespaces = fieldsAt(each, 'namespaceSelector');
    const pods = fieldsAt(each, 'podSelector');
    const inNamespace = namespaces ? matchesNamespace(manifests, namespaces, namespaceOf(peer)) : namespaceOf(peer) === namespace;
    return inNamespace && (!pods || matchesLabelSelector(pods, manifests.podTemplateOf(peer)?.labels ?? {}));
  });
}

function matchesNamespace(manifests: ManifestIndex, selector: Fields, name: string): boolean {
  const namespace = manifests.namespaceNamed(name);
  if (namespace) return matchesLabelSelector(selector, { ...fieldsAt(namespace, 'metadata', 'labels'), [NAMESPACE_NAME]: name });
  return (textAt(selector, 'matchLabels', NAMESPACE_NAME) ?? name) === name;
}

/** The number of a port that a workload's pods declare by name. */
export function portNumber(manifests: ManifestIndex, workload: Manifest, name: string): number | undefined {
  const template = manifests.podTemplateOf(workload);
  return template && numberAt(portsOf(template).find((port) => port.name === name), 'containerPort');
}

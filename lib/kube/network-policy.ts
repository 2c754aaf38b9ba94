import { type ApiObject, Lazy } from 'cdk8s';
import { type k8s } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { Cluster } from './cluster';
import { type ConnectionRoute } from './connection';
import { KubeObject, type KubeObjectProps } from './kube-object';
import { DNS_PORT, type NetworkPeer, peerManifest } from './network-peer';
import { type Plain } from './plain';

type PolicySpec = Plain<k8s.NetworkPolicySpec>;

interface NetworkPolicyProps {
  readonly metadata: KubeObjectProps['metadata'];
  /** Labels of the pods that the policy applies to (`podSelector`). */
  readonly podLabels: Record<string, string>;
  /** Ingress rules, evaluated at synthesis. */
  readonly ingress: () => readonly ConnectionRoute[];
}

interface ClosedNetworkPolicyProps extends NetworkPolicyProps {
  /** DNS servers; those of the cluster if undefined. */
  readonly dns?: readonly NetworkPeer[];
  /** Egress rules in addition to DNS, evaluated at synthesis. */
  readonly egress: () => readonly ConnectionRoute[];
}

/**
 * Creates a NetworkPolicy that denies all ingress except the given rules. Egress is not restricted, as clients of the
 * API server require.
 */
export function ingressPolicy(scope: Construct, id: string, props: NetworkPolicyProps): ApiObject {
  return policy(scope, id, props, () => ({ policyTypes: ['Ingress'], ingress: ingressRules(props) }));
}

/** Creates a NetworkPolicy that denies all ingress and egress except the given rules. */
export function networkPolicy(scope: Construct, id: string, props: ClosedNetworkPolicyProps): ApiObject {
  const cluster = Cluster.of(scope);
  const dns = (props.dns ?? cluster.dns).map(peerManifest);
  const dnsPorts = [...new Set([DNS_PORT, cluster.dnsPort])].flatMap((port) => [{ protocol: 'UDP', port }, { protocol: 'TCP', port }]);
  return policy(scope, id, props, () => ({
    policyTypes: ['Ingress', 'Egress'],
    ingress: ingressRules(props),
    egress: [
      ...(dns.length > 0 ? [{ to: dns, ports: dnsPorts }] : []),
      ...merged(props.egress()).map(({ peers, ports }) => ({ to: peers.map(peerManifest), ports: ports.map(tcp) })),
    ],
  }));
}

function policy(scope: Construct, id: string, { metadata, podLabels }: NetworkPolicyProps, rules: () => Omit<PolicySpec, 'podSelector'>): ApiObject {
  return new KubeObject(scope, id, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: Lazy.any({
      produce: (): PolicySpec => {
        const { ingress = [], egress = [], ...types } = rules();
        // Omits empty lists: the API server drops them, so that each server-side apply would report a change.
        return { podSelector: { matchLabels: podLabels }, ...types, ...(ingress.length > 0 && { ingress }), ...(egress.length > 0 && { egress }) };
      },
    }),
  });
}

function ingressRules({ ingress }: NetworkPolicyProps): PolicySpec['ingress'] {
  return merged(ingress()).map(({ peers, ports }) => ({ from: peers.map(peerManifest), ports: ports.map(tcp) }));
}

/** Merges rules with the same ports, without duplicate peers. */
function merged(routes: readonly ConnectionRoute[]): ConnectionRoute[] {
  const byPorts = new Map<string, { ports: number[]; peers: Map<string, NetworkPeer> }>();
  for (const { peers, ports } of routes) {
    const key = ports.join();
    const rule = byPorts.get(key) ?? { ports, peers: new Map() };
    byPorts.set(key, rule);
    peers.forEach((peer) => rule.peers.set(JSON.stringify(peer), peer));
  }
  return Array.from(byPorts.values(), ({ ports, peers }) => ({ ports, peers: Array.from(peers.values()) }));
}

function tcp(port: number): Plain<k8s.NetworkPolicyPort> {
  return { protocol: 'TCP', port };
}

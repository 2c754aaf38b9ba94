import { type ExternalEndpoint } from '../kube/external-endpoint';
import { type NetworkPeer } from '../kube/network-peer';

/** Network policy options of a module, besides its connections. */
export interface ModuleNetwork {
  /**
   * Creates a NetworkPolicy. Without one, all pods can connect to the module unless another policy forbids it; select
   * the pods of your own policy by `module.selector`.
   *
   * @default true
   */
  readonly policy?: boolean;

  /**
   * Peers that may connect to the module's port, such as an ingress gateway.
   *
   * @default - only the connected modules
   */
  readonly callers?: NetworkPeer[];

  /**
   * Egress to endpoints outside the cluster.
   *
   * @default - none
   */
  readonly external?: ExternalEndpoint[];

  /**
   * Peer that scrapes the metrics.
   *
   * @default - pods with the label app.kubernetes.io/name: prometheus in the namespace monitoring
   */
  readonly scraper?: NetworkPeer;

  /**
   * DNS servers that the pods may query.
   *
   * @default - those of the cluster (`Cluster.declare`)
   */
  readonly dns?: NetworkPeer[];
}

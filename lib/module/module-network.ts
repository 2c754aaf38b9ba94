import { type ExternalEndpoint } from '../kube/external-endpoint';
import { type NetworkPeer } from '../kube/network-peer';

/** Network policy of a module, besides its connections. */
export interface ModuleNetwork {
  /**
   * Creates a NetworkPolicy. Without one every pod may connect, unless a policy of your own says otherwise;
   * `module.selector` selects the pods.
   *
   * @default true
   */
  readonly policy?: boolean;

  /**
   * Peers that may call the module's port, such as an ingress gateway.
   *
   * @default - the connected modules alone
   */
  readonly callers?: NetworkPeer[];

  /**
   * Endpoints outside the cluster that the module reaches.
   *
   * @default - nothing
   */
  readonly external?: ExternalEndpoint[];

  /**
   * Peer that scrapes the metrics.
   *
   * @default - pods with the label app.kubernetes.io/name: prometheus in the namespace monitoring
   */
  readonly scraper?: NetworkPeer;

  /**
   * Peers that answer DNS queries.
   *
   * @default - those that the cluster is declared to have (`Cluster.declare`)
   */
  readonly dns?: NetworkPeer[];
}

import { type ExternalEndpoint } from '../kube/external-endpoint';
import { type NetworkPeer } from '../kube/network-peer';

/** Who may talk to a module, and whom it may talk to, besides what it is connected to. */
export interface ModuleNetwork {
  /**
   * Whether a NetworkPolicy is made. Without one everybody may talk to everybody, or your own policy says who may; `module.selector` selects the pods.
   *
   * @default true
   */
  readonly policy?: boolean;

  /**
   * Who may call the module's port, as an ingress gateway.
   *
   * @default - nobody but the modules that are connected to it
   */
  readonly callers?: NetworkPeer[];

  /**
   * What the module reaches outside the cluster.
   *
   * @default - nothing
   */
  readonly external?: ExternalEndpoint[];

  /**
   * Who reads the metrics.
   *
   * @default - pods with the label app.kubernetes.io/name: prometheus in the namespace monitoring
   */
  readonly scraper?: NetworkPeer;

  /**
   * Who answers DNS queries.
   *
   * @default - those that the cluster is declared to have (`Cluster.declare`)
   */
  readonly dns?: NetworkPeer[];
}

import { UserError } from '../values/user-error';
import { type ConnectionCaller, type ConnectionEndpoint, type IConnectable } from './connection';
import { type NetworkPeer, peerManifest } from './network-peer';
import { requirePort } from './port';

/** Options of an endpoint in the cluster that another app or chart creates. */
export interface ClusterEndpointOptions {
  /** TCP port of the pods. A NetworkPolicy applies to the port of the pods, not to that of their Service. */
  readonly port: number;

  /**
   * Labels of the pods.
   *
   * @default - all pods of the namespaces
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Labels of the pods' namespaces; `{ 'kubernetes.io/metadata.name': 'kafka' }` selects one.
   *
   * @default - the caller's namespace
   */
  readonly namespaceLabels?: Record<string, string>;
}

/**
 * Endpoint in the cluster that is not part of the app, such as a Kafka or a database of another team. It is selected by
 * pod labels, because a NetworkPolicy does not support host names.
 */
export class ClusterEndpoint implements IConnectable {
  /**
   * Creates an endpoint.
   *
   * @param name name in messages, such as its host
   * @throws if neither pods nor namespaces are set, a label is malformed or the port is invalid.
   */
  public static of(name: string, options: ClusterEndpointOptions): ClusterEndpoint {
    return new ClusterEndpoint(name, options);
  }

  /** Port that callers connect to. */
  public readonly port: number;
  private readonly peer: NetworkPeer;

  private constructor(
    /** Name of the endpoint in messages. */
    public readonly name: string,
    { port, podLabels, namespaceLabels }: ClusterEndpointOptions,
  ) {
    this.port = requirePort(`the port of ${name}`, port);
    if (!podLabels && !namespaceLabels) throw new UserError(`${name} has neither podLabels nor namespaceLabels, by which a NetworkPolicy selects pods; set at least one`);
    this.peer = { podLabels, namespaceLabels };
    peerManifest(this.peer);
  }

  public acceptFrom(_caller: ConnectionCaller): ConnectionEndpoint {
    return { name: this.name, routes: [{ peers: [this.peer], ports: [this.port] }] };
  }
}

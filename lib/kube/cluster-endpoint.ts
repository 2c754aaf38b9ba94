import { UserError } from '../values/user-error';
import { type ConnectionCaller, type ConnectionEndpoint, type IConnectable } from './connection';
import { type NetworkPeer, peerManifest } from './network-peer';
import { requirePort } from './port';

/** Address of a Service in the cluster that another app or chart makes. */
export interface ClusterEndpointOptions {
  /** The TCP port on which its pods listen. A network policy does not see that of a Service before them. */
  readonly port: number;

  /**
   * The labels of its pods.
   *
   * @default - all pods of the namespaces
   */
  readonly podLabels?: Record<string, string>;

  /**
   * The labels of the namespaces that its pods are in; `{ 'kubernetes.io/metadata.name': 'kafka' }` names one.
   *
   * @default - the caller's namespace
   */
  readonly namespaceLabels?: Record<string, string>;
}

/**
 * Endpoint in the cluster that is not part of the app: a Kafka, a database of another team. A network policy knows no
 * names, so it is found by the labels of its pods.
 */
export class ClusterEndpoint implements IConnectable {
  /**
   * Names what is in the cluster.
   *
   * @param name what it is called in messages, such as its host
   * @throws where neither pods nor namespaces are named, a label is malformed or the port is none.
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

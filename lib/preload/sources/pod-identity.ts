import { type ConnectionCaller, type ConnectionEndpoint, type ConnectionRoute, type IConnectable } from '../../kube/connection';
import { ExternalEndpoint } from '../../kube/external-endpoint';
import { UserError } from '../../values/user-error';

/** Options of IAM roles for service accounts. */
export interface IrsaOptions {
  /**
   * Address ranges of the token service in CIDR notation, for a VPC endpoint.
   *
   * @default - every public address
   */
  readonly cidrs?: string[];
}

const HTTP_PORT = 80;

/**
 * Cloud identity of a pod's service account, which reads a bucket without keys.
 *
 * The pod exchanges a token for credentials at an address that its NetworkPolicy has to allow. Each factory knows the
 * address of one mechanism. The cloud and the annotations of the ServiceAccount configure the identity itself.
 */
export class PodIdentity implements IConnectable {
  /**
   * IAM roles for service accounts (IRSA) on EKS: exchanges a token at the AWS Security Token Service, port 443.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
   */
  public static irsa(options: IrsaOptions = {}): PodIdentity {
    const tokenService = ExternalEndpoint.of('sts.amazonaws.com', { cidrs: options.cidrs });
    return new PodIdentity(tokenService.host, [{ peers: tokenService._peers(), ports: [tokenService.port] }], options.cidrs === undefined);
  }

  /**
   * EKS Pod Identity: an agent on the node, at 169.254.170.23 and fd00:ec2::23, port 80.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
   */
  public static eksPodIdentity(): PodIdentity {
    return new PodIdentity('eks-pod-identity-agent', [{ peers: [{ cidr: '169.254.170.23/32' }, { cidr: 'fd00:ec2::23/128' }], ports: [HTTP_PORT] }]);
  }

  /**
   * Workload Identity Federation for GKE: the metadata server of the node, at 169.254.169.254 port 80 (Dataplane V2)
   * or 169.254.169.252 port 988.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy#network-policy-and-workload-identity
   */
  public static gkeWorkloadIdentity(): PodIdentity {
    return new PodIdentity('gke-metadata-server', [
      { peers: [{ cidr: '169.254.169.254/32' }], ports: [HTTP_PORT] },
      { peers: [{ cidr: '169.254.169.252/32' }], ports: [988] },
    ]);
  }

  /**
   * Custom mechanism, given by its network routes.
   *
   * @param name name in the output
   * @throws if there is no route
   */
  public static custom(name: string, routes: ConnectionRoute[]): PodIdentity {
    if (routes.length === 0) throw new UserError(`the pod identity '${name}' has no routes; set at least one peer and port that issues credentials`);
    return new PodIdentity(name, routes);
  }

  private constructor(
    /** Name in the output. */
    public readonly name: string,
    private readonly routes: ConnectionRoute[],
    /**
     * True for a public address, which a proxy can reach.
     *
     * @internal
     */
    public readonly _isPublic = false,
  ) {}

  public acceptFrom(_caller: ConnectionCaller): ConnectionEndpoint {
    return { name: this.name, routes: this.routes };
  }
}

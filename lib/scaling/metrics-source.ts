import { type SecretKey } from '../kube/secret-key';
import { UserError } from '../values/user-error';
import { KedaAuthentication } from './keda-authentication';

/** Options of a pod identity for a managed Prometheus. */
export interface MetricsSourceIdentityOptions {
  /**
   * Region of an Amazon Managed Service for Prometheus, as in 'eu-central-1'.
   *
   * @default - none
   */
  readonly awsRegion?: string;

  /**
   * ID of the identity, if it is not the identity of KEDA's operator.
   *
   * @default - the identity of KEDA's operator
   */
  readonly identityId?: string;
}

/** Authentication of KEDA at a Prometheus. */
export class MetricsSourceAuth {
  /** Bearer token authentication. */
  public static bearer(token: SecretKey): MetricsSourceAuth {
    return new MetricsSourceAuth({ authModes: 'bearer' }, KedaAuthentication.secrets({ bearerToken: token }));
  }

  /** Basic authentication with user name and password. */
  public static basic(username: SecretKey, password: SecretKey): MetricsSourceAuth {
    return new MetricsSourceAuth({ authModes: 'basic' }, KedaAuthentication.secrets({ username, password }));
  }

  /**
   * Pod identity of KEDA's operator, for a managed Prometheus of the cloud provider.
   *
   * @param provider 'aws', 'azure-workload' or 'gcp'
   */
  public static podIdentity(provider: string, options: MetricsSourceIdentityOptions = {}): MetricsSourceAuth {
    const { awsRegion, identityId } = options;
    if (awsRegion !== undefined && !/^[a-z0-9-]+$/.test(awsRegion)) throw new UserError(`'${awsRegion}' is not an AWS region; write it as in 'eu-central-1'`);
    return new MetricsSourceAuth(awsRegion === undefined ? {} : { awsRegion }, KedaAuthentication.podIdentity(provider, { identityId }));
  }

  private constructor(
    /** @internal */
    public readonly _metadata: Readonly<Record<string, string>>,
    /** @internal */
    public readonly _authentication: KedaAuthentication,
  ) {}
}

/** Prometheus that KEDA queries. */
export class MetricsSource {
  /**
   * Prometheus, or a server with its query API: Thanos, Mimir, VictoriaMetrics, a managed service.
   *
   * @param url a URL reachable from KEDA's pod, as in 'http://prometheus-operated.monitoring.svc:9090'; without
   * credentials
   * @throws if the URL is invalid.
   */
  public static prometheus(url: string, auth?: MetricsSourceAuth): MetricsSource {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
      throw new UserError(`'${url}' is not an address of Prometheus; write it as in 'http://prometheus-operated.monitoring.svc:9090'`);
    }
    if (parsed.username !== '' || parsed.password !== '') throw new UserError('the address of Prometheus must not contain credentials; use MetricsSourceAuth.basic');
    if (parsed.search !== '' || parsed.hash !== '') throw new UserError(`'${url}' has a query or a fragment, and KEDA appends its own path; remove what follows the path`);
    return new MetricsSource(url.replace(/\/$/, ''), auth);
  }

  private constructor(
    /** Server URL. */
    public readonly url: string,
    private readonly auth?: MetricsSourceAuth,
  ) {}

  /** @internal */
  public _metadata(): Readonly<Record<string, string>> {
    return { serverAddress: this.url, ...this.auth?._metadata };
  }

  /** @internal */
  public _authentication(): KedaAuthentication | undefined {
    return this.auth?._authentication;
  }
}

import { type SecretKey } from '../kube/secret-key';
import { UserError } from '../values/user-error';
import { KedaAuthentication } from './keda-authentication';

/** Options of an identity with a managed Prometheus. */
export interface MetricsSourceIdentityOptions {
  /**
   * The region of an Amazon Managed Service for Prometheus, as in 'eu-central-1'.
   *
   * @default - none
   */
  readonly awsRegion?: string;

  /**
   * The id of the identity, where it is not the operator's own.
   *
   * @default - the operator's
   */
  readonly identityId?: string;
}

/** Authentication of KEDA at a Prometheus. */
export class MetricsSourceAuth {
  /** A bearer token. */
  public static bearer(token: SecretKey): MetricsSourceAuth {
    return new MetricsSourceAuth({ authModes: 'bearer' }, KedaAuthentication.secrets({ bearerToken: token }));
  }

  /** A name and a password. */
  public static basic(username: SecretKey, password: SecretKey): MetricsSourceAuth {
    return new MetricsSourceAuth({ authModes: 'basic' }, KedaAuthentication.secrets({ username, password }));
  }

  /**
   * The identity that the cloud gives to KEDA's own pod, for a Prometheus that the cloud runs.
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
   * A Prometheus, or anything that answers as one: Thanos, Mimir, VictoriaMetrics, a managed service.
   *
   * @param url as KEDA's pod reaches it, as in 'http://prometheus-operated.monitoring.svc:9090'; without credentials
   * @throws where it is no such url.
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
    /** The address. */
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

import { Duration } from 'cdk8s';
import { type IConnectable } from '../kube/connection';
import { EnvValue } from '../kube/env-value';
import { ExternalEndpoint } from '../kube/external-endpoint';
import { type SecretKey } from '../kube/secret-key';
import { HealthProbe, type ModuleProbes } from '../module/health-probe';
import { UserError } from '../values/user-error';

/** Options of modes with a session cookie. */
export interface SessionOptions {
  /** Secret key that signs session cookies. Upstream signs them with a published constant. */
  readonly sessionSecret: SecretKey;
}

/** Properties of Google login. */
export interface GoogleLoginProps extends SessionOptions {
  /** OAuth client id. The redirect URI is `https://<host>/auth/google`. */
  readonly clientId: string;

  /** Secret key with the OAuth client secret. */
  readonly clientSecret: SecretKey;
}

/** Properties of Keycloak login. */
export interface KeycloakLoginProps extends SessionOptions {
  /** URL of the Keycloak server, as in 'https://login.example.com'. */
  readonly serverUrl: string;

  /** Keycloak realm. */
  readonly realm: string;

  /** OpenID client id. The redirect URI is `https://<host>/auth/keycloak`. */
  readonly clientId: string;

  /** Secret key with the client secret. */
  readonly clientSecret: SecretKey;

  /**
   * Network endpoint of the server, if it is not a public host: a `ClusterEndpoint`, or an `ExternalEndpoint` with
   * cidrs.
   *
   * @default - the host of serverUrl
   */
  readonly server?: IConnectable;
}

type SsoSecrets = Pick<GoogleLoginProps, 'sessionSecret' | 'clientSecret'>;

const SESSION_KEY = 'the key that signs the sessions';

interface ModeParts {
  /** ASGI application for uvicorn; undefined if `app.py` starts its own server. */
  readonly application?: string;
  readonly environment: Record<string, EnvValue>;
  readonly probes: ModuleProbes;
  /** True if the app creates a first user with a password. */
  readonly hasFirstUser: boolean;
  /** True if requests need a login before they reach the app. */
  readonly authenticates: boolean;
  readonly dependencies: IConnectable[];
  /** Required Secret keys, by the description of their value. */
  readonly secrets: Record<string, SecretKey>;
  readonly needsKeycloak?: boolean;
}

const READINESS = { period: Duration.seconds(10) };
/** Tolerates a thread that parses a document and holds the interpreter lock for seconds. */
const LIVENESS = { period: Duration.seconds(30), timeout: Duration.seconds(10), failureThreshold: 10 };

/**
 * Returns the probes of a Gradio app. Gradio has no health endpoint. These two paths are constant and cheap, and the
 * port opens only after everything is loaded.
 */
function gradioProbes(prefix: string): ModuleProbes {
  return {
    readiness: HealthProbe.httpGet(`${prefix}/robots.txt`, READINESS),
    liveness: HealthProbe.httpGet(`${prefix}/app_id`, LIVENESS),
  };
}

/** Time for running responses to complete after SIGTERM. Heartbeat streams of open pages never end by themselves. */
const SHUTDOWN_SECONDS = 10;

/** Application of the image to start, one of upstream's three: standard, single sign-on or demo. */
export class AppMode {
  /**
   * Users and passwords in the app's own database. Its endpoints respond without a login, so the entry must
   * authenticate.
   */
  public static standard(): AppMode {
    return new AppMode({
      environment: { KH_FEATURE_USER_MANAGEMENT: EnvValue.value('true') },
      probes: gradioProbes(''),
      hasFirstUser: true,
      authenticates: false,
      dependencies: [],
      secrets: {},
    });
  }

  /** Single sign-on by Google. The app has no model settings: it uses the models of `env` at the first start. */
  public static google(props: GoogleLoginProps): AppMode {
    const { clientId, clientSecret } = props;
    requireText('clientId', clientId);
    return AppMode.sso(props, {
      AUTHENTICATION_METHOD: EnvValue.value('GOOGLE'),
      GOOGLE_CLIENT_ID: EnvValue.value(clientId),
      GOOGLE_CLIENT_SECRET: clientSecret.asEnvValue(),
    }, ['accounts.google.com', 'oauth2.googleapis.com', 'www.googleapis.com'].map((host) => ExternalEndpoint.of(host)));
  }

  /**
   * Single sign-on by Keycloak, from app version 0.10.3. The app has no model settings: it uses the models of `env` at
   * the first start.
   *
   * @throws if the URL is malformed, or names a host in the cluster without `server`.
   */
  public static keycloak(props: KeycloakLoginProps): AppMode {
    const { serverUrl, realm, clientId, clientSecret, server } = props;
    requireText('realm', realm);
    requireText('clientId', clientId);
    const { hostname, port, protocol } = parseUrl(serverUrl);
    const endpoint = server ?? ExternalEndpoint.of(hostname.replace(/^\[|\]$/g, ''), { port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port) });
    return AppMode.sso(props, {
      AUTHENTICATION_METHOD: EnvValue.value('KEYCLOAK'),
      KEYCLOAK_SERVER_URL: EnvValue.value(serverUrl.replace(/\/+$/, '')),
      KEYCLOAK_REALM: EnvValue.value(realm),
      KEYCLOAK_CLIENT_ID: EnvValue.value(clientId),
      KEYCLOAK_CLIENT_SECRET: clientSecret.asEnvValue(),
    }, [endpoint], true);
  }

  /**
   * Upstream's public demo: no users, no settings, no file management. Anyone who reaches it can ask questions at your
   * cost.
   */
  public static demo(options: SessionOptions): AppMode {
    return new AppMode({
      application: 'sso_app_demo:app',
      environment: {
        KH_DEMO_MODE: EnvValue.value('true'),
        KH_FEATURE_USER_MANAGEMENT: EnvValue.value('false'),
        GR_FILE_ROOT_PATH: EnvValue.value('/app'),
        USE_LIGHTRAG: EnvValue.value('false'),
        KOTAEMON_SESSION_SECRET: options.sessionSecret.asEnvValue(),
      },
      probes: gradioProbes('/app'),
      hasFirstUser: false,
      authenticates: false,
      dependencies: [],
      secrets: { [SESSION_KEY]: options.sessionSecret },
    });
  }

  private static sso(secrets: SsoSecrets, login: Record<string, EnvValue>, dependencies: IConnectable[], needsKeycloak = false): AppMode {
    const { sessionSecret, clientSecret } = secrets;
    return new AppMode({
      application: 'sso_app:app',
      environment: {
        KH_SSO_ENABLED: EnvValue.value('true'),
        KH_FEATURE_USER_MANAGEMENT: EnvValue.value('true'),
        GR_FILE_ROOT_PATH: EnvValue.value('/app'),
        KOTAEMON_SESSION_SECRET: sessionSecret.asEnvValue(),
        ...login,
      },
      // All paths except the login page redirect to it.
      probes: { readiness: HealthProbe.httpGet('/login', READINESS), liveness: HealthProbe.tcpSocket(LIVENESS) },
      hasFirstUser: false,
      authenticates: true,
      dependencies,
      secrets: { [SESSION_KEY]: sessionSecret, 'the client secret of the identity provider': clientSecret },
      needsKeycloak,
    });
  }

  private constructor(
    /** @internal */
    public readonly _parts: ModeParts,
  ) {}

  /**
   * Returns the command and its arguments. Python is process 1, because the image's launcher is a shell that forwards
   * no signals.
   *
   * @internal
   */
  public _command(python: string, port: number): string[] {
    const { application } = this._parts;
    if (application === undefined) return [python, 'app.py'];
    return [
      python, '-m', 'uvicorn', application, '--host', '0.0.0.0', '--port', String(port), '--timeout-graceful-shutdown', String(SHUTDOWN_SECONDS),
      // The redirect URI must be the one of the browser. All proxies are trusted, because the network policy admits
      // only the entry.
      '--proxy-headers', '--forwarded-allow-ips', '*',
    ];
  }
}

function requireText(field: string, value: string): void {
  if (value.trim() === '') throw new UserError(`${field} is empty; set it to the value of the identity provider`);
}

function parseUrl(text: string): URL {
  const url = /^https?:\/\/[^/]/.test(text) ? tryUrl(text) : undefined;
  if (!url || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new UserError(`serverUrl is '${text}', which is not a URL of a Keycloak server; write it as in 'https://login.example.com'`);
  }
  return url;
}

function tryUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

import { type ConnectionCaller, type ConnectionEndpoint, type ConnectionRoute, type IConnectable } from '../../kube/connection';
import { EnvValue } from '../../kube/env-value';
import { type NetworkPeer } from '../../kube/network-peer';
import { type SecretKey } from '../../kube/secret-key';
import { UserError } from '../../values/user-error';
import { parseStoreUrl, routesToStore, type StoreUrl } from '../store-url';

const SENTINEL = 'redis+sentinel';

/** URL schemes of session stores with their default ports. */
const SCHEMES: Record<string, number> = {
  'redis': 6379,
  'rediss': 6379,
  'valkey': 6379,
  'valkeys': 6379,
  [SENTINEL]: 26379,
  'redis+cluster': 6379,
  'postgres': 5432,
  'postgresql': 5432,
};

/** Default port of the masters behind Redis Sentinel. */
const MASTER_PORT = 6379;

/** Environment variables that every session store sets on a module, so that stores are interchangeable. */
export const SESSION_STORE_VARIABLES = {
  url: 'SESSION_STORE_URL',
  user: 'SESSION_STORE_USER',
  password: 'SESSION_STORE_PASSWORD',
} as const;

/** Session store outside the pods that use it. Users can implement this interface. */
export interface ISessionStore extends IConnectable {
  /** Name of the store in messages. */
  readonly name: string;
}

/** Properties of an existing session store. */
export interface ExternalSessionStoreProps {
  /**
   * URL without a password: `rediss://host:6379/0`, `redis+sentinel://one:26379,two:26379,three:26379/mymaster`,
   * `redis+cluster://one:6379,two:6379`, `postgresql://host:5432/sessions`.
   */
  readonly url: string;

  /**
   * User name.
   *
   * @default - none: the server's default user
   */
  readonly user?: string;

  /**
   * Secret key that holds the password.
   *
   * @default - the store requires none
   */
  readonly password?: SecretKey;

  /**
   * Address ranges of the hosts in CIDR notation. Required for managed stores with private addresses, which is the
   * usual case.
   *
   * @default - the hosts that are addresses themselves; every public address for the others
   */
  readonly cidrs?: string[];

  /**
   * Additional ports of the same peers: ports of servers to which the hosts of the URL redirect a client.
   *
   * @default - 6379 for redis+sentinel, none otherwise
   */
  readonly dataPorts?: number[];

  /**
   * Pods of the hosts, if the store runs in the cluster.
   *
   * @default - the store is outside the cluster
   */
  readonly pods?: NetworkPeer[];
}

/** Factory of existing session stores. */
export class SessionStore {
  /**
   * Existing Redis or Valkey, Redis Sentinel, Redis Cluster or PostgreSQL.
   *
   * @throws if the URL holds a password, has an unknown scheme, or names Sentinels without a master, if the user or a
   * port is invalid, or if a host of the cluster has neither pods nor cidrs.
   */
  public static external(props: ExternalSessionStoreProps): ISessionStore {
    const url = parseStoreUrl(props.url, 'session store', SCHEMES);
    requireMaster(url);
    if (props.user !== undefined) requireUser(url.hosts[0].host, props.user);
    return new ExternalSessionStore(url, props);
  }

  private constructor() {}
}

class ExternalSessionStore implements ISessionStore {
  public readonly name: string;
  private readonly routes: ConnectionRoute[];

  constructor(private readonly url: StoreUrl, private readonly props: ExternalSessionStoreProps) {
    this.name = url.hosts[0].host;
    const { dataPorts = url.scheme === SENTINEL ? [MASTER_PORT] : [] } = props;
    this.routes = routesToStore(url, 'session store', { ...props, dataPorts });
  }

  public acceptFrom(_caller: ConnectionCaller): ConnectionEndpoint {
    const { user, password } = this.props;
    return {
      name: this.name,
      address: EnvValue.value(this.url.text),
      addressVariable: SESSION_STORE_VARIABLES.url,
      environment: user === undefined ? {} : { [SESSION_STORE_VARIABLES.user]: EnvValue.value(user) },
      secrets: password ? { [SESSION_STORE_VARIABLES.password]: password } : {},
      routes: this.routes,
    };
  }
}

function requireMaster({ scheme, path, text }: StoreUrl): void {
  if (scheme !== SENTINEL || path.length > 1) return;
  throw new UserError(`'${text}' has no master name for the sentinels; add it after the hosts, as in '${SENTINEL}://one:26379,two:26379/mymaster'`);
}

function requireUser(store: string, user: string): void {
  if (!/^[\w.@+-]{1,128}$/.test(user)) throw new UserError(`the user of session store '${store}' is ${JSON.stringify(user)}; use letters, digits and . _ @ + -, as in 'agent'`);
}

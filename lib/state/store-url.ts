import { requirePort } from '../kube/external-endpoint';

/** The schemes that stores are named by, with the port that each has where none is given. */
const DEFAULT_PORTS: Record<string, number> = {
  'redis': 6379,
  'rediss': 6379,
  'valkey': 6379,
  'valkeys': 6379,
  'redis+sentinel': 26379,
  'redis+cluster': 6379,
  'postgres': 5432,
  'postgresql': 5432,
};

/** Where masters listen that Sentinels name. */
const MASTER_PORT = 6379;

const PATTERN = /^([a-z+]+):\/\/([^/?#]+)((?:\/[\w.~%-]*)?(?:\?[\w.~%=&-]*)?)$/;

/** Where a store is. */
export interface StoreUrl {
  readonly text: string;
  /** What a client connects to after it has asked a host. */
  readonly dataPorts: number[];
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
}

/**
 * Reads the URL of a store, which may name several hosts.
 *
 * @throws where it holds a password, or names no store or host.
 */
export function parseStoreUrl(text: string): StoreUrl {
  const [, scheme, authority] = PATTERN.exec(text) ?? [];
  if (authority?.includes('@')) {
    throw new Error('the url of a session store holds a user or a password; leave them out and name them as user and password, a SecretKey');
  }
  if (scheme === undefined || !Object.hasOwn(DEFAULT_PORTS, scheme)) {
    throw new Error(`'${text}' is not the url of a session store; write scheme://host[:port][,host[:port]...][/path] with one of the schemes ${Object.keys(DEFAULT_PORTS).join(', ')}`);
  }
  const hosts = authority.split(',').map((part) => {
    const [, host, port] = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?::(\d+))?$/.exec(part) ?? [];
    if (host === undefined) throw new Error(`'${part}' in the url of a session store is not a host; write host or host:port, as in 'cache.example.com:6379'`);
    return { host, port: port === undefined ? DEFAULT_PORTS[scheme] : requirePort(`the port of ${host}`, Number(port)) };
  });
  return { text, hosts, dataPorts: scheme === 'redis+sentinel' ? [MASTER_PORT] : [] };
}

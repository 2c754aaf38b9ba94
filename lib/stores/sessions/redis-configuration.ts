import { IpFamilies } from '../../kube/ip-families';
import { UserError } from '../../values/user-error';

/** Paths inside the container. */
export const REDIS_PATHS = {
  data: '/data',
  configuration: '/etc/session-store',
  runtime: '/run/session-store',
  secret: '/run/secrets/session-store',
} as const;

export const REDIS_PORT = 6379;

/** Names of the server and client binaries in an image. */
export interface RedisBinaries {
  readonly server: string;
  readonly cli: string;
}

interface RedisConfigurationProps {
  readonly maxMemoryBytes: number;
  readonly ipFamilies: IpFamilies;
  readonly modules?: readonly string[];
  readonly extraConfig?: readonly string[];
}

/** Module folder in the image of Redis 8. */
const MODULE_FOLDER = '/usr/local/lib/redis/modules';

/** Directives that the store depends on, with the option to use instead. */
const OWN_DIRECTIVES: Record<string, string> = {
  'bind': 'use ipFamilies of Cluster.declare', 'port': 'remove it: clients connect to 6379', 'protected-mode': 'remove it: clients authenticate by the password', 'dir': 'remove it: the volume is at /data',
  'appendonly': 'remove it: no acknowledged write may be lost', 'appendfsync': 'remove it: no acknowledged write may be lost',
  'appendfilename': 'remove it: a store that finds no append-only file starts empty', 'appenddirname': 'remove it: a store that finds no append-only file starts empty',
  'min-replicas-to-write': 'remove it: the store has no replicas', 'min-slaves-to-write': 'remove it: the store has no replicas',
  'no-appendfsync-on-rewrite': 'remove it: no acknowledged write may be lost', 'maxmemory': 'use memory', 'maxmemory-policy': 'remove it: sessions are never evicted',
  'requirepass': 'use password', 'masterauth': 'remove it: the store has no replicas', 'replicaof': 'remove it: the store has no replicas', 'slaveof': 'remove it: the store has no replicas', 'user': 'remove it: access is by the password only',
  'aclfile': 'remove it: access is by the password only', 'rename-command': 'remove it: the probes need ping', 'include': 'add the lines to extraConfig', 'loadmodule': 'use modules',
  'daemonize': 'remove it: the server is process 1', 'tls-port': 'remove it: the store has no TLS', 'unixsocket': 'remove it: clients connect over TCP', 'cluster-enabled': 'remove it: the store is no Redis Cluster', 'logfile': 'remove it: the log is standard output',
};

/**
 * Server configuration: every write is on disk before it is acknowledged, and no key is evicted.
 *
 * With `appendfsync always` the reply follows the fsync in the same iteration of the event loop. With `everysec` a
 * kill can lose a second of acknowledged writes.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
 */
export function redisConfiguration({ maxMemoryBytes, ipFamilies, modules = [], extraConfig = [] }: RedisConfigurationProps): string {
  return [
    // a bind address with a leading dash is optional
    ipFamilies === IpFamilies.IPV6 ? 'bind ::* -*' : 'bind * -::*',
    `port ${REDIS_PORT}`,
    'protected-mode yes',
    `dir ${REDIS_PATHS.data}`,
    'appendonly yes',
    'appendfsync always',
    'no-appendfsync-on-rewrite no',
    'aof-load-truncated yes',
    'save ""',
    `maxmemory ${maxMemoryBytes}`,
    'maxmemory-policy noeviction',
    'tcp-keepalive 60',
    'timeout 0',
    ...modules.map((module) => `loadmodule ${modulePath(module)}`),
    ...extraConfig.map(directive),
    `include ${REDIS_PATHS.runtime}/auth.conf`,
    '',
  ].join('\n');
}

/** Loopback address at which containers of the pod reach the server. */
export function loopback(ipFamilies: IpFamilies): string {
  return ipFamilies === IpFamilies.IPV6 ? '::1' : '127.0.0.1';
}

function modulePath(module: string): string {
  const [name, ...args] = module.trim().split(/\s+/);
  if (!/^(?:[a-z][a-z0-9_-]*|(?:\/[\w.+-]+)+)$/.test(name) || name.split('/').includes('..') || !args.every((argument) => /^[\w.:/=,+-]+$/.test(argument))) {
    throw new UserError(`${JSON.stringify(module)} is not a module; write a name, as in 'rejson', or a path in the image, followed by arguments of letters, digits and . : / = , + -`);
  }
  return [name.startsWith('/') ? name : `${MODULE_FOLDER}/${name}.so`, ...args].join(' ');
}

function directive(line: string): string {
  const [, name] = /^\s*([A-Za-z][A-Za-z0-9-]*)(?=\s)[^\0-\x08\x0a-\x1f\x7f]*$/.exec(line) ?? [];
  if (name === undefined) throw new UserError(`extraConfig has ${JSON.stringify(line)}; write one directive of redis.conf with its arguments, as in 'notify-keyspace-events Ex'`);
  const own = OWN_DIRECTIVES[name.toLowerCase()];
  if (own !== undefined) throw new UserError(`extraConfig has the directive ${name}, which the store sets; ${own}`);
  return line.trim();
}

/** Container scripts by file name. They contain no user input. */
export function redisScripts({ server, cli }: RedisBinaries, ipFamilies: IpFamilies): Record<string, string> {
  const host = loopback(ipFamilies);
  return {
    'start.sh': startScript(server),
    'ready.sh': probeScript(cli, host, '[ "$reply" = PONG ]'),
    'alive.sh': probeScript(cli, host, 'case "$reply" in PONG|LOADING*|BUSY*|MISCONF*|MASTERDOWN*) exit 0 ;; *) exit 1 ;; esac'),
  };
}

/**
 * Start script. The password is never on a command line. Each byte of it is a hexadecimal escape, so that it stays
 * one word. The probes read a copy of the password that the server started with, since the Secret can change
 * meanwhile.
 */
function startScript(server: string): string {
  return `#!/bin/sh
set -eu
umask 077
password=${REDIS_PATHS.secret}/password
if [ ! -s "$password" ]; then
  echo 'the password is empty: put one into the Secret' >&2
  exit 1
fi
if [ "$(wc -l < "$password")" -ne 0 ]; then
  echo 'the password holds a line break: write it into the Secret without one' >&2
  exit 1
fi
escaped=$(od -An -v -tx1 "$password" | tr -d ' \\n' | sed 's/../\\\\x&/g')
printf 'requirepass "%s"\\n' "$escaped" > ${REDIS_PATHS.runtime}/auth.conf
cat "$password" > ${REDIS_PATHS.runtime}/password
exec ${server} ${REDIS_PATHS.configuration}/redis.conf
`;
}

/** Probe script. It compares the reply, because the exit status of the client is 0 for LOADING as well. */
function probeScript(cli: string, host: string, verdict: string): string {
  return `#!/bin/sh
REDISCLI_AUTH=$(cat ${REDIS_PATHS.runtime}/password)
export REDISCLI_AUTH
reply=$(timeout 4 ${cli} -h ${host} -p ${REDIS_PORT} ping 2>&1)
${verdict}
`;
}

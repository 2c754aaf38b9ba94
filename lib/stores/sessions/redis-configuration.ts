/** Paths inside the container. */
export const REDIS_PATHS = {
  data: '/data',
  configuration: '/etc/session-store',
  runtime: '/run/session-store',
  secret: '/run/secrets/session-store',
} as const;

export const REDIS_PORT = 6379;

/** What the server and its client are called in an image. */
export interface RedisBinaries {
  readonly server: string;
  readonly cli: string;
}

interface RedisConfigurationProps {
  readonly maxMemoryBytes: number;
}

/**
 * The server's configuration: every write is on disk before it is acknowledged, and none is ever evicted.
 *
 * With `appendfsync always` the reply follows the fsync in one turn of the event loop; with `everysec` a kill can take a second of acknowledged writes along.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
 */
export function redisConfiguration({ maxMemoryBytes }: RedisConfigurationProps): string {
  return [
    'bind * -::*',
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
    `include ${REDIS_PATHS.runtime}/auth.conf`,
    '',
  ].join('\n');
}

/** The scripts that the container runs, by file name. Nothing that a user chose stands in them. */
export function redisScripts({ server, cli }: RedisBinaries): Record<string, string> {
  return {
    'start.sh': startScript(server),
    'ready.sh': probeScript(cli, '[ "$reply" = PONG ]'),
    'alive.sh': probeScript(cli, 'case "$reply" in PONG|LOADING*|BUSY*|MISCONF*|MASTERDOWN*) exit 0 ;; *) exit 1 ;; esac'),
  };
}

/**
 * The password never stands on a command line; each of its bytes is written as a hexadecimal escape, so that it is one word whatever it holds. The probes
 * read a copy of what the server started with, since the Secret may change while it runs.
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

/** An exit status of the client says nothing: it is 0 for LOADING as well, so that the reply itself is compared. */
function probeScript(cli: string, verdict: string): string {
  return `#!/bin/sh
REDISCLI_AUTH=$(cat ${REDIS_PATHS.runtime}/password)
export REDISCLI_AUTH
reply=$(timeout 4 ${cli} -h 127.0.0.1 -p ${REDIS_PORT} ping 2>&1)
${verdict}
`;
}

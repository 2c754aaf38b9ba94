import { goBool } from '../go-values';
import { type TriggerProblem } from '../problem';
import { type Settings } from '../read-settings';
import { type TriggerConfig } from '../trigger-config';
import { type Validation, wrong } from './validation';

const redis: Validation = function* (settings, config) {
  const connection = settings.group('redisConnectionInfo');
  yield* address(connection);
  yield* tls(settings, config);
};

function* address(connection: Settings): Iterable<TriggerProblem> {
  const [hosts, ports] = [connection.list('host'), connection.list('port')];
  if (hosts && ports && hosts.length > 0 && ports.length > 0) {
    if (hosts.length !== ports.length) yield { message: `has ${hosts.length} hosts and ${ports.length} ports; give as many of each` };
    return;
  }
  const separate = connection.has('host') && connection.has('port');
  const first = connection.list('address');
  if (!separate && first && (first.length === 0 || first[0] === '')) yield { message: 'has no address; set address, or host and port' };
}

function* tls(settings: Settings, config: TriggerConfig): Iterable<TriggerProblem> {
  const [own, given] = [settings.text('enableTLS') ?? '', settings.text('tls') ?? ''];
  if (own !== '' && given !== '') yield { setting: 'enableTLS', message: 'is given beside tls of the authenticationRef; leave one of them out' };
  if (own !== '' && goBool(own) === undefined) yield wrong(config, 'enableTLS', 'which is neither true nor false');
  if (given !== '' && given !== 'enable' && given !== 'disable') yield { setting: 'tls', message: 'of the authenticationRef is neither enable nor disable' };
}

export const REDIS: Readonly<Record<string, Validation>> = Object.fromEntries(
  ['redis', 'redis-cluster', 'redis-sentinel', 'redis-streams', 'redis-cluster-streams', 'redis-sentinel-streams'].map((type) => [type, redis]),
);

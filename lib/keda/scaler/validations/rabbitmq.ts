import { goUrl } from '../go-values';
import { type TriggerProblem } from '../problem';
import { type Settings } from '../read-settings';
import { type TriggerConfig } from '../trigger-config';
import { authentication, authModes } from './authentication';
import { together, type Validation, wrong } from './validation';

const HTTP_MODES = ['MessageRate', 'DeliverGetRate', 'PublishedToDeliveredRatio', 'ExpectedQueueConsumptionTime'];
const PROTOCOLS = ['amqp', 'http', 'auto'];

const rabbitMq: Validation = function* (settings, config) {
  const given = settings.text('protocol');
  if (given !== undefined && !PROTOCOLS.includes(given)) return yield wrong(config, 'protocol', `which is not one of ${PROTOCOLS.join(', ')}`);
  const tls = settings.text('tls');
  if (tls !== undefined && tls !== 'enable' && tls !== 'disable') yield { setting: 'tls', message: 'of the authenticationRef is neither enable nor disable' };
  yield* together(settings, 'cert', 'key');
  if ((settings.number('pageSize') ?? 1) < 1) yield wrong(config, 'pageSize', 'which must be at least 1');
  yield* together(settings, 'username', 'password');
  const { protocol, problem } = protocolOf(settings, given);
  if (problem) return yield problem;
  if (protocol === 'amqp' && settings.hasSurely('workloadIdentityResource')) yield { message: 'has a workloadIdentityResource, which AMQP does not support; set protocol: http' };
  yield* oauth(settings, config, protocol);
  if (protocol === 'amqp') {
    for (const name of ['useRegex', 'excludeUnacknowledged']) {
      if (settings.isSet(name)) yield wrong(config, name, 'which works over HTTP alone; set protocol: http and a host of http');
    }
  }
  yield* trigger(settings, config, protocol);
};

function protocolOf(settings: Settings, given: string | undefined): { protocol?: string; problem?: TriggerProblem } {
  if (given !== 'auto') return { protocol: given };
  const host = settings.text('host');
  if (host === undefined || host === '') return {};
  const url = goUrl(host);
  if (!url) return { problem: { setting: 'host', message: 'is not a URL, from which protocol auto reads the protocol' } };
  if (['amqp', 'amqps'].includes(url.scheme)) return { protocol: 'amqp' };
  if (['http', 'https'].includes(url.scheme)) return { protocol: 'http' };
  return { problem: { setting: 'host', message: 'begins with none of amqp, amqps, http and https, from which protocol auto reads the protocol; write the whole URL, or set protocol' } };
}

function* oauth(settings: Settings, config: TriggerConfig, protocol: string | undefined): Iterable<TriggerProblem> {
  if (config.minor < 20) return;
  const group = settings.group('authentication.OAuth');
  const any = ['oauthTokenURI', 'clientID', 'clientSecret'].some((name) => group.hasSurely(name));
  const modes = authModes(settings, config.minor);
  yield* authentication(settings, config.minor, ['oauth', 'basic', 'tls'], any && modes?.length === 0 ? ['oauth'] : modes);
  if (!any) return;
  if (!group.has('clientSecret')) yield { message: 'has OAuth without clientSecret; add it to the authenticationRef' };
  if (protocol === 'amqp') yield { message: 'has OAuth, which AMQP does not support; set protocol: http' };
  if ((settings.hasSurely('username') && settings.hasSurely('password')) || settings.hasSurely('workloadIdentityResource')) {
    yield { message: 'has OAuth beside a username and password or a workload identity; leave one of them out' };
  }
}

function* trigger(settings: Settings, config: TriggerConfig, protocol: string | undefined): Iterable<TriggerProblem> {
  const [length, value, mode] = [settings.number('queueLength'), settings.number('value'), settings.text('mode')];
  if (length === undefined || value === undefined || mode === undefined) return;
  if (length === 0 && mode === 'Unknown' && value === 0) return;
  if (length !== 0) {
    if (mode !== 'Unknown' || value !== 0) yield { setting: 'queueLength', message: 'is set beside mode or value, which replace it; leave it out' };
    return;
  }
  if (mode === 'Unknown') return yield { message: 'has a value and no mode; set mode: QueueLength' };
  if (value === 0) return yield { message: 'has a mode and no value; set the target per replica' };
  const modes = ['QueueLength', ...(config.minor >= 18 ? HTTP_MODES : HTTP_MODES.slice(0, 1))];
  if (!modes.includes(mode)) return yield wrong(config, 'mode', `which is not one of ${modes.join(', ')}`);
  if (mode !== 'QueueLength' && protocol !== undefined && protocol !== 'http') return yield wrong(config, 'mode', 'which works over HTTP alone; set protocol: http and a host of http');
  if (protocol === 'amqp' && settings.hasSurely('timeout') && settings.number('timeout') !== 0) yield wrong(config, 'timeout', 'which AMQP does not support; leave it out, or set protocol: http');
}

export const RABBITMQ: Readonly<Record<string, Validation>> = { rabbitmq: rabbitMq };

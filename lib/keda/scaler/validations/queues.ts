import { goUrl, isGoQuery } from '../go-values';
import { type TriggerProblem } from '../problem';
import { type Settings } from '../read-settings';
import { type TriggerConfig } from '../trigger-config';
import { authentication, earlierAuthentication } from './authentication';
import { above, needsAll, together, type Validation, wrong } from './validation';

/** Yields a missing request template, or missing settings of the default template. */
function* template(settings: Settings, config: TriggerConfig, name: string, names: readonly string[], keys: readonly string[]): Iterable<TriggerProblem> {
  const text = settings.text(name) ?? '';
  if (text === '') return yield* needsAll(settings, names, `, which it needs without ${name}`);
  const url = goUrl(text, true);
  const query = url?.path.split(':')[1]?.split('/')[0].replace(/,/g, '&');
  const values = query !== undefined && isGoQuery(query) ? new URLSearchParams(query) : undefined;
  if (!values || keys.some((key) => (values.get(key) ?? '') === '')) yield wrong(config, name, `which is not a URL that names ${keys.join(' and ')}`);
}

const activeMq: Validation = function* (settings, config) {
  yield* template(settings, config, 'restAPITemplate', ['managementEndpoint', 'destinationName', 'brokerName'], ['destinationName', 'brokerName']);
};

const artemis: Validation = function* (settings, config) {
  yield* template(settings, config, 'restApiTemplate', ['managementEndpoint', 'queueName', 'brokerName', 'brokerAddress'], ['address', 'queue', 'broker']);
  if (config.minor >= 19) yield* together(settings, 'cert', 'key');
};

const ibmMq: Validation = function* (settings, config) {
  const host = settings.text('host');
  if (host !== undefined && !goUrl(host, true)) yield wrong(config, 'host', 'which is not a URL');
  yield* together(settings, 'cert', 'key');
};

const jetStream: Validation = function* (settings) {
  if (!settings.has('account') && !settings.has('accountID')) yield { message: 'has no account; set it' };
};

const nsq: Validation = function* (settings, config) {
  yield* above(settings, config, 'depthThreshold');
  yield* above(settings, config, 'activationDepthThreshold', true);
};

const pulsar: Validation = function* (settings, config) {
  if (config.minor >= 20) return yield* authentication(settings, config.minor);
  const isTls = settings.text('tls') === 'enable' && ['cert', 'key'].some((name) => (config.authentication.get(name) ?? '') !== '');
  yield* earlierAuthentication(config, isTls ? ['tls'] : []);
};

const SOLACE_URL = /https?:\/\/[-_.A-Za-z0-9]{2,255}(?::[0-9]{2,6})?/;

const solaceDirect: Validation = function* (settings, config) {
  for (const url of (settings.text('solaceSempBaseURL') ?? 'http://aa').split(',')) {
    if (!SOLACE_URL.test(url.trim())) {
      yield wrong(config, 'solaceSempBaseURL', 'which is not a list of URLs of http');
      break;
    }
  }
  if ((settings.text('clientNamePattern') ?? '').includes('*')) yield wrong(config, 'clientNamePattern', 'which must not contain *');
  const factor = settings.number('queuedMessagesFactor') ?? 3;
  if (factor < 1 || factor > 100) yield wrong(config, 'queuedMessagesFactor', 'which must be from 1 to 100');
  const targets = ['TxByteRate', 'AverageTxByteRate', 'TxMsgRate', 'AverageTxMsgRate'].map((rate) => `aggregatedClient${rate}Target`);
  if (targets.every((name) => (settings.number(name) ?? 1) < 1)) yield { message: `has no target; set one of ${targets.join(', ')}` };
};

const solace: Validation = function* (settings) {
  const targets = ['messageCountTarget', 'messageSpoolUsageTarget', 'messageReceiveRateTarget'];
  if (targets.every((name) => (settings.number(name) ?? 1) < 1)) yield { message: `has no target; set one of ${targets.join(', ')}` };
};

export const QUEUES: Readonly<Record<string, Validation>> = {
  activemq: activeMq, 'artemis-queue': artemis, ibmmq: ibmMq, 'nats-jetstream': jetStream, nsq, pulsar, 'solace-direct-messaging': solaceDirect, 'solace-event-queue': solace,
};

import { goInteger } from '../go-values';
import { type TriggerProblem } from '../problem';
import { type Settings } from '../read-settings';
import { type TriggerConfig } from '../trigger-config';
import { awsAuthorization } from './aws';
import { above, needs, needsAll, together, type Validation, wrong } from './validation';

const apacheKafka: Validation = function* (settings, config) {
  yield* above(settings, config, 'lagThreshold');
  yield* above(settings, config, 'activationLagThreshold', true);
  yield* partitions(settings);
  if (settings.isSet('limitToPartitionsWithLag')) yield* needs(settings, 'topic', ', which limitToPartitionsWithLag needs');
  if (settings.text('tls') === 'enable') yield* together(settings, 'cert', 'key');
  yield* both(config);
  switch (settings.text('sasl')) {
    case 'plaintext': return yield* needsAll(settings, ['username', 'password'], ' in its authenticationRef, which sasl plaintext needs');
    case 'aws_msk_iam':
      yield* needs(settings, 'awsRegion', ', which sasl aws_msk_iam needs');
      if (settings.text('tls') === 'disable') yield { message: 'has sasl aws_msk_iam without TLS; set tls: enable' };
      return yield* awsAuthorization(config);
    case 'gssapi': return yield wrong(config, 'sasl', 'which apache-kafka does not support; use the kafka trigger');
  }
};

function* partitions(settings: Settings): Iterable<TriggerProblem> {
  if (settings.isSet('allowIdleConsumers') && settings.isSet('limitToPartitionsWithLag')) {
    yield { message: 'has both allowIdleConsumers and limitToPartitionsWithLag; leave one of them out' };
  }
}

/** Yields settings that are set both in the metadata and in the authentication. */
function* both({ metadata, authentication }: TriggerConfig, names: readonly string[] = ['sasl', 'tls']): Iterable<TriggerProblem> {
  for (const name of names) {
    if ((metadata[name] ?? '') !== '' && (authentication.get(name) ?? '') !== '') yield { setting: name, message: 'is given by the metadata and by the authenticationRef; leave one of them out' };
  }
}

const kafka: Validation = function* (settings, config) {
  yield* above(settings, config, 'lagThreshold');
  yield* above(settings, config, 'activationLagThreshold', true);
  const limitation = settings.text('partitionLimitation') ?? '';
  if (limitation !== '' && !limitation.split(',').every(isRange)) yield wrong(config, 'partitionLimitation', 'which is not a list of partitions, as in 1,2,5-7');
  yield* partitions(settings);
  for (const name of ['limitToPartitionsWithLag', 'ensureEvenDistributionOfPartitions']) {
    if (settings.isSet(name)) yield* needs(settings, 'topic', `, which ${name} needs`);
  }
  if (settings.isSet('limitToPartitionsWithLag') && settings.isSet('ensureEvenDistributionOfPartitions')) {
    yield { message: 'has both limitToPartitionsWithLag and ensureEvenDistributionOfPartitions; leave one of them out' };
  }
  if (config.minor >= 21 && settings.text('fullMetadata') === 'false') yield* needs(settings, 'topic', ', which fullMetadata false needs');
  if (settings.text('tls') === 'enable') yield* together(settings, 'cert', 'key');
  // up to 2.19 an authentication can override tls: disable
  if (config.minor < 20) yield* both(config, config.metadata.tls === 'enable' ? ['sasl', 'tls'] : ['sasl']);
  yield* sasl(settings, config);
  const version = settings.text('version') ?? '';
  if (version !== '' && !isKafkaVersion(version)) yield wrong(config, 'version', 'which is not a version of Kafka; write it as in 1.0.0');
};

function isRange(part: string): boolean {
  const bounds = part.trim().split('-');
  return bounds.length <= 2 && bounds.every((bound) => goInteger(bound.trim(), 32) !== undefined);
}

function isKafkaVersion(text: string): boolean {
  return text.startsWith('0.') ? /^0\.\d+\.\d+\.\d+$/.test(text) : /^\d+\.\d+\.\d+$/.test(text);
}

function* sasl(settings: Settings, config: TriggerConfig): Iterable<TriggerProblem> {
  const inAuthentication = (mode: string): string => ` in its authenticationRef, which sasl ${mode} needs`;
  const mode = settings.text('sasl');
  switch (mode) {
    case 'plaintext':
    case 'scram_sha256':
    case 'scram_sha512': return yield* needsAll(settings, ['username', 'password'], inAuthentication(mode));
    case 'oauthbearer': return yield* oauth(settings, config);
    case 'gssapi': {
      yield* needs(settings, 'username', inAuthentication(mode));
      const keys = ['password', 'keytab', ...(config.minor >= 21 ? ['ccacheName'] : [])];
      const [sure, possible] = [keys.filter((name) => settings.hasSurely(name)), keys.filter((name) => settings.has(name))];
      if (sure.length > 1 || possible.length === 0) yield { message: `needs exactly one of ${keys.join(', ')} in its authenticationRef for sasl gssapi, and has ${sure.length}` };
      yield* needsAll(settings, ['realm', 'kerberosConfig'], inAuthentication(mode));
    }
  }
}

function* oauth(settings: Settings, config: TriggerConfig): Iterable<TriggerProblem> {
  if (settings.text('saslTokenProvider') === 'aws_msk_iam') {
    if (settings.text('tls') === 'disable') yield { message: 'has saslTokenProvider aws_msk_iam without TLS; set tls: enable' };
    yield* needs(settings, 'awsRegion', ', which saslTokenProvider aws_msk_iam needs');
    return yield* awsAuthorization(config);
  }
  if (!settings.isSeen('saslTokenProvider')) return;
  yield* needsAll(settings, ['username', 'password', 'oauthTokenEndpointUri'], ' in its authenticationRef, which sasl oauthbearer needs');
  const extensions = settings.text('oauthExtensions') ?? '';
  if (extensions !== '' && !extensions.split(',').every((each) => each.split('=').length === 2)) {
    yield { setting: 'oauthExtensions', message: 'is not a list of name=value' };
  }
}

export const KAFKA: Readonly<Record<string, Validation>> = { kafka, 'apache-kafka': apacheKafka };

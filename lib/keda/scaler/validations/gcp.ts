import { type TriggerProblem } from '../problem';
import { type GivenValue, type TriggerConfig, UNSEEN } from '../trigger-config';
import { above, type Validation, wrong } from './validation';

function* gcpAuthorization({ identity, authentication, metadata }: TriggerConfig): Iterable<TriggerProblem> {
  if (identity === 'gcp' || identity === UNSEEN || authentication.isOpen) return;
  if ((authentication.get('GoogleApplicationCredentials') ?? '') !== '') return;
  if ((metadata.credentialsFromEnv ?? '') !== '' || (metadata.credentialsFromEnvFile ?? '') !== '') return;
  yield { message: 'has no Google credentials; add an authenticationRef with podIdentity gcp or GoogleApplicationCredentials, or set credentialsFromEnv' };
}

/** Returns the credentials from the environment or an authentication; a pod identity takes precedence. */
function credentialsOf({ identity, authentication, environment, metadata }: TriggerConfig): GivenValue {
  if (identity === 'gcp' || identity === UNSEEN || authentication.isOpen) return UNSEEN;
  const given = authentication.get('GoogleApplicationCredentials') ?? '';
  if (given !== '') return given;
  const variable = metadata.credentialsFromEnv ?? '';
  return variable === '' ? '' : environment.get(variable) ?? (environment.isOpen ? UNSEEN : '');
}

/**
 * Yields the problems of credentials that the Google client parses when KEDA builds the scaler. Without credentials
 * the client searches its own environment.
 */
function* readableCredentials(config: TriggerConfig): Iterable<TriggerProblem> {
  const given = credentialsOf(config);
  if (given === UNSEEN || given === '') return;
  const fault = faultOfKey(given);
  if (fault !== undefined) yield { message: `has Google credentials ${fault}; give the JSON key of a service account` };
}

function faultOfKey(text: string): string | undefined {
  let key: unknown;
  try {
    key = JSON.parse(text);
  } catch {
    return text.trim() === '' ? 'that are blank' : 'that are no JSON';
  }
  if (typeof key !== 'object' || key === null || Array.isArray(key)) return 'that are no JSON object';
  const { type, private_key: privateKey } = key as Readonly<Record<string, unknown>>;
  if (typeof type !== 'string' || type === '') return 'without a type';
  return type === 'service_account' && (privateKey ?? '') === '' ? 'without a private_key' : undefined;
}

const credentials: Validation = function* (_settings, config) {
  yield* gcpAuthorization(config);
};

const pubSub: Validation = function* (settings, config) {
  const names = ['subscriptionName', 'topicName'];
  if (names.every((name) => settings.hasSurely(name)) || names.every((name) => !settings.has(name))) {
    yield { message: 'needs exactly one of subscriptionName and topicName; set one of them' };
  }
  yield* gcpAuthorization(config);
};

const spanner: Validation = function* (settings, config) {
  yield* above(settings, config, 'targetValue');
  yield* gcpAuthorization(config);
  yield* readableCredentials(config);
};

const ALIGNERS = [
  'none', 'delta', 'rate', 'interpolate', 'next_older', 'min', 'max', 'mean', 'count', 'sum', 'stddev', 'count_true', 'count_false', 'fraction_true',
  'percentile_99', 'percentile_95', 'percentile_50', 'percentile_05', 'percent_change',
];
const REDUCERS = [
  'none', 'mean', 'min', 'max', 'sum', 'stddev', 'count', 'count_true', 'count_false', 'fraction_true', 'percentile_99', 'percentile_95', 'percentile_50', 'percentile_05',
];

/**
 * Yields the problems of empty credentials: gcp-stackdriver parses the credentials even if a file or no source sets
 * them.
 */
function* monitoringCredentials(config: TriggerConfig): Iterable<TriggerProblem> {
  const { credentialsFromEnv = '', credentialsFromEnvFile = '' } = config.metadata;
  if (credentialsOf(config) !== '') return;
  if (credentialsFromEnv !== '') yield { setting: 'credentialsFromEnv', message: `names ${credentialsFromEnv}, which the container does not set; set it to the JSON key of a service account` };
  else if (credentialsFromEnvFile !== '') yield { setting: 'credentialsFromEnvFile', message: 'is set, which gcp-stackdriver does not read; set credentialsFromEnv, or use podIdentity gcp' };
}

const stackdriver: Validation = function* (settings, config) {
  const period = settings.number('alignmentPeriodSeconds') ?? 0;
  if (period !== 0 && period < 60) yield wrong(config, 'alignmentPeriodSeconds', 'which must be at least 60');
  yield* gcpAuthorization(config);
  yield* readableCredentials(config);
  yield* monitoringCredentials(config);
  if (period === 0) return;
  const [aligner, reducer] = [(settings.text('alignmentAligner') ?? '').toLowerCase(), (settings.text('alignmentReducer') ?? '').toLowerCase()];
  if (aligner !== '' && !ALIGNERS.includes(aligner)) yield wrong(config, 'alignmentAligner', `which is not one of ${ALIGNERS.join(', ')}`);
  if (reducer !== '' && !REDUCERS.includes(reducer)) yield wrong(config, 'alignmentReducer', `which is not one of ${REDUCERS.join(', ')}`);
};

const storage: Validation = function* (settings, config) {
  yield* above(settings, config, 'targetObjectCount');
  yield* above(settings, config, 'activationTargetObjectCount', true);
  yield* above(settings, config, 'maxBucketItemsToScan');
  yield* gcpAuthorization(config);
  yield* readableCredentials(config);
};

export const GCP: Readonly<Record<string, Validation>> = {
  'gcp-cloudtasks': credentials,
  'gcp-pubsub': pubSub,
  'gcp-spanner': spanner,
  'gcp-stackdriver': stackdriver,
  'gcp-storage': storage,
};

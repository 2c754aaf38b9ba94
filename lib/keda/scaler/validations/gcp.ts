import { type TriggerProblem } from '../problem';
import { type TriggerConfig, UNSEEN } from '../trigger-config';
import { above, type Validation, wrong } from './validation';

function* gcpAuthorization({ identity, authentication, metadata }: TriggerConfig): Iterable<TriggerProblem> {
  if (identity === 'gcp' || identity === UNSEEN || authentication.isOpen) return;
  if ((authentication.get('GoogleApplicationCredentials') ?? '') !== '') return;
  if ((metadata.credentialsFromEnv ?? '') !== '' || (metadata.credentialsFromEnvFile ?? '') !== '') return;
  yield { message: 'has no Google credentials; add an authenticationRef with podIdentity gcp or GoogleApplicationCredentials, or set credentialsFromEnv' };
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
};

const ALIGNERS = [
  'none', 'delta', 'rate', 'interpolate', 'next_older', 'min', 'max', 'mean', 'count', 'sum', 'stddev', 'count_true', 'count_false', 'fraction_true',
  'percentile_99', 'percentile_95', 'percentile_50', 'percentile_05', 'percent_change',
];
const REDUCERS = [
  'none', 'mean', 'min', 'max', 'sum', 'stddev', 'count', 'count_true', 'count_false', 'fraction_true', 'percentile_99', 'percentile_95', 'percentile_50', 'percentile_05',
];

const stackdriver: Validation = function* (settings, config) {
  const period = settings.number('alignmentPeriodSeconds') ?? 0;
  if (period !== 0 && period < 60) yield wrong(config, 'alignmentPeriodSeconds', 'which must be at least 60');
  yield* gcpAuthorization(config);
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
};

export const GCP: Readonly<Record<string, Validation>> = {
  'gcp-cloudtasks': credentials,
  'gcp-pubsub': pubSub,
  'gcp-spanner': spanner,
  'gcp-stackdriver': stackdriver,
  'gcp-storage': storage,
};

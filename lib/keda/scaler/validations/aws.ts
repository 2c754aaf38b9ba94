import { type TriggerProblem } from '../problem';
import { type TriggerConfig, UNSEEN } from '../trigger-config';
import { type Validation, wrong } from './validation';

/** Yields the problems of the credentials of the AWS scalers. */
export function* awsAuthorization(config: TriggerConfig): Iterable<TriggerProblem> {
  const { identity, metadata, authentication, environment } = config;
  if (identity === 'aws' || identity === UNSEEN) return;
  // KEDA ignores any other owner
  if (!['', 'pod'].includes(metadata.identityOwner ?? '')) return;
  const has = (name: string): boolean => authentication.isOpen || (authentication.get(name) ?? '') !== '';
  const variable = (name: string): boolean => (metadata[name] ?? '') !== '' && (environment.isOpen || (environment.get(metadata[name]) ?? '') !== '');
  if (has('awsRoleArn')) return;
  if (has('awsAccessKeyID') || has('awsAccessKeyId')) {
    if (!has('awsSecretAccessKey')) yield { message: 'has an authenticationRef with awsAccessKeyID and without awsSecretAccessKey; add it' };
    return;
  }
  if ((metadata.awsAccessKeyID ?? '') === '' && !variable('awsAccessKeyIDFromEnv')) {
    yield { message: 'has no AWS credentials; add an authenticationRef with a podIdentity or awsAccessKeyID, or set identityOwner: operator' };
  } else if (!variable('awsSecretAccessKeyFromEnv')) yield { message: 'has no awsSecretAccessKeyFromEnv beside its access key; set it' };
}

const METRIC_UNITS: readonly string[] = [
  'Seconds', 'Microseconds', 'Milliseconds', 'Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes', 'Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits',
  'Percent', 'Count', 'Bytes/Second', 'Kilobytes/Second', 'Megabytes/Second', 'Gigabytes/Second', 'Terabytes/Second', 'Bits/Second', 'Kilobits/Second',
  'Megabits/Second', 'Gigabits/Second', 'Terabits/Second', 'Count/Second', 'None',
];

const cloudWatch: Validation = function* (settings, config) {
  if (settings.text('expression') === '') {
    for (const name of ['namespace', 'metricName', 'dimensionName', 'dimensionValue']) {
      if (!settings.has(name)) {
        yield { message: `has no ${name}; set it, or an expression` };
        return;
      }
    }
    const [names, values] = [settings.list('dimensionName')!, settings.list('dimensionValue')!];
    if (names.length !== values.length) yield wrong(config, 'dimensionValue', `which has ${values.length} values for ${names.length} dimensionNames; give as many`);
    const unit = settings.text('metricUnit')!;
    if (unit !== '' && !METRIC_UNITS.includes(unit)) yield wrong(config, 'metricUnit', 'which CloudWatch does not have; use one as in Count, Seconds or Bytes');
  }
  const period = settings.number('metricStatPeriod') ?? 300;
  if (period < 1 || (period <= 60 ? ![1, 5, 10, 30, 60].includes(period) : period % 60 !== 0)) {
    yield wrong(config, 'metricStatPeriod', 'which must be 1, 5, 10, 30 or a multiple of 60');
    return;
  }
  const time = settings.number('metricCollectionTime') ?? 300;
  if (time < 0 || time % period !== 0) yield wrong(config, 'metricCollectionTime', `which must be a multiple of metricStatPeriod, ${period}`);
  yield* awsAuthorization(config);
};

const dynamoDb: Validation = function* (settings, config) {
  const names = objectOf(settings.text('expressionAttributeNames') ?? '{"a":"b"}');
  if (!names || Object.keys(names).length === 0 || Object.values(names).some((value) => typeof value !== 'string')) {
    yield wrong(config, 'expressionAttributeNames', 'which is not a JSON object of texts');
  } else if (!objectOf(settings.text('expressionAttributeValues') ?? '{}')) yield wrong(config, 'expressionAttributeValues', 'which is not a JSON object');
  else if (settings.number('targetValue') === -1 && !config.asMetricSource) yield { message: 'has no targetValue; set the target per replica' };
  else yield* awsAuthorization(config);
};

function objectOf(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value === null ? {} : typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const sqs: Validation = function* (settings, config) {
  const url = settings.text('queueURL') ?? 'name';
  const path = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/?]*([^?]*)/.exec(url)?.[1] ?? (url.startsWith('/') ? url.split('?')[0] : undefined);
  if (path !== undefined) {
    const parts = path.split('/');
    if (parts.length !== 3 || parts[2] === '') yield wrong(config, 'queueURL', 'which ends with no account and queue; write the whole URL or the name alone');
  }
  yield* awsAuthorization(config);
};

const credentials: Validation = function* (_settings, config) {
  yield* awsAuthorization(config);
};

export const AWS: Readonly<Record<string, Validation>> = {
  'aws-cloudwatch': cloudWatch,
  'aws-dynamodb': dynamoDb,
  'aws-dynamodb-streams': credentials,
  'aws-kinesis-stream': credentials,
  'aws-sqs-queue': sqs,
};

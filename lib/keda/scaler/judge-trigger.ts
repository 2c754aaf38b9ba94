import { nearest } from '../../values/nearest';
import { isScaler, metadataNames, scalerTypes, versionsOf } from '../catalogue/setting';
import { type TriggerProblem } from './problem';
import { readSettings, type Settings } from './read-settings';
import { type TriggerConfig } from './trigger-config';
import { AWS } from './validations/aws';
import { AZURE } from './validations/azure';
import { DATABASES } from './validations/databases';
import { GCP } from './validations/gcp';
import { KAFKA } from './validations/kafka';
import { KUBERNETES } from './validations/kubernetes';
import { QUEUES } from './validations/queues';
import { RABBITMQ } from './validations/rabbitmq';
import { REDIS } from './validations/redis';
import { SERVICES } from './validations/services';
import { type Validation } from './validations/validation';

const VALIDATIONS: Readonly<Record<string, Validation>> = {
  ...AWS, ...AZURE, ...DATABASES, ...GCP, ...KAFKA, ...KUBERNETES, ...QUEUES, ...RABBITMQ, ...REDIS, ...SERVICES,
};

/** Scalers that ignore metricType when they are built. */
const ANY_METRIC_TYPE: ReadonlySet<string> = new Set(['cpu', 'memory', 'pulsar', 'splunk-observability', 'external-mock']);

/**
 * Returns the reasons for which KEDA refuses to build the scaler of a trigger; empty if it builds it.
 *
 * The object of the trigger is then not ready, so that its other triggers do not work either.
 */
export function judgeTrigger(config: TriggerConfig): readonly TriggerProblem[] {
  const { type, minor, metricType } = config;
  if (!isScaler(type, minor)) return [{ message: unknownType(type, minor) }];
  if (metricType === 'Utilization' && !ANY_METRIC_TYPE.has(type)) {
    return [{ message: 'has metricType Utilization, which cpu and memory alone have; use AverageValue or Value' }];
  }
  const { settings, problems } = readSettings(config);
  return problems.length > 0 ? problems : [...validationOf(type, settings, config)];
}

function validationOf(type: string, settings: Settings, config: TriggerConfig): Iterable<TriggerProblem> {
  return Object.hasOwn(VALIDATIONS, type) ? VALIDATIONS[type](settings, config) : [];
}

function unknownType(type: string, minor: number): string {
  const versions = versionsOf(type);
  if (versions) {
    const other = minor < versions.since ? `has from 2.${versions.since} on` : `had up to 2.${versions.until}`;
    return `is of type ${type}, which KEDA ${other}, and 2.${minor} does not have; use another version of KEDA, or another trigger`;
  }
  const near = nearest(type, scalerTypes(minor));
  return `is of type ${type || '""'}, which KEDA does not have; ${near === undefined ? 'correct it' : `did you mean ${near}?`}`;
}

/** Scalers that pass their whole metadata to a custom server. */
const OPEN: ReadonlySet<string> = new Set(['external', 'external-push', 'external-mock']);

/**
 * Returns settings that KEDA ignores, each with the most similar known setting. Settings without a similar one are
 * left out.
 */
export function misspeltSettings({ type, metadata, minor }: Pick<TriggerConfig, 'type' | 'metadata' | 'minor'>): readonly { readonly given: string; readonly meant: string }[] {
  if (OPEN.has(type) || !isScaler(type, minor)) return [];
  const known = metadataNames(type, minor);
  return Object.keys(metadata).flatMap((given) => {
    const meant = known.includes(given) ? undefined : nearest(given, known.filter((name) => !Object.hasOwn(metadata, name)));
    return meant === undefined ? [] : [{ given, meant }];
  });
}

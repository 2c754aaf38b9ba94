import { POD_RESOURCES } from '../hpa/constants';
import { holdsPassword, namesSecret } from '../values/secret-names';
import { UserError } from '../values/user-error';
import { type KedaAuthentication } from './keda-authentication';
import { type KedaTrigger } from './keda-trigger';
import { type MetricDefinition } from './metric-definition';

/** Any KEDA trigger, with the metadata of KEDA's documentation. */
export function kedaDefinition(type: string, metadata: Readonly<Record<string, string>>, authentication?: KedaAuthentication): MetricDefinition {
  if (!/^[a-z][a-z0-9-]*$/.test(type)) throw new UserError(`'${type}' is not a trigger type of KEDA; write it as in 'aws-sqs-queue'`);
  Object.entries(metadata).forEach(([key, value]) => requireNoSecret(type, key, value));
  const resource = POD_RESOURCES.has(type);
  return {
    name: `${type} trigger`,
    type: resource ? 'Resource' : 'External',
    role: 'load',
    ofPods: false,
    wakes: !resource,
    keda: () => [resource ? resourceTrigger(type, metadata, authentication) : { type, metadata, authentication }],
  };
}

/**
 * Trigger of type cpu or memory: Utilization unless AverageValue is set. KEDA expects metricType beside the metadata;
 * up to 2.17 it also accepted `type` in the metadata.
 */
function resourceTrigger(type: string, { type: metricType = 'Utilization', ...metadata }: Readonly<Record<string, string>>, authentication?: KedaAuthentication): KedaTrigger {
  if (metricType !== 'Utilization' && metricType !== 'AverageValue') throw new UserError(`type of the ${type} trigger is '${metricType}'; use Utilization or AverageValue`);
  return { type, metricType, metadata, authentication };
}

function requireNoSecret(type: string, key: string, value: string): void {
  if (typeof value !== 'string') throw new UserError(`${key} of the ${type} trigger must be a string, got ${JSON.stringify(value)}; quote it`);
  if (!key.endsWith('FromEnv') && (namesSecret(key) || holdsPassword(value))) {
    throw new UserError(`${key} of the ${type} trigger puts a secret into the manifest; keep it in a Secret and use KedaAuthentication.secrets({ ${key}: SecretKey.of('<secret>', '<key>') })`);
  }
}

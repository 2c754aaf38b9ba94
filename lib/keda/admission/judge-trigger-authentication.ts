import { type Fields, fieldsAt, textAt } from '../../values/fields';
import { type KedaVersion } from '../keda-version';
import { type KedaProblem } from '../problem';
import { goUrl } from '../scaler/go-values';
import { resourceProblems } from './resource-fields';

/**
 * Returns the reasons for which a TriggerAuthentication or a ClusterTriggerAuthentication is refused; empty if it is
 * accepted.
 */
export function judgeTriggerAuthentication(object: Fields, { minor }: KedaVersion): readonly KedaProblem[] {
  const kind = textAt(object, 'kind') === 'ClusterTriggerAuthentication' ? 'ClusterTriggerAuthentication' : 'TriggerAuthentication';
  const refused = resourceProblems(kind, object, minor);
  if (refused.length > 0) return refused;
  const spec = fieldsAt(object, 'spec') ?? {};
  return [...admission(spec, minor)].map(([field, message]) => ({ stage: 'admission', field: `spec.${field}`, message }));
}

type Fault = readonly [field: string, message: string];

function* admission(spec: Fields, minor: number): Iterable<Fault> {
  if (minor >= 21) yield* servicePrincipal(spec);
  const identity = fieldsAt(spec, 'podIdentity');
  const provider = textAt(identity, 'provider');
  if (provider === 'azure-workload') yield* workloadIdentity(identity!);
  else if (provider === 'aws') yield* awsIdentity(identity!, minor);
  else if (identity) return;
  if (minor >= 20) yield* oauth(spec);
}

function* workloadIdentity(identity: Fields): Iterable<Fault> {
  if (identity.identityId === '') return yield ['podIdentity.identityId', 'is empty; set it or remove it'];
  const tenant = textAt(identity, 'identityTenantId');
  if (textAt(identity, 'identityAuthorityHost')) {
    if (!tenant) yield ['podIdentity.identityTenantId', 'is missing beside identityAuthorityHost; set it'];
  } else if (tenant === '') yield ['podIdentity.identityTenantId', 'is empty; set it or remove it'];
}

function* awsIdentity(identity: Fields, minor: number): Iterable<Fault> {
  const role = textAt(identity, 'roleArn') ?? '';
  if (role !== '' && textAt(identity, 'identityOwner') === 'workload') yield ['podIdentity.roleArn', 'is set together with identityOwner workload; remove one of them'];
  else if (minor >= 20 && textAt(identity, 'externalID') && role === '') yield ['podIdentity.roleArn', 'is missing beside externalID; set it'];
}

function* oauth(spec: Fields): Iterable<Fault> {
  const settings = fieldsAt(spec, 'oauth2');
  if (!settings) return;
  for (const name of ['clientId', 'tokenUrl']) if (!textAt(settings, name)) return yield [`oauth2.${name}`, 'is empty; set it'];
  const url = goUrl(textAt(settings, 'tokenUrl')!);
  if (!url || url.host === '' || !['http', 'https'].includes(url.scheme)) yield ['oauth2.tokenUrl', `is "${textAt(settings, 'tokenUrl')}", which is not a URL of http or https`];
}

function* servicePrincipal(spec: Fields): Iterable<Fault> {
  const principal = fieldsAt(spec, 'azureServicePrincipal');
  if (!principal) return;
  const path = 'azureServicePrincipal';
  for (const name of ['tenantId', 'clientId']) if (!textAt(principal, name)) return yield [`${path}.${name}`, 'is empty; set it'];
  const [secret, certificate, password] = ['clientSecret', 'clientCertificate', 'clientCertificatePassword'].map((name) => fieldsAt(principal, name));
  if (secret && certificate) yield [path, 'has both clientSecret and clientCertificate; remove one of them'];
  else if (!secret && !certificate) yield [path, 'has neither clientSecret nor clientCertificate; add one of them'];
  else if (password && !certificate) yield [`${path}.clientCertificatePassword`, 'is set without a clientCertificate; set that too, or remove it'];
  else {
    const [isPrivate, endpoint] = [textAt(principal, 'cloud')?.toLowerCase() === 'private', textAt(principal, 'activeDirectoryEndpoint') ?? ''];
    if (isPrivate && endpoint === '') yield [`${path}.activeDirectoryEndpoint`, 'is missing, which cloud Private needs; set it'];
    if (!isPrivate && endpoint !== '') yield [`${path}.activeDirectoryEndpoint`, 'is for cloud Private alone; leave it out'];
  }
}

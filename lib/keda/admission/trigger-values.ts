import { type Fields, fieldsAt, fieldsListAt, textAt } from '../../values/fields';
import { decodeBase64 } from '../../values/utf8';
import { type KedaCluster } from '../keda-cluster';
import { ANYTHING_GIVEN, type GivenValue, type GivenValues, givenValues, NOTHING_GIVEN, UNSEEN } from '../scaler/trigger-config';

/** Pod template and container whose environment the triggers of an object can refer to. */
export interface EnvironmentOwner {
  /** Undefined if the target is unknown, or has no pod template that KEDA reads. */
  readonly template?: Fields;
  readonly container?: string;
}

/** Returns the environment of the named container, by default the first, as KEDA resolves it. */
export function environmentOf({ template, container }: EnvironmentOwner, namespace: string, cluster: KedaCluster): GivenValues {
  if (!template) return cluster.isWhole ? NOTHING_GIVEN : ANYTHING_GIVEN;
  const containers = fieldsListAt(template, 'spec', 'containers');
  const chosen = container ? containers.find((each) => textAt(each, 'name') === container) : containers[0];
  if (!chosen) return NOTHING_GIVEN;
  const values = new Map<string, GivenValue>();
  let isOpen = false;
  for (const source of fieldsListAt(chosen, 'envFrom')) {
    const prefix = textAt(source, 'prefix') ?? '';
    for (const [kind, reference] of [['ConfigMap', 'configMapRef'], ['Secret', 'secretRef']]) {
      const name = textAt(source, reference, 'name');
      if (name === undefined) continue;
      const data = dataOf(cluster, kind, namespace, name);
      if (data) for (const [key, value] of data) values.set(`${prefix}${key}`, value);
      else isOpen ||= !cluster.isWhole;
    }
  }
  for (const variable of fieldsListAt(chosen, 'env')) {
    const name = textAt(variable, 'name') ?? '';
    const value = valueOf(variable, namespace, cluster);
    if (value !== undefined) values.set(name, value);
  }
  return givenValues(values, isOpen);
}

/** @returns undefined for sources that KEDA ignores, such as a field of the pod. */
function valueOf(variable: Fields, namespace: string, cluster: KedaCluster): GivenValue | undefined {
  const text = textAt(variable, 'value') ?? '';
  // KEDA expands references to other variables
  if (text !== '') return text.includes('$(') ? UNSEEN : text;
  for (const [kind, reference] of [['Secret', 'secretKeyRef'], ['ConfigMap', 'configMapKeyRef']]) {
    const source = fieldsAt(variable, 'valueFrom', reference);
    if (source) return keyOf(cluster, kind, namespace, textAt(source, 'name') ?? '', textAt(source, 'key') ?? '');
  }
  return fieldsAt(variable, 'valueFrom') ? undefined : '';
}

/** Values that a TriggerAuthentication gives a trigger. */
export interface GivenAuthentication {
  readonly values: GivenValues;
  readonly identity: GivenValue;
  /** Reason for which KEDA does not build the scaler; undefined if it does. */
  readonly problem?: string;
}

const NO_AUTHENTICATION: GivenAuthentication = { values: NOTHING_GIVEN, identity: 'none' };
const UNKNOWN_AUTHENTICATION: GivenAuthentication = { values: ANYTHING_GIVEN, identity: UNSEEN };

/** External secret stores, whose values are unknown. */
const OUTSIDE: readonly (readonly [field: string, list: string])[] = [
  ['hashiCorpVault', 'secrets'], ['azureKeyVault', 'secrets'], ['gcpSecretManager', 'secrets'], ['awsSecretManager', 'secrets'],
];

/** Returns the parameters and the pod identity of a trigger's authenticationRef, as KEDA resolves them. */
export function authenticationOf(trigger: Fields, owner: EnvironmentOwner, namespace: string, cluster: KedaCluster): GivenAuthentication {
  const name = textAt(trigger, 'authenticationRef', 'name') ?? '';
  if (name === '') return NO_AUTHENTICATION;
  const kind = textAt(trigger, 'authenticationRef', 'kind') || 'TriggerAuthentication';
  const isCluster = kind === 'ClusterTriggerAuthentication';
  const found = cluster.find(kind, isCluster ? '' : namespace, name);
  // KEDA ignores a reference to a missing authentication
  if (!found) return cluster.isWhole ? NO_AUTHENTICATION : UNKNOWN_AUTHENTICATION;
  const spec = fieldsAt(found, 'spec') ?? {};
  const identity = textAt(spec, 'podIdentity', 'provider') ?? 'none';
  if (isCluster || textAt(spec, 'filePath')) return { values: ANYTHING_GIVEN, identity };
  return { values: parametersOf(spec, owner, namespace, cluster), identity, ...identityProblem(spec) };
}

function identityProblem(spec: Fields): { readonly problem?: string } {
  const [owner, role] = [textAt(spec, 'podIdentity', 'identityOwner'), textAt(spec, 'podIdentity', 'roleArn')];
  const isOwned = textAt(spec, 'podIdentity', 'provider') === 'aws' && owner === 'workload' && role !== undefined;
  return isOwned ? { problem: 'has an authenticationRef whose podIdentity has both roleArn and identityOwner workload; leave one of them out' } : {};
}

function parametersOf(spec: Fields, owner: EnvironmentOwner, namespace: string, cluster: KedaCluster): GivenValues {
  const values = new Map<string, GivenValue>();
  for (const entry of fieldsListAt(spec, 'env')) {
    const container = textAt(entry, 'containerName');
    const environment = environmentOf({ template: owner.template, ...(container && { container }) }, namespace, cluster);
    const name = textAt(entry, 'name') ?? '';
    values.set(textAt(entry, 'parameter') ?? '', environment.get(name) ?? (environment.isOpen ? UNSEEN : ''));
  }
  for (const [kind, list] of [['ConfigMap', 'configMapTargetRef'], ['Secret', 'secretTargetRef']]) {
    for (const entry of fieldsListAt(spec, list)) {
      values.set(textAt(entry, 'parameter') ?? '', keyOf(cluster, kind, namespace, textAt(entry, 'name') ?? '', textAt(entry, 'key') ?? ''));
    }
  }
  for (const [store, list] of OUTSIDE) for (const entry of fieldsListAt(spec, store, list)) values.set(textAt(entry, 'parameter') ?? '', UNSEEN);
  for (const entry of fieldsListAt(spec, 'boundServiceAccountToken')) values.set(textAt(entry, 'parameter') ?? '', UNSEEN);
  const oauth = fieldsAt(spec, 'oauth2');
  if (oauth) {
    values.set('oauthTokenURI', textAt(oauth, 'tokenUrl') ?? '').set('clientID', textAt(oauth, 'clientId') ?? '').set('clientSecret', secretOf(oauth, 'clientSecret', namespace, cluster));
    const scopes = oauth.scopes;
    if (Array.isArray(scopes) && scopes.length > 0) values.set('scopes', scopes.join(','));
    if (fieldsAt(oauth, 'tokenUrlParams')) values.set('endpointParams', UNSEEN);
  }
  if (fieldsAt(spec, 'azureServicePrincipal')) values.set('azureServicePrincipal', 'true');
  return givenValues(values);
}

function secretOf(owner: Fields, field: string, namespace: string, cluster: KedaCluster): GivenValue {
  const reference = fieldsAt(owner, field, 'valueFrom', 'secretKeyRef');
  return reference ? keyOf(cluster, 'Secret', namespace, textAt(reference, 'name') ?? '', textAt(reference, 'key') ?? '') : '';
}

/** Returns the value of a key; '' if KEDA does not find it. */
function keyOf(cluster: KedaCluster, kind: string, namespace: string, name: string, key: string): GivenValue {
  const data = dataOf(cluster, kind, namespace, name);
  return data ? data.get(key) ?? '' : cluster.isWhole ? '' : UNSEEN;
}

function dataOf(cluster: KedaCluster, kind: string, namespace: string, name: string): ReadonlyMap<string, GivenValue> | undefined {
  const object = cluster.find(kind, namespace, name);
  if (!object) return undefined;
  const values = new Map<string, GivenValue>();
  for (const [key, value] of Object.entries(fieldsAt(object, 'data') ?? {})) {
    values.set(key, kind === 'Secret' ? decodeBase64(String(value)) : String(value));
  }
  for (const [key, value] of Object.entries(kind === 'Secret' ? fieldsAt(object, 'stringData') ?? {} : {})) values.set(key, String(value));
  return values;
}

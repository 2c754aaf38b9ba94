import { scalerTypes, type Setting, settingsOf } from '../../../lib/keda/catalogue/setting';
import { RandomStream } from '../../../lib/simulator/engine/random/random-stream';
import { chance, pick } from '../draws';
import { OPAQUE, VALID, type ValidTrigger } from './valid-triggers';

type Plain = Record<string, unknown>;

/** The objects of a cluster, the last of which is judged. */
export interface KedaCase {
  readonly type: string;
  readonly objects: readonly Plain[];
}

/** A trigger while it is changed. */
interface Draft {
  type: string;
  name?: string;
  metricType?: string;
  useCachedMetrics?: boolean;
  metadata: Record<string, unknown>;
  authentication: Record<string, string>;
  identity?: string;
  environment: Record<string, string>;
}

const VALUES: Readonly<Record<Setting['type'], readonly string[]>> = {
  'int': ['5', '1', '0', '-1', '1.5', 'abc', '1e3', '05', '+5', ' 7 ', 'null', 'true', '99999999999999999999'],
  'int32': ['5', '0', '-1', '3000000000', 'abc'],
  'int64': ['5', '1', '0', '-1', '1.5', 'abc', '1e3', '05', '+5', ' 7 ', 'null', 'true', '9223372036854775807', '9223372036854775808', '60', '300', '100'],
  'uint32': ['0', '5', '-1', '4294967296', 'abc'],
  'float64': ['5', '0.5', '0', '-1', 'abc', '1e3', '.5', '5.', 'Infinity', '1e999', 'null'],
  'bool': ['true', 'false', 'T', '1', '0', 'FALSE', 'yes', 'on', 'tRue', 'null'],
  'duration': ['30s', '5m', '1000', '0', '-1s', 'abc', '1.5h', '1h30m', '-5', '1d', '+3'],
  'string': ['abc', '0', 'a b', 'a=b', 'a,b', 'x/y', 'enable', 'disable', 'true', 'none', '1'],
  '[]string': ['a', 'a,b', 'a;b', ',', 'a, b'],
  '[]int': ['1', '1,2', '1-3', '1,5-7', 'a', '1-', '1-2-3', '', '3-1'],
  'map:string': ['a=b', 'a=b,c=d', 'a', 'a=b=c', '='],
  'query': ['a=b', 'a=%zz', 'a=1&b=2', 'a;b'],
};

/** Values for settings of some names, beyond the values of their type. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  start: ['0 8 * * *', '0 8 * *', '60 8 * * *', '@daily', '0 8 * * mon-fri', '*/5 * * * *', '0 18 * * 1-5'],
  end: ['0 18 * * *', '0 8 * * 7', '0 25 * * *', 'x', '0 8 * * 1-5'],
  desiredReplicas: ['0', '3', '-1', '2.5'],
  podSelector: ['app=web', 'app in (a,b)', '!app', 'app==', 'app=web,tier!=db', '=x', 'a b', 'app notin (a', 'x>5', 'x>y'],
  metricAggregationTimespan: ['0:5', '5', '0:0:5'],
  metricAggregationInterval: ['0:1:0', '0:1', 'x'],
  metricAggregationType: ['Total', 'average', 'Maximum'],
  cloud: ['AzurePublicCloud', 'azureusgovernmentcloud', 'Private', 'Mars', 'AzureChinaCloud', 'AzureGermanCloud'],
  authModes: ['basic', 'bearer', 'tls', 'basic,bearer', 'custom', 'oauth', 'apiKey', 'none', 'basic,custom'],
  authMode: ['basic', 'bearer', 'apiKey'],
  mode: ['QueueLength', 'MessageRate', 'Unknown', 'queuelength', 'DeliverGetRate', 'SubscriptionSize'],
  protocol: ['amqp', 'http', 'auto', 'https', 'AMQP'],
  metricStatPeriod: ['60', '30', '45', '90', '120', '0'],
  metricCollectionTime: ['300', '100', '-300', '600'],
  dimensionName: ['A;B', 'A'],
  dimensionValue: ['a;b', 'a'],
  metricUnit: ['Count', 'count', 'Bytes'],
  partitionLimitation: ['1,2', '1-3', 'a', '1-2-3', '1,', '3-1', '1-x'],
  version: ['1.0.0', '2.5', '0.10.2.1', '3.0.0', 'x', '0.10.2'],
  sasl: ['none', 'plaintext', 'scram_sha256', 'oauthbearer', 'gssapi', 'PLAINTEXT', 'aws_msk_iam'],
  tls: ['enable', 'disable', 'true'],
  saslTokenProvider: ['bearer', 'aws_msk_iam', 'x'],
  type: ['average', 'global', 'Utilization', 'x'],
  queryType: ['logs', 'metrics', 'InfluxQL', 'FlightSQL', 'x'],
  influxVersion: ['2', '3', '1'],
  queuedMessagesFactor: ['1', '100', '101', '0'],
  clientNamePattern: ['worker*', 'worker'],
  resourceURI: ['a/b/c', 'a/b', 'a/b/c/d'],
  queueURL: ['jobs', 'https://sqs/1/jobs', 'https://sqs/jobs', 'https://sqs/1/'],
  predictHorizon: ['2h', '1d', 'x', '1w2d'],
  expressionAttributeNames: ['{}', '{"a":1}', '{', '{"#a":"b"}', '[]'],
  expressionAttributeValues: ['{}', '{', '[]', '{":a":{"N":"1"}}'],
  alignmentPeriodSeconds: ['60', '30', '0', '120'],
  alignmentAligner: ['mean', 'MEAN', 'median'],
  alignmentReducer: ['sum', 'x'],
  query: ['sum:jobs{a:b}', 'jobs', '{}'],
  identityOwner: ['pod', 'operator', 'keda'],
  jobsToFetch: ['10'],
  parent: ['template'],
  fetchUnfinishedJobsOnly: ['true', 'false'],
  includeRunningWorkflowCount: ['true', 'false'],
  taskQueue: ['jobs', 'job queue'],
  format: ['number', 'json', 'yaml', 'xml'],
};

/** The types of a version, each with a way to be right. */
export function judgedTypes(minor: number): readonly string[] {
  return scalerTypes(minor).filter((type) => Object.hasOwn(VALID, type));
}

/**
 * A ScaledObject or a ScaledJob of a type, right or changed in one or two places, in a cluster that has what it names.
 */
export function randomKedaCase(seed: number, type: string, minor: number): KedaCase {
  const random = new RandomStream(seed, 'keda');
  const triggers = [draftOf(random, type)];
  const changes = chance(random, 0.42) ? 0 : chance(random, 0.75) ? 1 : 2;
  for (let i = 0; i < changes; i++) if (chance(random, 0.85)) change(random, triggers[0], minor);
  if (chance(random, 0.15)) triggers.push(draftOf(random, pick(random, ['cron', 'prometheus', 'cpu', 'redis', 'memory'])));
  const isJob = chance(random, 0.2);
  const subject = isJob ? scaledJob(random, triggers) : scaledObject(random, triggers);
  // triggers that are none can be changed no further
  for (let i = 0; i < changes; i++) if (chance(random, 0.2) && hasTriggers(subject)) (isJob ? changeJob : changeObject)(random, subject);
  return { type, objects: [...cluster(random, triggers, isJob), subject] };
}

function hasTriggers(object: Plain): boolean {
  const { triggers } = object.spec as Plain;
  return Array.isArray(triggers) && triggers.length > 0 && triggers.every((trigger: Plain) => typeof trigger.metadata === 'object');
}

function draftOf(random: RandomStream, type: string): Draft {
  const { metadata, authentication = {}, identity, metricType }: ValidTrigger = pick(random, VALID[type]);
  return {
    type, metadata: { ...metadata }, authentication: { ...authentication }, environment: {}, ...(identity && { identity }), ...(metricType && { metricType }),
  };
}

function flatSettings(group: string, minor: number): Setting[] {
  return settingsOf(group, minor).flatMap((setting) => ('group' in setting ? flatSettings(setting.group, minor) : [setting]));
}

/** Settings that scalers read by themselves. */
const FREE = ['cloud', 'endpointSuffix', 'identityOwner', 'awsAccessKeyID', 'type', 'metricName', 'activeDirectoryEndpoint', 'storageEndpointSuffix'];

function change(random: RandomStream, draft: Draft, minor: number): void {
  const settings = flatSettings(draft.type, minor);
  const names = Object.keys(draft.metadata);
  const given = [...names, ...Object.keys(draft.authentication)];
  const kind = random.below(12);
  const name = given.length > 0 ? pick(random, given) : undefined;
  const owner = (key: string): Record<string, unknown> => (Object.hasOwn(draft.metadata, key) ? draft.metadata : draft.authentication);
  const setting = name === undefined ? undefined : settings.find((each) => each.names.includes(name));
  if (kind === 0 && name !== undefined) delete owner(name)[name];
  else if (kind === 1 && name !== undefined) owner(name)[name] = pick(random, ['', ' ']);
  else if (kind <= 4 && name !== undefined && setting && !OPAQUE.has(name)) owner(name)[name] = valueFor(random, name, setting);
  else if (kind <= 8) add(random, draft, settings);
  else if (kind === 9 && names.length > 0) move(random, draft, settings);
  else if (kind === 10) draft.metricType = pick(random, ['AverageValue', 'Value', 'Utilization', '']);
  else if (chance(random, 0.5)) draft.identity = pick(random, ['aws', 'gcp', 'none']);
  else misspell(random, draft);
}

function valueFor(random: RandomStream, name: string, setting: Setting): string {
  if (Object.hasOwn(NAMED, name) && chance(random, 0.7)) return pick(random, NAMED[name]);
  if (setting.enum && chance(random, 0.7)) return pick(random, [...setting.enum, `${setting.enum[0]}x`]);
  return pick(random, VALUES[setting.type]);
}

function add(random: RandomStream, draft: Draft, settings: readonly Setting[]): void {
  if (chance(random, 0.08)) {
    const name = pick(random, FREE);
    draft.metadata[name] = pick(random, NAMED[name] ?? ['abc']);
    return;
  }
  const fresh = settings.filter(({ names }) => !OPAQUE.has(names[0]));
  if (fresh.length === 0) return;
  const setting = pick(random, fresh);
  const name = pick(random, setting.names);
  const value = valueFor(random, name, setting);
  const source = pick(random, setting.sources);
  if (source === 'metadata') draft.metadata[name] = value;
  else if (source === 'authentication') draft.authentication[name] = value;
  else giveByEnvironment(draft, name, value);
}

function giveByEnvironment(draft: Draft, name: string, value: string): void {
  const variable = `SHOP_${name.toUpperCase().replace(/\W/g, '_')}`;
  draft.metadata[`${name}FromEnv`] = variable;
  draft.environment[variable] = value;
}

function move(random: RandomStream, draft: Draft, settings: readonly Setting[]): void {
  const name = pick(random, Object.keys(draft.metadata));
  const value = String(draft.metadata[name]);
  const setting = settings.find(({ names }) => names.includes(name));
  const source = setting && chance(random, 0.7) ? pick(random, setting.sources) : pick(random, ['metadata', 'environment', 'authentication'] as const);
  if (source === 'authentication') draft.authentication[name] = value;
  else if (source === 'environment') giveByEnvironment(draft, name, value);
  if (source !== 'metadata' && chance(random, 0.8)) delete draft.metadata[name];
  // a variable that is not set
  if (source === 'environment' && chance(random, 0.2)) draft.environment = {};
}

function misspell(random: RandomStream, draft: Draft): void {
  const names = Object.keys(draft.metadata);
  if (names.length === 0) return;
  const name = pick(random, names);
  draft.metadata[`${name}s`] = draft.metadata[name];
  delete draft.metadata[name];
}

function triggersOf(drafts: readonly Draft[]): Plain[] {
  return drafts.map(({ type, name, metricType, useCachedMetrics, metadata, authentication, identity }, index) => ({
    type, metadata,
    ...(name !== undefined && { name }), ...(metricType !== undefined && metricType !== '' && { metricType }), ...(useCachedMetrics && { useCachedMetrics }),
    ...((Object.keys(authentication).length > 0 || identity) && { authenticationRef: { name: `auth-${index}` } }),
  }));
}

function cluster(random: RandomStream, drafts: readonly Draft[], isJob: boolean): Plain[] {
  const objects: Plain[] = drafts.flatMap(({ authentication, identity }, index) => [
    { apiVersion: 'v1', kind: 'Secret', metadata: metadata(`secret-${index}`), stringData: authentication },
    {
      apiVersion: 'keda.sh/v1alpha1', kind: 'TriggerAuthentication', metadata: metadata(`auth-${index}`),
      spec: {
        secretTargetRef: Object.keys(authentication).map((parameter) => ({ parameter, name: `secret-${index}`, key: parameter })),
        ...(identity && identity !== '' && { podIdentity: { provider: identity } }),
      },
    },
  ]);
  if (isJob) return objects;
  const env = drafts.flatMap(({ environment }) => Object.entries(environment).map(([name, value]) => ({ name, value })));
  objects.push({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata('web'), spec: { selector: { matchLabels: { app: 'web' } }, template: podTemplate(random, env) } });
  const rarely = (probability: number, object: () => Plain): void => {
    if (chance(random, probability)) objects.push(object());
  };
  rarely(0.03, () => ({ apiVersion: 'v1', kind: 'LimitRange', metadata: metadata('limits'), spec: { limits: [{ type: pick(random, ['Container', 'Pod']), defaultRequest: { cpu: '100m', memory: pick(random, ['64Mi', '0']) } }] } }));
  rarely(0.03, () => hpa(random));
  rarely(0.03, () => otherScaledObject(random));
  return objects;
}

function metadata(name: string): Plain {
  return { name, namespace: 'shop' };
}

function podTemplate(random: RandomStream, env: readonly Plain[]): Plain {
  const requests = chance(random, 0.9) ? { cpu: '100m', memory: '64Mi' } : pick(random, [{ cpu: '100m' }, { memory: '64Mi' }, {}]);
  const containers: Plain[] = [{ name: 'web', image: 'web:1', env, resources: pick(random, [{ requests }, { requests }, { limits: requests }]) }];
  if (chance(random, 0.1)) containers.push({ name: 'proxy', image: 'proxy:1', ...(chance(random, 0.5) && { resources: { requests: { cpu: '10m', memory: '10Mi' } } }) });
  return { metadata: { labels: { app: 'web' } }, spec: { containers, ...(chance(random, 0.03) && { resources: { requests: { cpu: '1', memory: '1Gi' } } }) } };
}

function hpa(random: RandomStream): Plain {
  return {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler',
    metadata: {
      ...metadata('web-hpa'), ...(chance(random, 0.2) && { annotations: { 'validations.keda.sh/hpa-ownership': 'false' } }),
      ...(chance(random, 0.2) && { ownerReferences: [{ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'web', uid: '1' }] }),
    },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: pick(random, ['web', 'web', 'other']) }, maxReplicas: 3 },
  };
}

function otherScaledObject(random: RandomStream): Plain {
  return {
    apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: metadata('other'),
    spec: {
      scaleTargetRef: { name: pick(random, ['web', 'other']), ...(chance(random, 0.3) && { kind: 'StatefulSet', apiVersion: 'apps/v1' }) }, triggers: [],
      ...(chance(random, 0.5) && { advanced: { horizontalPodAutoscalerConfig: { name: pick(random, ['keda-hpa-web', 'own']) } } }),
    },
  };
}

function scaledObject(random: RandomStream, drafts: readonly Draft[]): Plain {
  return {
    apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: metadata('web'),
    spec: { scaleTargetRef: { name: 'web' }, minReplicaCount: 1 + random.below(3), maxReplicaCount: 5 + random.below(5), triggers: triggersOf(drafts) },
  };
}

function scaledJob(random: RandomStream, drafts: readonly Draft[]): Plain {
  const env = drafts.flatMap(({ environment }) => Object.entries(environment).map(([name, value]) => ({ name, value })));
  // A ScaledJob sets no metric type; cpu and memory cannot do without one.
  const triggers = triggersOf(drafts.map((draft) => (chance(random, 0.9) ? { ...draft, metricType: undefined } : draft)));
  return {
    apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', metadata: metadata('web'),
    spec: { jobTargetRef: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'web', image: 'web:1', env }] } } }, maxReplicaCount: 5, triggers },
  };
}

const COUNTS = [-1, 0, 1, 5, 200, 1.5, '3', null];

function changeObject(random: RandomStream, object: Plain): void {
  const spec = object.spec as Plain;
  const triggers = spec.triggers as Plain[];
  switch (random.below(12)) {
    case 0: spec[pick(random, ['minReplicaCount', 'maxReplicaCount', 'idleReplicaCount'])] = pick(random, COUNTS); break;
    case 1: spec[pick(random, ['pollingInterval', 'cooldownPeriod', 'initialCooldownPeriod'])] = pick(random, COUNTS); break;
    case 2:
      spec.fallback = { failureThreshold: pick(random, [3, -1, '3', undefined]), replicas: pick(random, [2, 2, -1, undefined]), ...(chance(random, 0.4) && { behavior: pick(random, ['static', 'currentReplicas', 'scalingModifiers', 'none']) }) };
      break;
    case 3: {
      triggers.forEach((trigger, index) => Object.assign(trigger, chance(random, 0.9) && { name: chance(random, 0.9) ? `t${index}` : 't' }));
      spec.advanced = { scalingModifiers: { formula: randomFormula(random), target: pick(random, ['5', '0.5', '5', '0', '-1', 'x', '', undefined, '1e2']), ...(chance(random, 0.3) && { metricType: pick(random, ['Value', 'AverageValue', 'Utilization']) }) } };
      if (chance(random, 0.2)) spec.fallback = { failureThreshold: 3, replicas: 2, ...(chance(random, 0.5) && { behavior: 'scalingModifiers' }) };
      break;
    }
    case 4: triggers.forEach((trigger) => Object.assign(trigger, { name: pick(random, ['a', 'b', '']) })); break;
    case 5: pick(random, triggers).useCachedMetrics = pick(random, [true, false, 'true']); break;
    case 6: object.metadata = metadata('w'.repeat(pick(random, [53, 54, 55, 63, 64, 70]))); break;
    case 7: spec.advanced = { horizontalPodAutoscalerConfig: { name: pick(random, ['own', 'n'.repeat(64), 'web-hpa', '']) } }; break;
    case 8: spec.scaleTargetRef = pick(random, [{ name: '' }, { name: 'web', kind: 'Deployment' }, { name: 'web', apiVersion: 'apps/v1', kind: 'Deployment' }, {}, { name: 'web', envSourceContainerName: pick(random, ['web', 'none']) }, null]); break;
    case 9: {
      const trigger = pick(random, triggers);
      const fields = trigger.metadata as Plain;
      const [first] = Object.keys(fields);
      if (first !== undefined) fields[first] = pick<unknown>(random, [5, true, null, ['a']]);
      break;
    }
    case 10: spec.triggers = pick<unknown>(random, [[], null, 'x', [{ type: '', metadata: {} }], [{ type: 'nothing', metadata: {} }], [{ type: 'cron' }]]); break;
    default: {
      (object.metadata as Plain).annotations = { 'scaledobject.keda.sh/transfer-hpa-ownership': pick(random, ['true', 'false']) };
      if (chance(random, 0.5)) spec.advanced = { horizontalPodAutoscalerConfig: { name: 'web-hpa' } };
    }
  }
}

function changeJob(random: RandomStream, object: Plain): void {
  const spec = object.spec as Plain;
  const triggers = spec.triggers as Plain[];
  switch (random.below(8)) {
    case 0: spec[pick(random, ['minReplicaCount', 'maxReplicaCount', 'pollingInterval', 'successfulJobsHistoryLimit'])] = pick(random, COUNTS); break;
    case 1: spec.scalingStrategy = { strategy: pick(random, ['default', 'accurate', 'eager', 'fast', 5]), ...(chance(random, 0.3) && { multipleScalersCalculation: pick(random, ['max', 'least']) }) }; break;
    case 2: spec.rollout = { strategy: pick(random, ['gradual', 'default']), propagationPolicy: pick(random, ['foreground', 'orphan']) }; break;
    case 3: triggers.forEach((trigger) => Object.assign(trigger, { name: pick(random, ['a', 'b']) })); break;
    case 4: pick(random, triggers).useCachedMetrics = true; break;
    case 5: spec.envSourceContainerName = pick(random, ['web', 'none']); break;
    case 6: spec.triggers = pick<unknown>(random, [[], null, [{ type: 'nothing', metadata: {} }]]); break;
    default: delete spec[pick(random, ['jobTargetRef', 'triggers'])];
  }
}

const OPERANDS = ['t0', 't1', 't', '2', '0.5', 'nil', 'true', '(t0 + 1)', 'max(t0, t1)', 'min([t0, t1])', 'int(t0)', 'abs(t0)', '-t0', '!t0', "'x'", 'sum([t0, t1])', 'unknown', 'float(t0)', '[t0]', 'count([t0], # > 0)'];
const OPERATORS = ['+', '-', '*', '/', '%', '>', '<', '==', '&&', '||', '??', '**', 'and', 'in', '>=', '!='];

function randomFormula(random: RandomStream, depth = 0): string {
  if (depth > 2 || chance(random, 0.3)) return pick(random, chance(random, 0.7) ? ['t0', '2', 'max(t0, 3)', 't0 * 2'] : OPERANDS);
  const part = (): string => randomFormula(random, depth + 1);
  switch (random.below(6)) {
    case 0: return `${part()} > ${part()} ? ${part()} : ${part()}`;
    case 1: return `(${part()} ${pick(random, OPERATORS)} ${part()})`;
    case 2: return `if ${part()} > 1 { ${part()} } else { ${part()} }`;
    case 3: return `let x = ${part()}; x + ${part()}`;
    case 4: return `${pick(random, ['max', 'min', 'mean', 'ceil', 'round', 'float', 'len', 'foo'])}(${part()})`;
    default: return `${part()} ${pick(random, OPERATORS)} ${part()}${chance(random, 0.05) ? ')' : ''}`;
  }
}

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { FOREIGN_SCHEMAS } from '../support/foreign-schemas';
import { type ApiClient, type Json } from './api-client';

interface Source {
  readonly module: string;
  readonly version: string;
  readonly files: readonly string[];
}

/** Go modules that hold the definitions. */
const SOURCES: readonly Source[] = [
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.85.0',
    files: ['podmonitors', 'servicemonitors', 'prometheusrules'].map((name) => `example/prometheus-operator-crd/monitoring.coreos.com_${name}.yaml`),
  },
  {
    module: 'github.com/kedacore/keda/v2',
    version: 'v2.21.0',
    // All that its operator watches: it ends where it misses one.
    files: [
      'keda.sh_scaledobjects', 'keda.sh_scaledjobs', 'keda.sh_triggerauthentications', 'keda.sh_clustertriggerauthentications', 'eventing.keda.sh_cloudeventsources',
      'eventing.keda.sh_clustercloudeventsources',
    ].map((name) => `config/crd/bases/${name}.yaml`),
  },
  { module: 'github.com/cloudnative-pg/cloudnative-pg', version: 'v1.27.0', files: ['config/crd/bases/postgresql.cnpg.io_clusters.yaml'] },
  {
    module: 'github.com/external-secrets/external-secrets',
    version: 'v0.19.2',
    files: ['externalsecrets', 'clustersecretstores'].map((name) => `config/crds/bases/external-secrets.io_${name}.yaml`),
  },
  { module: 'sigs.k8s.io/gateway-api', version: 'v1.3.0', files: ['config/crd/standard/gateway.networking.k8s.io_httproutes.yaml'] },
  { module: 'github.com/argoproj/argo-rollouts', version: 'v1.8.3', files: ['manifests/crds/rollout-crd.yaml'] },
];

/** Resources whose definition is in no available module, by hand. */
const BY_HAND = [
  { group: 'autoscaling.x-k8s.io', version: 'v1beta1', kind: 'CapacityBuffer', plural: 'capacitybuffers' },
  { group: 'autoscaling.alibabacloud.com', version: 'v1beta1', kind: 'CronHorizontalPodAutoscaler', plural: 'cronhorizontalpodautoscalers' },
];

/** Beside the programs that scripts/programs gets. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk8s-kotaemon/custom-resources');
const run = promisify(execFile);

/**
 * Defines the custom resources that the constructs make objects of, unless they exist, and waits until the server
 * serves them.
 */
export async function installCustomResources(client: ApiClient): Promise<void> {
  await Promise.all((await definitions()).map(async (definition) => {
    // The webhook that converts between versions does not run here.
    delete definition.spec.conversion;
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const { status, body } = await client.send('POST', path, JSON.stringify(definition));
    if (status >= 300 && status !== 409) throw new Error(`${definition.metadata.name}: ${body.message}`);
    await until(async () => ((await client.get(`${path}/${definition.metadata.name}`)).status?.conditions ?? []).some(isEstablished));
    await until(() => isPublished(client, definition.spec));
  }));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!await condition()) await pause(200);
}

/** True once the server's OpenAPI documents list a resource, which it does some time after it serves it. */
async function isPublished(client: ApiClient, { group, versions, names }: Json): Promise<boolean> {
  const { name: version } = versions.find(({ served }: Json) => served);
  const { status, body } = await client.send('GET', `/openapi/v3/apis/${group}/${version}`);
  return status === 200 && Object.values<Json>(body.components?.schemas ?? {}).some((schema) => (schema['x-kubernetes-group-version-kind'] ?? []).some(({ kind }: Json) => kind === names.kind));
}

function isEstablished({ type, status }: Json): boolean {
  return type === 'Established' && status === 'True';
}

async function definitions(): Promise<Json[]> {
  const found: Json[] = BY_HAND.map(definitionByHand);
  // One after another: the module cache is locked anyway.
  for (const source of SOURCES) found.push(...await definitionsOf(source));
  return found;
}

async function definitionsOf({ module, version, files }: Source): Promise<Json[]> {
  const folder = join(CACHE, `${module.replaceAll('/', '_')}@${version}`);
  const cached = files.map((file) => join(folder, basename(file)));
  if (!cached.every(existsSync)) {
    const { stdout } = await run('go', ['mod', 'download', '-json', `${module}@${version}`]);
    const { Dir } = JSON.parse(stdout);
    mkdirSync(folder, { recursive: true });
    files.forEach((file, i) => {
      // Test files run side by side: none of them may read what another has half written.
      const part = `${cached[i]}.${process.pid}`;
      writeFileSync(part, readFileSync(join(Dir, file)));
      renameSync(part, cached[i]);
    });
  }
  return cached.map((file) => parse(readFileSync(file, 'utf8')));
}

function definitionByHand({ group, version, kind, plural }: (typeof BY_HAND)[number]): Json {
  const { spec } = FOREIGN_SCHEMAS[`${group}/${version}/${kind}`].properties as Json;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    // A group of Kubernetes' own community has to say who has looked at it.
    metadata: { name: `${plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' } },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: structural(spec) } } } }],
    },
  };
}

/** As the API wants schemas: what is not named is dropped anyway, and may not be forbidden. */
function structural(schema: Json): Json {
  const { additionalProperties, properties, items, ...rest } = schema;
  return {
    ...rest,
    ...(items && { items: structural(items) }),
    ...(additionalProperties && { additionalProperties }),
    ...(properties && { properties: Object.fromEntries(Object.entries<Json>(properties).map(([name, property]) => [name, structural(property)])) }),
  };
}

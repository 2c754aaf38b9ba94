import { type Fields, fieldsAt, fieldsListAt, textAt, valueAt } from '../../values/fields';
import { type Manifest, nameOf, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { runningContainersOf } from '../../manifest/pod-template';

/** A container that an admission webhook adds to the pods of a workload. */
export interface InjectedSidecar {
  /** Name of the injector, as in 'Linkerd'. */
  readonly injector: string;
  readonly container: string;
  /** Resources for which the container gets no request. */
  readonly missing: readonly string[];
  /** Setting that gives it a request for a resource. */
  readonly remedy: (resource: string) => string;
}

type Lookup = (key: string) => string | undefined;

const RESOURCES = ['cpu', 'memory'];

/**
 * Sidecars that injectors add to the pods of a workload, by the annotations and labels of its pods and its namespace.
 *
 * Sources: linkerd docs, proxy configuration; istio istio-discovery/files/injection-template.yaml; docs of dapr, vault
 * and consul, annotations; opentelemetry-operator README; osm docs, MeshConfig; jaeger-operator README.
 */
export function injectedSidecarsOf(manifests: ManifestIndex, workload: Manifest): InjectedSidecar[] {
  const template = manifests.podTemplateOf(workload);
  if (!template) return [];
  const namespace = manifests.ofKind('Namespace', '').find((each) => nameOf(each) === namespaceOf(workload));
  const pod: Lookup = (key) => scalarAt(template.annotations, key) ?? scalarAt(template.labels, key);
  const both: Lookup = (key) => pod(key) ?? scalarAt(fieldsAt(namespace, 'metadata', 'annotations'), key) ?? scalarAt(fieldsAt(namespace, 'metadata', 'labels'), key);
  const present = new Set(runningContainersOf(template).map((container) => textAt(container, 'name')));
  const ofWorkload = [openTelemetry(manifests, workload, both), jaeger(manifests, workload, both)];
  return [linkerd(both), istio(pod, both), dapr(pod), vault(pod), consul(pod), osm(both), ...ofWorkload]
    .flatMap((sidecar) => (sidecar && !present.has(sidecar.container) ? [sidecar] : []));
}

/** Tells whether Istio adds its proxy to the pods of a workload, and whether it starts before their init containers. */
export function istioProxyOf(manifests: ManifestIndex, workload: Manifest): { readonly isNative: boolean; readonly pod: Lookup } | undefined {
  const template = manifests.podTemplateOf(workload);
  const namespace = manifests.ofKind('Namespace', '').find((each) => nameOf(each) === namespaceOf(workload));
  const pod: Lookup = (key) => scalarAt(template?.annotations, key) ?? scalarAt(template?.labels, key);
  const both: Lookup = (key) => pod(key) ?? scalarAt(fieldsAt(namespace, 'metadata', 'labels'), key);
  return istio(pod, both) && { isNative: pod('sidecar.istio.io/nativeSidecar') === 'true', pod };
}

/**
 * Tells whether Linkerd adds its proxy to the pods of a workload, and whether it starts before their init containers.
 */
export function linkerdProxyOf(manifests: ManifestIndex, workload: Manifest): { readonly isNative: boolean; readonly pod: Lookup } | undefined {
  const template = manifests.podTemplateOf(workload);
  const namespace = manifests.ofKind('Namespace', '').find((each) => nameOf(each) === namespaceOf(workload));
  const both: Lookup = (key) => scalarAt(template?.annotations, key) ?? scalarAt(fieldsAt(namespace, 'metadata', 'annotations'), key);
  const isNative = ['config.alpha.linkerd.io', 'config.beta.linkerd.io', 'config.linkerd.io'].some((prefix) => both(`${prefix}/proxy-enable-native-sidecar`) === 'true');
  return linkerd(both) && { isNative, pod: both };
}

function linkerd(get: Lookup): InjectedSidecar | undefined {
  if (!['enabled', 'ingress'].includes(get('linkerd.io/inject') ?? '')) return undefined;
  const missing = RESOURCES.filter((resource) => isEmpty(get(`config.linkerd.io/proxy-${resource}-request`)) && isEmpty(get(`config.linkerd.io/proxy-${resource}-limit`)));
  return { injector: 'Linkerd', container: 'linkerd-proxy', missing, remedy: (resource) => `annotate the pods with config.linkerd.io/proxy-${resource}-request` };
}

/** Istio's defaults have requests; setting one of its four annotations replaces them all. */
function istio(pod: Lookup, both: Lookup): InjectedSidecar | undefined {
  const inject = pod('sidecar.istio.io/inject');
  const byNamespace = both('istio-injection') === 'enabled' || both('istio.io/rev') !== undefined;
  if (inject === 'false' || both('istio-injection') === 'disabled' || both('istio.io/dataplane-mode') === 'ambient' || !(inject === 'true' || byNamespace)) return undefined;
  const set = ['proxyCPU', 'proxyMemory', 'proxyCPULimit', 'proxyMemoryLimit'].filter((name) => pod(`sidecar.istio.io/${name}`) !== undefined);
  const named: Readonly<Record<string, string>> = { cpu: 'proxyCPU', memory: 'proxyMemory' };
  const missing = set.length === 0 ? [] : RESOURCES.filter((resource) => !set.includes(named[resource]) && !set.includes(`${named[resource]}Limit`));
  return { injector: 'Istio', container: 'istio-proxy', missing, remedy: (resource) => `annotate the pods with sidecar.istio.io/${named[resource] ?? 'proxyCPU'}, since one of these annotations replaces all defaults` };
}

function dapr(pod: Lookup): InjectedSidecar | undefined {
  if (pod('dapr.io/enabled') !== 'true') return undefined;
  const missing = RESOURCES.filter((resource) => isEmpty(pod(`dapr.io/sidecar-${resource}-request`)) && isEmpty(pod(`dapr.io/sidecar-${resource}-limit`)));
  return { injector: 'Dapr', container: 'daprd', missing, remedy: (resource) => `annotate the pods with dapr.io/sidecar-${resource}-request` };
}

/** Vault's agent has requests unless an annotation empties them. */
function vault(pod: Lookup): InjectedSidecar | undefined {
  if (pod('vault.hashicorp.com/agent-inject') !== 'true' || pod('vault.hashicorp.com/agent-pre-populate-only') === 'true') return undefined;
  const named: Readonly<Record<string, string>> = { cpu: 'cpu', memory: 'mem' };
  const missing = RESOURCES.filter((resource) => ['requests', 'limits'].every((list) => pod(`vault.hashicorp.com/agent-${list}-${named[resource]}`) === ''));
  return { injector: 'Vault', container: 'vault-agent', missing, remedy: (resource) => `set vault.hashicorp.com/agent-requests-${named[resource] ?? resource}, or leave it out for its default` };
}

function consul(pod: Lookup): InjectedSidecar | undefined {
  if (pod('consul.hashicorp.com/connect-inject') !== 'true') return undefined;
  const missing = RESOURCES.filter((resource) => isEmpty(pod(`consul.hashicorp.com/sidecar-proxy-${resource}-request`)) && isEmpty(pod(`consul.hashicorp.com/sidecar-proxy-${resource}-limit`)));
  return { injector: 'Consul', container: 'consul-dataplane', missing, remedy: (resource) => `annotate the pods with consul.hashicorp.com/sidecar-proxy-${resource}-request` };
}

/** The collector's resources stand in its OpenTelemetryCollector; without any it has none. */
function openTelemetry(manifests: ManifestIndex, workload: Manifest, both: Lookup): InjectedSidecar | undefined {
  const inject = both('sidecar.opentelemetry.io/inject');
  if (inject === undefined || inject === 'false' || inject === '') return undefined;
  const [name, namespace] = inject.includes('/') ? inject.split('/').reverse() : [inject, namespaceOf(workload)];
  const collectors = manifests.ofKind('OpenTelemetryCollector', 'opentelemetry.io')
    .filter((each) => textAt(each, 'spec', 'mode') === 'sidecar' && namespaceOf(each) === namespace && (inject === 'true' || nameOf(each) === name));
  const sets = (resource: string): boolean => collectors.some((each) => ['requests', 'limits'].some((list) => valueAt(each, 'spec', 'resources', list, resource) !== undefined));
  const missing = collectors.length === 0 ? RESOURCES : RESOURCES.filter((resource) => !sets(resource));
  return { injector: 'OpenTelemetry', container: 'otc-container', missing, remedy: (resource) => `set spec.resources.requests.${resource} of the OpenTelemetryCollector` };
}

/** Open Service Mesh gives its proxy no resources unless its MeshConfig does. */
function osm(both: Lookup): InjectedSidecar | undefined {
  if (!['enabled', 'yes', 'true'].includes(both('openservicemesh.io/sidecar-injection') ?? '')) return undefined;
  return { injector: 'Open Service Mesh', container: 'envoy', missing: RESOURCES, remedy: (resource) => `set spec.sidecar.resources.requests.${resource} of the MeshConfig` };
}

/** Jaeger's operator reads annotations of the workload; the agent's resources stand in the Jaeger object. */
function jaeger(manifests: ManifestIndex, workload: Manifest, both: Lookup): InjectedSidecar | undefined {
  const inject = scalarAt(fieldsAt(workload, 'metadata', 'annotations'), 'sidecar.jaegertracing.io/inject') ?? both('sidecar.jaegertracing.io/inject');
  if (inject === undefined || inject === 'false' || inject === '') return undefined;
  const sets = (resource: string): boolean => manifests.ofKind('Jaeger', 'jaegertracing.io').some((each) => (
    [['spec', 'agent', 'resources'], ['spec', 'resources']].some((path) => ['requests', 'limits'].some((list) => valueAt(each, ...path, list, resource) !== undefined))
  ));
  return { injector: 'Jaeger', container: 'jaeger-agent', missing: RESOURCES.filter((resource) => !sets(resource)), remedy: (resource) => `set spec.agent.resources.requests.${resource} of the Jaeger object` };
}

function isEmpty(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

function scalarAt(fields: Fields | undefined, key: string): string | undefined {
  const value = valueAt(fields, key);
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined;
}

/** Init containers of a workload that end before its containers start. */
export function initContainersOf(manifests: ManifestIndex, workload: Manifest): readonly Fields[] {
  return fieldsListAt(manifests.podTemplateOf(workload)?.spec, 'initContainers').filter(({ restartPolicy }) => restartPolicy !== 'Always');
}

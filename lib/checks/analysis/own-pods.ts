import { fieldsListAt, textAt } from '../../values/fields';
import { type Manifest, nameOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';

/** Metrics that a proxy, a broker or the cluster exports: they exist without a pod of the workload. */
const EXPORTED_OUTSIDE = new RegExp(`^(?:${[
  'nginx', 'traefik', 'haproxy', 'kong', 'envoy', 'istio', 'contour', 'caddy', 'apisix', 'gateway', 'linkerd_gateway', 'skipper', 'ambassador', 'emissary', 'higress',
  'aws', 'alb', 'elb', 'stackdriver', 'azure', 'kube', 'rabbitmq', 'kafka', 'redis', 'nats', 'pulsar', 'activemq', 'artemis', 'celery', 'sidekiq', 'bull', 'sqs', 'pg',
  'postgres', 'mysql', 'mongodb', 'keda', 'probe', 'argo', 'temporal', 'nsq', 'gearman', 'beanstalkd', 'external', 'ingress',
].join('|')})_`);
/** Metrics that only running pods have. */
const EXPORTED_BY_PODS = /^(?:container|process|go|jvm|nodejs|python|dotnet|aspnetcore|kestrel|ruby|vllm|sglang|tgi|triton|nv_inference|lmdeploy|llamacpp|tei|te)[_:]/;
/** Labels that name the exporting pod or its workload. */
const POD_LABEL = /^(?:pod|pod_name|kubernetes_pod_name|exported_pod|instance)$/;
const WORKLOAD_LABEL = /^(?:app|application|job|service|service_name|deployment|workload|container|component|name|app_name|app_kubernetes_io_name|kubernetes_name|k8s_app|label_app)$/;
const SELECTOR = /([A-Za-z_:][\w:]*)?\s*\{([^{}]*)\}|\b([A-Za-z_:][\w:]*)\b(?=\s*(?:\[|$|[-+*/)>=<,]|\bor\b|\band\b|\bby\b|\boffset\b))/g;
const MATCHER = /([A-Za-z_]\w*)\s*(=~|!=|!~|=)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/g;
const KEYWORDS = /^(?:by|without|on|ignoring|group_left|group_right|or|and|unless|bool|offset|inf|nan|le|sum|rate|avg|max|min|count|vector)$/i;

/** Origin of the series that a query reads. */
export type QueryOrigin = 'own-pods' | 'outside' | 'unknown';

/**
 * Tells whether a PromQL query reads nothing but what the pods of a workload export: without pods it has no result.
 *
 * A metric of a proxy or a broker is outside, whatever its labels name.
 *
 * @param names names by which metrics know the workload.
 */
export function originOfQuery(query: string, names: readonly string[]): QueryOrigin {
  const origins = selectorsIn(query).map(({ metric, matchers }): QueryOrigin => {
    if (EXPORTED_OUTSIDE.test(metric)) return 'outside';
    if (EXPORTED_BY_PODS.test(metric)) return 'own-pods';
    const own = matchers.some(({ label, value }) => (POD_LABEL.test(label) ? names.some((name) => value.startsWith(`${name}-`)) : WORKLOAD_LABEL.test(label) && names.includes(value)));
    return own ? 'own-pods' : 'unknown';
  });
  if (origins.length === 0) return 'unknown';
  if (origins.every((origin) => origin === 'own-pods')) return 'own-pods';
  return origins.every((origin) => origin === 'outside') ? 'outside' : 'unknown';
}

interface SelectorText {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly value: string }[];
}

function selectorsIn(query: string): SelectorText[] {
  const plain = query.replace(/#[^\n]*/g, ' ').replace(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi, ' ');
  return Array.from(plain.matchAll(SELECTOR)).flatMap(([, named, braces, bare]) => {
    const matchers = Array.from((braces ?? '').matchAll(MATCHER), ([, label, operator, double, single]) => ({ label, operator, value: (double ?? single ?? '').replace(/^\^/, '') }));
    const metric = named ?? bare ?? matchers.find(({ label }) => label === '__name__')?.value ?? '';
    if (KEYWORDS.test(metric) || (braces === undefined && /^\d/.test(metric))) return [];
    return [{ metric, matchers: matchers.filter(({ operator }) => !operator.startsWith('!')) }];
  });
}

/** Names by which metrics know a workload: its own, those of its labels, containers and Services. */
export function namesOfWorkload(manifests: ManifestIndex, workload: Manifest): string[] {
  const template = manifests.podTemplateOf(workload);
  const labels = ['app', 'app.kubernetes.io/name', 'app.kubernetes.io/component', 'k8s-app'].map((key) => textAt(template?.labels, key));
  const containers = fieldsListAt(template?.spec, 'containers').map((container) => textAt(container, 'name'));
  const services = manifests.servicesSelecting(workload).map(nameOf);
  return [...new Set([nameOf(workload), ...labels, ...containers, ...services])].filter((name) => name !== undefined && name !== '') as string[];
}

/** True where a label selector of equalities matches the pods of a workload. */
export function countsOwnPods(manifests: ManifestIndex, target: Manifest, selector: string): boolean {
  const labels: Readonly<Record<string, unknown>> = manifests.podTemplateOf(target)?.labels ?? {};
  const equalities = selector.split(',').map((part) => part.split(/==?/).map((each) => each.trim()));
  return selector !== '' && equalities.every(([key, value]) => value !== undefined && labels[key] === value);
}

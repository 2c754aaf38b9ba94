import { type Fields, fieldsAt, fieldsListAt, listAt, textAt, valueAt } from '../../values/fields';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { didYouMean } from '../analysis/similar-name';
import { type Rule } from '../rule/rule';

/** Object to which a route sends requests. */
interface Backend {
  /** @default Service */
  readonly kind?: string;
  readonly name: string;
  readonly namespace: string;
  /** Number or name of the port; undefined where the route leaves it to the Service. */
  readonly port?: unknown;
}

const GATEWAY_ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'];
const TRAEFIK_ROUTES = ['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP'];
const TRAEFIK_GROUPS = ['traefik.io', 'traefik.containo.us'];

export const ingressHasBackend: Rule = {
  id: 'KSC074',
  title: 'Ingress, IngressRoute and HTTPRoute name a Service that exists',
  topic: 'correctness',
  severity: 'error',
  needsWholeCluster: true,
  reason: 'requests to a backend that does not exist fail with an error such as 503',
  whatToChange: 'add the Service, or correct its name or port',
  source: 'kubernetes docs, ingress; gateway api docs, HTTPRoute; traefik docs, IngressRoute; contour docs, HTTPProxy; openshift docs, Route; istio docs, VirtualService',
  *check(manifests) {
    for (const { route, backends } of routesOf(manifests)) {
      for (const { kind = 'Service', name, namespace, port } of backends) {
        const service = kind === 'Service' ? manifests.find({ apiVersion: 'v1', kind, name, namespace }) : manifests.find({ kind, name, namespace });
        const where = namespace === namespaceOf(route) ? '' : ` in namespace ${namespace}`;
        if (!service) {
          yield { manifest: route, missing: kind, message: `names ${kind} ${name}${where}, which is not among the manifests; add it, or correct the name${didYouMean(manifests, { kind, name, namespace })}` };
          continue;
        }
        if (kind !== 'Service') continue;
        const ports = fieldsListAt(service, 'spec', 'ports');
        const isServed = port === undefined || ports.length === 0 || ports.some((each) => String(each.port) === String(port) || each.name === port);
        if (!isServed) yield { manifest: route, message: `names port ${String(port)} of Service ${name}${where}, which has no such port; correct it` };
      }
    }
  },
};

interface RoutedBackends {
  readonly route: Manifest;
  readonly backends: readonly Backend[];
}

function routesOf(manifests: ManifestIndex): RoutedBackends[] {
  const each = (kinds: readonly string[], groups: readonly string[], backendsOf: (route: Manifest) => readonly Backend[]): RoutedBackends[] =>
    groups.flatMap((group) => kinds.flatMap((kind) => manifests.ofKind(kind, group).map((route) => ({ route, backends: backendsOf(route) }))));
  const declared = new Set(manifests.ofKind('ServiceEntry', 'networking.istio.io').flatMap((entry) => listAt(entry, 'spec', 'hosts').map(String)));
  return [
    ...each(['Ingress'], ['networking.k8s.io'], ingressBackends),
    ...each(GATEWAY_ROUTES, ['gateway.networking.k8s.io'], gatewayBackends),
    ...each(TRAEFIK_ROUTES, TRAEFIK_GROUPS, traefikBackends),
    ...each(['TraefikService'], TRAEFIK_GROUPS, traefikServiceBackends),
    ...each(['HTTPProxy'], ['projectcontour.io'], contourBackends),
    ...each(['Route'], ['route.openshift.io'], openShiftBackends),
    ...each(['VirtualService'], ['networking.istio.io'], (route) => istioBackends(route, declared)),
  ];
}

function ingressBackends(ingress: Manifest): Backend[] {
  const paths = fieldsListAt(ingress, 'spec', 'rules').flatMap((rule) => fieldsListAt(rule, 'http', 'paths'));
  const services = [fieldsAt(ingress, 'spec', 'defaultBackend', 'service'), ...paths.map((path) => fieldsAt(path, 'backend', 'service'))];
  return services.flatMap((service) => {
    const name = service && textAt(service, 'name');
    // An action of the AWS load balancer, which stands in an annotation.
    if (!service || name === undefined || valueAt(service, 'port', 'name') === 'use-annotation') return [];
    return [{ name, namespace: namespaceOf(ingress), port: valueAt(service, 'port', 'number') ?? valueAt(service, 'port', 'name') ?? '' }];
  });
}

function gatewayBackends(route: Manifest): Backend[] {
  const rules = fieldsListAt(route, 'spec', 'rules');
  const mirrors = rules.flatMap((rule) => fieldsListAt(rule, 'filters')).flatMap((filter): Fields[] => [fieldsAt(filter, 'requestMirror', 'backendRef') ?? {}]);
  return [...rules.flatMap((rule) => fieldsListAt(rule, 'backendRefs')), ...mirrors]
    .filter((reference) => (textAt(reference, 'kind') ?? 'Service') === 'Service' && (textAt(reference, 'group') ?? '') === '')
    .flatMap((reference) => backend(route, reference));
}

function traefikBackends(route: Manifest): Backend[] {
  return fieldsListAt(route, 'spec', 'routes').flatMap((each) => fieldsListAt(each, 'services')).flatMap((service) => traefikBackend(route, service));
}

/** A TraefikService splits or mirrors requests to Services and others of its kind. */
function traefikServiceBackends(service: Manifest): Backend[] {
  const mirroring = fieldsAt(service, 'spec', 'mirroring');
  const named = [...fieldsListAt(service, 'spec', 'weighted', 'services'), ...(mirroring ? [mirroring, ...fieldsListAt(mirroring, 'mirrors')] : [])];
  return named.flatMap((each) => traefikBackend(service, each));
}

/** A name with an @ is one of another provider of Traefik. */
function traefikBackend(route: Manifest, service: Fields): Backend[] {
  const kind = textAt(service, 'kind') ?? 'Service';
  if ((textAt(service, 'name') ?? '').includes('@')) return [];
  if (kind === 'TraefikService') return backend(route, { name: service.name, namespace: service.namespace }).map((each) => ({ ...each, kind }));
  return kind === 'Service' ? backend(route, service) : [];
}

function contourBackends(proxy: Manifest): Backend[] {
  const routes = [...fieldsListAt(proxy, 'spec', 'routes'), ...[fieldsAt(proxy, 'spec', 'tcpproxy')].filter((each): each is Fields => each !== undefined)];
  return routes.flatMap((route) => fieldsListAt(route, 'services')).flatMap((service) => backend(proxy, service));
}

/** The target port of an OpenShift Route is one of its pods, so that it is not compared. */
function openShiftBackends(route: Manifest): Backend[] {
  return [fieldsAt(route, 'spec', 'to'), ...fieldsListAt(route, 'spec', 'alternateBackends')]
    .flatMap((service) => (service && (textAt(service, 'kind') ?? 'Service') === 'Service' ? backend(route, { name: service.name }) : []));
}

/** Destinations of Istio name a host: a Service by its short or its full name, or what a ServiceEntry declares. */
function istioBackends(route: Manifest, declared: ReadonlySet<string>): Backend[] {
  const rules = ['http', 'tcp', 'tls'].flatMap((protocol) => fieldsListAt(route, 'spec', protocol));
  const destinations = rules.flatMap((rule) => [...fieldsListAt(rule, 'route').map((each) => fieldsAt(each, 'destination')), fieldsAt(rule, 'mirror')]);
  return destinations.flatMap((destination) => {
    const host = textAt(destination, 'host') ?? '';
    const [, name, namespace] = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?)?$/.exec(host) ?? [];
    return name === undefined || declared.has(host) ? [] : [{ name, namespace: namespace ?? namespaceOf(route), port: valueAt(destination, 'port', 'number') }];
  });
}

function backend(route: Manifest, reference: Fields): Backend[] {
  const name = textAt(reference, 'name');
  return name === undefined ? [] : [{ name, namespace: textAt(reference, 'namespace') ?? namespaceOf(route), port: valueAt(reference, 'port') }];
}

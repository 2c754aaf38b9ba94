import { type Fields, fieldsAt, fieldsListAt, listAt, numberAt, textAt, valueAt } from '../../values/fields';
import { LabelIndex } from '../../manifest/label-index';
import { matchesLabelSelector } from '../../manifest/label-selector';
import { describeManifest, type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { portNumber } from './network';

const OPERATOR = 'monitoring.coreos.com';
const SERVICE_MONITORS = new WeakMap<ManifestIndex, ReadonlyMap<Manifest, readonly Manifest[]>>();
const POD_MONITORS = new WeakMap<ManifestIndex, ReadonlyMap<Manifest, readonly Manifest[]>>();

/** A port that something scrapes, and what says so. */
export interface ScrapedPort {
  readonly port: number;
  readonly by: string;
}

/**
 * The ports of a workload's pods from which metrics are to be read: by a PodMonitor, a ServiceMonitor, or the
 * prometheus.io annotations.
 */
export function scrapedPortsOf(manifests: ManifestIndex, workload: Manifest): readonly ScrapedPort[] {
  return [...byMonitors(manifests, workload), ...byAnnotations(manifests, workload)];
}

function byMonitors(manifests: ManifestIndex, workload: Manifest): ScrapedPort[] {
  const pods = (podMonitorsByWorkload(manifests).get(workload) ?? [])
    .flatMap((monitor) => fieldsListAt(monitor, 'spec', 'podMetricsEndpoints').map((endpoint) => ({ monitor, named: endpoint.port, number: endpoint.portNumber ?? endpoint.targetPort })));
  const services = manifests.servicesSelecting(workload).flatMap((service) => serviceMonitorsOf(manifests, service)
    .flatMap((monitor) => fieldsListAt(monitor, 'spec', 'endpoints').map((endpoint) => ({ monitor, named: targetPortOf(service, endpoint.port), number: endpoint.targetPort }))));
  return [...pods, ...services].flatMap(({ monitor, named, number }) => {
    const port = [named, number].map((each) => (typeof each === 'string' ? portNumber(manifests, workload, each) : each)).find((each) => typeof each === 'number');
    return port === undefined ? [] : [{ port, by: describeManifest(monitor) }];
  });
}

function podMonitorsByWorkload(manifests: ManifestIndex): ReadonlyMap<Manifest, readonly Manifest[]> {
  const known = POD_MONITORS.get(manifests);
  if (known) return known;
  const everywhere = new Set(manifests.workloads.map(namespaceOf));
  const found = new Map<Manifest, Manifest[]>();
  for (const monitor of manifests.ofKind('PodMonitor', OPERATOR)) {
    for (const namespace of namespacesOf(monitor) ?? everywhere) {
      for (const workload of manifests.workloadsMatching(fieldsAt(monitor, 'spec', 'selector'), namespace)) {
        const known = found.get(workload);
        if (known) known.push(monitor);
        else found.set(workload, [monitor]);
      }
    }
  }
  POD_MONITORS.set(manifests, found);
  return found;
}

function serviceMonitorsOf(manifests: ManifestIndex, service: Manifest): readonly Manifest[] {
  const known = SERVICE_MONITORS.get(manifests) ?? serviceMonitorsByService(manifests);
  SERVICE_MONITORS.set(manifests, known);
  return known.get(service) ?? [];
}

function serviceMonitorsByService(manifests: ManifestIndex): ReadonlyMap<Manifest, readonly Manifest[]> {
  const services = manifests.ofKind('Service', '');
  const labelsOf = (service: Manifest): Fields => fieldsAt(service, 'metadata', 'labels') ?? {};
  const index = new LabelIndex(services, namespaceOf, labelsOf);
  const everywhere = new Set(services.map(namespaceOf));
  const found = new Map<Manifest, Manifest[]>();
  for (const monitor of manifests.ofKind('ServiceMonitor', OPERATOR)) {
    const selector = fieldsAt(monitor, 'spec', 'selector');
    for (const namespace of namespacesOf(monitor) ?? everywhere) {
      for (const service of index.candidates(namespace, selector ?? {})) {
        if (!matchesLabelSelector(selector, labelsOf(service))) continue;
        const known = found.get(service);
        if (known) known.push(monitor);
        else found.set(service, [monitor]);
      }
    }
  }
  return found;
}

/** The namespaces that a monitor looks into; undefined where it looks into all. */
function namespacesOf(monitor: Manifest): ReadonlySet<string> | undefined {
  if (valueAt(monitor, 'spec', 'namespaceSelector', 'any') === true) return undefined;
  const names = listAt(monitor, 'spec', 'namespaceSelector', 'matchNames').filter((name) => typeof name === 'string');
  return new Set(names.length > 0 ? names : [namespaceOf(monitor)]);
}

function targetPortOf(service: Manifest, name: unknown): unknown {
  const port = fieldsListAt(service, 'spec', 'ports').find((each) => each.name === name);
  return port?.targetPort ?? port?.port;
}

function byAnnotations(manifests: ManifestIndex, workload: Manifest): ScrapedPort[] {
  const annotations = manifests.podTemplateOf(workload)?.annotations;
  if (textAt(annotations, 'prometheus.io/scrape') !== 'true') return [];
  const port = Number(textAt(annotations, 'prometheus.io/port') ?? numberAt(annotations, 'prometheus.io/port'));
  return Number.isInteger(port) ? [{ port, by: 'the annotation prometheus.io/scrape' }] : [];
}

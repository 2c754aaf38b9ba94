import { type Fields, fieldsAt, fieldsListAt, listAt, numberAt, textAt, valueAt } from '../manifest/fields';
import { matchesLabelSelector } from '../manifest/label-selector';
import { describeManifest, type Manifest, namespaceOf } from '../manifest/manifest';
import { type ManifestIndex } from '../manifest/manifest-index';
import { portNumber } from './network';

/** A port that something scrapes, and what says so. */
export interface ScrapedPort {
  readonly port: number;
  readonly by: string;
}

/** The ports of a workload's pods from which metrics are to be read: by a PodMonitor, a ServiceMonitor, or the prometheus.io annotations. */
export function scrapedPortsOf(manifests: ManifestIndex, workload: Manifest): readonly ScrapedPort[] {
  return [...byMonitors(manifests, workload), ...byAnnotations(manifests, workload)];
}

function byMonitors(manifests: ManifestIndex, workload: Manifest): ScrapedPort[] {
  const labels = manifests.podTemplateOf(workload)?.labels ?? {};
  const pods = monitorsFor(manifests, 'PodMonitor', workload, labels)
    .flatMap((monitor) => fieldsListAt(monitor, 'spec', 'podMetricsEndpoints').map((endpoint) => ({ monitor, named: endpoint.port, number: endpoint.portNumber ?? endpoint.targetPort })));
  const services = manifests.servicesSelecting(workload).flatMap((service) => monitorsFor(manifests, 'ServiceMonitor', service, fieldsAt(service, 'metadata', 'labels') ?? {})
    .flatMap((monitor) => fieldsListAt(monitor, 'spec', 'endpoints').map((endpoint) => ({ monitor, named: targetPortOf(service, endpoint.port), number: endpoint.targetPort }))));
  return [...pods, ...services].flatMap(({ monitor, named, number }) => {
    const port = [named, number].map((each) => (typeof each === 'string' ? portNumber(manifests, workload, each) : each)).find((each) => typeof each === 'number');
    return port === undefined ? [] : [{ port, by: describeManifest(monitor) }];
  });
}

function monitorsFor(manifests: ManifestIndex, kind: string, object: Manifest, labels: Fields): readonly Manifest[] {
  return manifests.ofKind(kind, 'monitoring.coreos.com').filter((monitor) => {
    const names = listAt(monitor, 'spec', 'namespaceSelector', 'matchNames');
    const inNamespace = valueAt(monitor, 'spec', 'namespaceSelector', 'any') === true
      || (names.length > 0 ? names.includes(namespaceOf(object)) : namespaceOf(monitor) === namespaceOf(object));
    return inNamespace && matchesLabelSelector(fieldsAt(monitor, 'spec', 'selector'), labels);
  });
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

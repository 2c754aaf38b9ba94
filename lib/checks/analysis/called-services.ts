import { type Fields, fieldsListAt, numberAt, textAt } from '../../values/fields';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { containersIn } from './containers';
import { portNumber } from './network';

/** A Service of the input that a workload's environment names, and where its calls arrive. */
export interface CalledService {
  readonly service: Manifest;
  readonly callee: Manifest;
  /** Port of the called pods. */
  readonly port: number;
}

const HOST_AND_PORT = /(?:^|[/@,\s=])([a-z][a-z0-9-]*(?:\.[a-z0-9.-]+)?):(\d{1,5})(?=[/,?\s]|$)/g;

/** The Services that the environment of a workload's containers names as host:port, with what serves them. */
export function calledServicesOf(manifests: ManifestIndex, workload: Manifest): readonly CalledService[] {
  const template = manifests.podTemplateOf(workload);
  if (!template) return [];
  const values = Array.from(containersIn(workload, template), ({ container }) => fieldsListAt(container, 'env').map((variable) => textAt(variable, 'value') ?? '')).flat();
  const found = new Map<string, CalledService>();
  for (const [, host, port] of values.flatMap((value) => Array.from(value.matchAll(HOST_AND_PORT)))) {
    for (const called of servicesAt(manifests, namespaceOf(workload), host, Number(port))) found.set([called.service.metadata.name, called.callee.metadata.name, called.port].join('\n'), called);
  }
  return [...found.values()];
}

/**
 * Services of the input that a host and port name, with what serves them. 'redis', 'redis.shop' and
 * 'redis.shop.svc.cluster.local' name a Service; a host that is none of the input's is somewhere else.
 */
export function servicesAt(manifests: ManifestIndex, callerNamespace: string, host: string, port: number): CalledService[] {
  const [name, namespace = callerNamespace, kind = 'svc'] = host.split('.');
  const service = kind === 'svc' ? manifests.find({ apiVersion: 'v1', kind: 'Service', name, namespace }) : undefined;
  const entry = service && fieldsListAt(service, 'spec', 'ports').find((each) => each.port === port);
  if (!service || !entry) return [];
  return manifests.workloadsSelectedBy(service).flatMap((callee) => {
    const number = podPort(manifests, callee, entry);
    return number === undefined ? [] : [{ service, callee, port: number }];
  });
}

function podPort(manifests: ManifestIndex, callee: Manifest, entry: Fields): number | undefined {
  const name = textAt(entry, 'targetPort');
  return name === undefined ? numberAt(entry, 'targetPort') ?? numberAt(entry, 'port') : portNumber(manifests, callee, name);
}

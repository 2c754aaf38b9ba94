import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo } from 'node:net';
import { passOn } from './aggregated-api';
import { type ApiClient, type Json } from './api-client';
import { selfSigned } from './self-signed';
import { Throwaway } from './throwaway';

/** Query of one request to one of the metrics APIs. */
export interface MetricQuery {
  readonly api: 'resource' | 'pods' | 'object' | 'external';
  readonly namespace: string;
  /** The metric's name; of the resource API, which gives all at once, nothing. */
  readonly name: string;
}

/** Answer: items of the list that the API returns, or nothing for an error of the server. */
export type MetricItems = readonly Json[] | undefined;

const APIS = [
  { group: 'metrics.k8s.io', version: 'v1beta1', resources: [{ name: 'pods', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] }] },
  { group: 'custom.metrics.k8s.io', version: 'v1beta2', resources: [{ name: 'pods/any', namespaced: true, kind: 'MetricValueList', verbs: ['get'] }] },
  { group: 'external.metrics.k8s.io', version: 'v1beta1', resources: [{ name: 'any', namespaced: true, kind: 'ExternalMetricValueList', verbs: ['get'] }] },
] as const;
const KINDS = { resource: 'PodMetricsList', pods: 'MetricValueList', object: 'MetricValueList', external: 'ExternalMetricValueList' };

/** Serves the three metrics APIs of a cluster, as metrics-server and the adapters do, with whatever a test answers. */
export class MetricsServer {
  public static async start(client: ApiClient, answer: (query: MetricQuery) => MetricItems): Promise<MetricsServer> {
    const place = new Throwaway('metrics-server');
    const { key, certificate } = selfSigned(place);
    const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
      const body = respond(new URL(request.url!, 'https://localhost').pathname, answer);
      response.writeHead(body ? 200 : 500, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? failure()));
    });
    await place.end();
    // The API server keeps its connections, and would take one that is closed just then for an error of the metrics.
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await passOn(client, 'metrics', APIS, (server.address() as AddressInfo).port);
    return new MetricsServer(server);
  }

  private constructor(private readonly server: Server) {}

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function respond(path: string, answer: (query: MetricQuery) => MetricItems): Json | undefined {
  const [, , group, version, , namespace, ...rest] = path.split('/').map(decodeURIComponent);
  const api = APIS.find((each) => each.group === group);
  if (!api) return {};
  if (namespace === undefined) return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: `${group}/${version}`, resources: api.resources };
  const query = queryOf(group, namespace, rest);
  const items = answer(query);
  return items && { kind: KINDS[query.api], apiVersion: `${group}/${version}`, metadata: {}, items };
}

// `pods` of resources, `pods/*/METRIC` and `KIND.GROUP/NAME/METRIC` of custom, `METRIC` of external metrics.
function queryOf(group: string, namespace: string, rest: string[]): MetricQuery {
  if (group === 'metrics.k8s.io') return { api: 'resource', namespace, name: '' };
  if (group === 'external.metrics.k8s.io') return { api: 'external', namespace, name: rest[0] };
  const [resource, , name] = rest;
  return { api: resource === 'pods' ? 'pods' : 'object', namespace, name };
}

function failure(): Json {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'InternalError', message: 'the metrics are not served', code: 500 };
}

import { type ApiObject, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { KubeObject, type KubeObjectProps } from '../kube/kube-object';
import { type SecretKey } from '../kube/secret-key';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';
import { type MetricsEndpoint } from './metrics-endpoint';

interface PodMonitorProps {
  readonly metadata: KubeObjectProps['metadata'];
  readonly podLabels: Record<string, string>;
  readonly portName: string;
  readonly endpoint: MetricsEndpoint;
  readonly bearer?: SecretKey;
}

const LONGEST_SCRAPE = 10;

/** Creates a PodMonitor for the Prometheus Operator. */
export function podMonitor(scope: Construct, id: string, { metadata, podLabels, portName, endpoint, bearer }: PodMonitorProps): ApiObject {
  const interval = wholeSeconds('the interval of a metrics endpoint', endpoint.interval ?? Duration.seconds(15), 1);
  return new KubeObject(scope, id, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata,
    spec: {
      selector: { matchLabels: podLabels },
      podMetricsEndpoints: [{
        port: portName,
        path: metricsPath(endpoint),
        interval: `${interval}s`,
        scrapeTimeout: `${Math.min(interval, LONGEST_SCRAPE)}s`,
        ...(bearer && { authorization: { type: 'Bearer', credentials: { name: bearer.name, key: bearer.key } } }),
      }],
    },
  });
}

/**
 * Returns the path of a metrics endpoint.
 * @throws if it does not start with a slash.
 */
export function metricsPath({ path = '/metrics' }: MetricsEndpoint): string {
  if (!path.startsWith('/')) throw new UserError(`the path of a metrics endpoint must start with a slash, got '${path}'`);
  return path;
}

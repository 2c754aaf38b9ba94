import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import { readRecording, type Recording } from '../../../lib/recording';
import '../../../lib/cli/record';
import { cli, TestFolder } from '../../cli/cli';
import { PrometheusOnLoopback } from '../../support/prometheus-on-loopback';
import { ApiClient, type Json, resourcePath } from '../api-client';
import { ControlPlane } from '../control-plane';
import { KubeletStandIn } from '../kubelet-stand-in';
import { type MetricItems, type MetricQuery, MetricsServer } from '../metrics-server';
import { Throwaway } from '../throwaway';
import { KubeState } from './kube-state';
import { ServicePods } from './service-pods';

export const NAMESPACE = 'real-service';
const NAME = 'web';
export const [MIN_REPLICAS, MAX_REPLICAS] = [2, 14];

/** Deployment without a fixed number of replicas. */
export const DEPLOYMENT: Json = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: NAME, namespace: NAMESPACE },
  spec: {
    selector: { matchLabels: { app: NAME } },
    template: {
      metadata: { labels: { app: NAME } },
      spec: { containers: [{ name: 'app', image: 'registry.example.com/web:1', resources: { requests: { cpu: '100m', memory: '64Mi' } } }] },
    },
  },
};

/** Autoscaler with a target of CPU, whose windows and periods are so many times as long as those of the test. */
export function autoscaler(target: number, slow = 1): Json {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: NAME, namespace: NAMESPACE },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: NAME },
      minReplicas: MIN_REPLICAS,
      maxReplicas: MAX_REPLICAS,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } } }],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 4, periodSeconds: 2 * slow }] },
        scaleDown: { stabilizationWindowSeconds: 6 * slow, policies: [{ type: 'Pods', value: 2, periodSeconds: 2 * slow }] },
      },
    },
  };
}

/**
 * A service of known cost as processes of this machine, scaled by the real controller and scraped by a real Prometheus.
 * The control plane is its own: it has room for one metrics-server.
 */
export class ScaledService {
  public static async start(): Promise<ScaledService> {
    const plane = await ControlPlane.start();
    const client = new ApiClient(plane.running);
    const place = new Throwaway('real-service');
    await client.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    const pods = new ServicePods(place, NAMESPACE);
    const kubelet = await KubeletStandIn.start(client, NAMESPACE, { start: (pod) => pods.start(pod), end: (name) => pods.end(name) });
    const state = await KubeState.start(client, NAMESPACE, MAX_REPLICAS);
    await client.create(resourcePath('apps/v1', 'deployments', NAMESPACE), { ...DEPLOYMENT, spec: { ...DEPLOYMENT.spec, replicas: MIN_REPLICAS } });
    const service = new ScaledService({ plane, client, place, pods, kubelet, state });
    service.metrics = await MetricsServer.start(client, (query) => service.answer(query));
    service.prometheus = await PrometheusOnLoopback.discovering(pods.targets, [state.port]);
    return service;
  }

  private metrics!: MetricsServer;
  private prometheus!: PrometheusOnLoopback;
  private readonly folder = new TestFolder();

  private constructor(private readonly parts: {
    readonly plane: ControlPlane;
    readonly client: ApiClient;
    readonly place: Throwaway;
    readonly pods: ServicePods;
    readonly kubelet: KubeletStandIn;
    readonly state: KubeState;
  }) {}

  /**
   * Scales by a target, from the fewest replicas on, while requests come, and returns what Prometheus has recorded of
   * it.
   *
   * @param perSecond requests per second at a second of the run.
   */
  public async run(target: number, seconds: number, perSecond: (second: number) => number): Promise<Recording> {
    const { client, kubelet, pods, state } = this.parts;
    await client.merge(resourcePath('apps/v1', 'deployments', NAMESPACE, NAME), { spec: { replicas: MIN_REPLICAS } });
    while (state.ready !== MIN_REPLICAS || kubelet.running.length !== MIN_REPLICAS) await pause(100);
    await this.seen();
    const manifest = autoscaler(target);
    const path = resourcePath('autoscaling/v2', 'horizontalpodautoscalers', NAMESPACE);
    const began = pods.sendAt(perSecond);
    await client.create(path, manifest);
    await pause(seconds * 1000);
    pods.sendNothing();
    await client.delete(`${path}/${NAME}`);
    return this.record(manifest, Math.ceil(began / 1000), seconds);
  }

  public async stop(): Promise<void> {
    const { plane, client, place, pods, kubelet, state } = this.parts;
    kubelet.stop();
    this.metrics.stop();
    state.stop();
    await this.prometheus.stop();
    await pods.stop();
    await place.end();
    client.close();
    await plane.stop();
    this.folder.remove();
  }

  /** Returns once Prometheus has scraped every pod a few times. */
  private async seen(): Promise<void> {
    for (let scraped = 0; scraped < MIN_REPLICAS; await pause(500)) {
      const now = Date.now() / 1000;
      const series = await this.prometheus.queryRange(`count_over_time(http_requests_total{namespace="${NAMESPACE}"}[10s]) > 4`, now, now, 1);
      scraped = series.length;
    }
  }

  private async record(manifest: Json, from: number, seconds: number): Promise<Recording> {
    const name = `at-${from}`;
    const manifests = this.folder.write(`${name}.yaml`, [DEPLOYMENT, manifest].map((each) => stringify(each)).join('---\n'));
    const out = join(this.folder.path, name);
    const iso = (time: number): string => new Date(time * 1000).toISOString();
    const range = ['--from', iso(from), '--until', iso(from + seconds), '--step', '1s'];
    const { status, stderr } = await cli(['record', manifests, '--prometheus', this.prometheus.address, ...range, '--out', out]);
    if (status !== 0) throw new Error(stderr);
    return readRecording(out);
  }

  private answer({ api, namespace }: MetricQuery): MetricItems {
    if (api !== 'resource' || namespace !== NAMESPACE) return [];
    const timestamp = new Date().toISOString();
    const { kubelet, pods } = this.parts;
    return kubelet.running.flatMap(({ metadata: { name } }) => {
      const cores = pods.coresOf(name);
      if (cores === undefined) return [];
      return [{ metadata: { name }, timestamp, window: '1s', containers: [{ name: 'app', usage: { cpu: `${Math.round(cores * 1000)}m`, memory: '20Mi' } }] }];
    });
  }
}

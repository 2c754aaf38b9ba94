import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type ApiClient, type Json, resourcePath } from '../api-client';

/** Metrics of kube-state-metrics for one Deployment and its autoscaler. */
export class KubeState {
  public static async start(client: ApiClient, namespace: string, maxReplicas: number): Promise<KubeState> {
    const state = new KubeState(namespace, maxReplicas);
    state.endWatch = await client.watch(resourcePath('apps/v1', 'deployments', namespace), ({ object }) => (state.deployment = object));
    await new Promise<void>((ready) => {
      state.server.listen(0, '127.0.0.1', ready);
    });
    return state;
  }

  private deployment?: Json;
  private endWatch: () => void = () => undefined;
  private readonly server: Server;

  private constructor(private readonly namespace: string, private readonly maxReplicas: number) {
    this.server = createServer((_, response) => response.setHeader('content-type', 'text/plain; version=0.0.4').end(this.metrics()));
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Replicas that the Deployment has ready. */
  public get ready(): number {
    return this.deployment?.status?.readyReplicas ?? 0;
  }

  public stop(): void {
    this.endWatch();
    this.server.closeAllConnections();
    this.server.close();
  }

  private metrics(): string {
    if (!this.deployment) return '';
    const { metadata: { name }, spec: { replicas } } = this.deployment;
    const gauge = (metric: string, kind: string, value: number): string => `# TYPE ${metric} gauge\n${metric}{namespace="${this.namespace}",${kind}="${name}"} ${value}\n`;
    return gauge('kube_deployment_spec_replicas', 'deployment', replicas) + gauge('kube_deployment_status_replicas_ready', 'deployment', this.ready)
      + gauge('kube_horizontalpodautoscaler_spec_max_replicas', 'horizontalpodautoscaler', this.maxReplicas);
  }
}

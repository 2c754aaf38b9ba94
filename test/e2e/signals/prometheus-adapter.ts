import { passOn } from '../aggregated-api';
import { freePort } from '../throwaway';
import { type Prometheus } from './prometheus';
import { type SignalChain } from './signal-chain';
import { SCRAPE_INTERVAL } from './signal-run';

const APIS = [{ group: 'custom.metrics.k8s.io', version: 'v1beta2' }, { group: 'external.metrics.k8s.io', version: 'v1beta1' }];

/** prometheus-adapter with a configuration, serving the metrics APIs of a control plane. */
export async function startPrometheusAdapter({ place, client, plane }: SignalChain, prometheus: Prometheus, config: string): Promise<void> {
  const port = await freePort();
  const { kubeconfig } = plane.running;
  place.start('prometheus-adapter', `${process.env.PROMETHEUS_ADAPTER}/prometheus-adapter`, [
    `--prometheus-url=${prometheus.url}`, `--config=${place.write('adapter.yaml', config)}`, `--metrics-relist-interval=${SCRAPE_INTERVAL}s`,
    `--lister-kubeconfig=${kubeconfig}`, `--authentication-kubeconfig=${kubeconfig}`, `--authorization-kubeconfig=${kubeconfig}`,
    `--secure-port=${port}`, '--bind-address=127.0.0.1', `--cert-dir=${place.path('adapter-certificates')}`,
  ]);
  await passOn(client, 'custom-metrics', APIS, port);
}

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { passOn } from '../aggregated-api';
import { freePort, type Throwaway } from '../throwaway';
import { type SignalChain } from './signal-chain';

const APIS = [{ group: 'external.metrics.k8s.io', version: 'v1beta1' }];

/** KEDA's operator and its metrics adapter on a control plane. */
export async function startKeda({ place, client, plane }: SignalChain): Promise<void> {
  const { kubeconfig } = plane.running;
  const programs = process.env.KEDA!;
  const certificates = makeCertificates(place);
  await client.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'keda' } });
  const [metrics, service, health, port, adapterMetrics] = await Promise.all(Array.from({ length: 5 }, freePort));
  const environment = { WATCH_NAMESPACE: '', POD_NAMESPACE: 'keda', KEDA_CLUSTER_OBJECT_NAMESPACE: 'keda' };
  place.start('keda-operator', `${programs}/keda-operator`, [
    `--kubeconfig=${kubeconfig}`, '--enable-cert-rotation=false', `--cert-dir=${certificates}`, '--leader-elect=false',
    `--metrics-bind-address=127.0.0.1:${metrics}`, `--health-probe-bind-address=127.0.0.1:${health}`, `--metrics-service-bind-address=127.0.0.1:${service}`,
  ], environment);
  await place.until('keda-operator', async () => (await fetch(`http://127.0.0.1:${health}/readyz`)).ok);
  place.start('keda-adapter', `${programs}/keda-adapter`, [
    `--kubeconfig=${kubeconfig}`, `--lister-kubeconfig=${kubeconfig}`, `--authentication-kubeconfig=${kubeconfig}`, `--authorization-kubeconfig=${kubeconfig}`,
    `--secure-port=${port}`, '--bind-address=127.0.0.1', `--cert-dir=${certificates}`, `--port=${adapterMetrics}`,
    `--metrics-service-address=127.0.0.1:${service}`, '--metrics-service-grpc-authority=localhost',
  ], environment);
  await passOn(client, 'keda-metrics', APIS, port);
}

/** An authority, and a certificate of loopback from it, under the names that KEDA looks for. */
function makeCertificates(place: Throwaway): string {
  const folder = place.path('keda-certificates');
  mkdirSync(folder);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=keda-ca', '-keyout', 'ca.key', '-out', 'ca.crt');
  openssl(
    'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-CA', 'ca.crt', '-CAkey', 'ca.key',
    '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', 'tls.key', '-out', 'tls.crt',
  );
  return folder;
}

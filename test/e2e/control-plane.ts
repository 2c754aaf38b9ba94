import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ApiClient, type Endpoint } from './api-client';
import { writeKubeconfig } from './kubeconfig';
import { freePort, Throwaway } from './throwaway';

const ADMIN = 'admin-token';
const CONTROLLER = 'controller-token';

/** Audit policy that records only the HPA controller's own requests: the record of its passes. */
const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    {
      level: 'RequestResponse',
      users: ['system:kube-controller-manager'],
      resources: [
        { group: 'apps', resources: ['deployments/scale'] },
        { group: 'autoscaling', resources: ['horizontalpodautoscalers/status'] },
      ],
    },
    { level: 'None' },
  ],
};

/** Sync period of the HPA controller in seconds. */
export const SYNC_PERIOD = 1;

/** Plain data about a running control plane that a test needs, so that it can be handed to other processes. */
export interface RunningControlPlane extends Endpoint {
  /** As in '1.37.0'. */
  readonly version: string;
  /** The folder of its programs, as scripts/programs/control-plane.sh leaves them. */
  readonly programs: string;
  /** The file that kubectl takes. */
  readonly kubeconfig: string;
  /** The file with the HPA controller's requests, one JSON a line. */
  readonly auditLog: string;
}

/** etcd, kube-apiserver and kube-controller-manager on loopback. There is neither scheduler nor kubelet. */
export class ControlPlane {
  /** Starts the version that scripts/test-e2e.sh has named and got. */
  public static async start(): Promise<ControlPlane> {
    const { KUBERNETES_VERSION: version = '', CONTROL_PLANE_PROGRAMS: programs = '' } = process.env;
    const place = new Throwaway('control-plane');
    try {
      const keys = makeKeys(place);
      const etcd = await startEtcd(place, programs);
      const running = { ...await startApiServer(place, programs, etcd, keys), version, programs };
      await startControllerManager(place, programs, running, keys);
      return new ControlPlane(place, running);
    } catch (error) {
      await place.end();
      throw error;
    }
  }

  private constructor(private readonly place: Throwaway, public readonly running: RunningControlPlane) {}

  /** Copies the logs of its programs to where they outlive the run. */
  public keepLogs(folder: string): void {
    this.place.keepLogs(folder);
  }

  public async stop(): Promise<void> {
    await this.place.end();
  }
}

interface Keys {
  readonly serviceAccount: string;
  readonly proxyAuthority: string;
  readonly proxyKey: string;
  readonly proxyCertificate: string;
}

function makeKeys(place: Throwaway): Keys {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: place.folder, stdio: 'ignore' });
  openssl('genrsa', '-out', 'service-account.key', '2048');
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=front-proxy-ca', '-keyout', 'proxy-ca.key', '-out', 'proxy-ca.crt');
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=front-proxy-client', '-keyout', 'proxy.key', '-out', 'proxy.csr');
  openssl('x509', '-req', '-days', '2', '-in', 'proxy.csr', '-CA', 'proxy-ca.crt', '-CAkey', 'proxy-ca.key', '-CAcreateserial', '-out', 'proxy.crt');
  return {
    serviceAccount: place.path('service-account.key'),
    proxyAuthority: place.path('proxy-ca.crt'),
    proxyKey: place.path('proxy.key'),
    proxyCertificate: place.path('proxy.crt'),
  };
}

async function startEtcd(place: Throwaway, programs: string): Promise<string> {
  const [client, peer] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  place.start('etcd', join(programs, 'etcd'), [
    '--data-dir', place.path('etcd'), '--unsafe-no-fsync', '--listen-client-urls', client, '--advertise-client-urls', client, '--listen-peer-urls', peer,
    '--initial-advertise-peer-urls', peer, '--initial-cluster', `default=${peer}`,
  ]);
  await place.until('etcd', async () => (await fetch(`${client}/health`)).ok);
  return client;
}

async function startApiServer(place: Throwaway, programs: string, etcd: string, keys: Keys): Promise<Omit<RunningControlPlane, 'version' | 'programs'>> {
  const port = await freePort();
  const certificates = place.path('certificates');
  const auditLog = place.write('audit.log', '');
  mkdirSync(certificates);
  place.start('kube-apiserver', join(programs, 'kube-apiserver'), [
    `--etcd-servers=${etcd}`, '--bind-address=127.0.0.1', `--secure-port=${port}`, `--cert-dir=${certificates}`, '--service-cluster-ip-range=10.0.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${keys.serviceAccount}`,
    `--service-account-signing-key-file=${keys.serviceAccount}`, '--authorization-mode=RBAC,Node',
    `--token-auth-file=${place.write('tokens.csv', tokens())}`,
    `--proxy-client-cert-file=${keys.proxyCertificate}`, `--proxy-client-key-file=${keys.proxyKey}`, `--requestheader-client-ca-file=${keys.proxyAuthority}`,
    '--requestheader-allowed-names=front-proxy-client', '--requestheader-username-headers=X-Remote-User', '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-', `--audit-policy-file=${place.write('audit.yaml', stringify(AUDIT_POLICY))}`,
    `--audit-log-path=${auditLog}`,
    // Priority and fairness would slow many requests at once, on a machine that has few cores.
    '--enable-priority-and-fairness=false',
  ]);
  const url = `https://127.0.0.1:${port}`;
  const authority = join(certificates, 'apiserver.crt');
  await place.until('kube-apiserver', async () => {
    if (!existsSync(authority)) return false;
    const { status } = await new ApiClient({ url, authority, token: ADMIN }).send('GET', '/readyz');
    return status === 200;
  });
  return { url, authority, token: ADMIN, kubeconfig: writeKubeconfig(place, 'kubeconfig', { url, authority, token: ADMIN }), auditLog };
}

function tokens(): string {
  return [`${ADMIN},admin,admin,"system:masters"`, `${CONTROLLER},system:kube-controller-manager,controller,"system:masters"`].join('\n');
}

async function startControllerManager(place: Throwaway, programs: string, running: RunningControlPlane, keys: Keys): Promise<void> {
  place.start('kube-controller-manager', join(programs, 'kube-controller-manager'), [
    `--kubeconfig=${writeKubeconfig(place, 'controller.kubeconfig', { ...running, token: CONTROLLER })}`,
    `--service-account-private-key-file=${keys.serviceAccount}`, '--controllers=*,-nodelifecycle,-nodeipam', '--leader-elect=false', '--secure-port=0',
    `--horizontal-pod-autoscaler-sync-period=${SYNC_PERIOD}s`, '--concurrent-horizontal-pod-autoscaler-syncs=20', '--kube-api-qps=500', '--kube-api-burst=500',
  ]);
  const client = new ApiClient(running);
  await place.until('kube-controller-manager', async () => (await client.send('GET', '/api/v1/namespaces/default/serviceaccounts/default')).status === 200);
}

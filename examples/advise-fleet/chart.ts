import { ApiObject, Chart } from 'cdk8s';
import { type Construct } from 'constructs';

/** Settings of the weekly advice for a fleet. */
export interface AdviseFleetProps {
  /** Image that holds the command line, and the rendered manifests of the fleet in /manifests. */
  readonly image: string;
  readonly prometheus: { readonly url: string; readonly namespace: string; readonly port: number };
  /** Parts that the workloads are split into. */
  readonly parts: number;
  /** Parts that run at the same time: Prometheus is asked by so many at once. */
  readonly parallel: number;
}

const NAME = 'advise-fleet';
const LABELS = { 'app.kubernetes.io/name': NAME, 'app.kubernetes.io/instance': NAME };
const DNS_PORTS = [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }];
/** Longest run of a part, in seconds: six hours. */
const MOST_SECONDS = 21_600;

/** A weekly CronJob beside Prometheus, each of whose runs is an Indexed Job: one pod for each part of the fleet. */
export class AdviseFleetChart extends Chart {
  constructor(scope: Construct, id: string, { image, prometheus, parts, parallel }: AdviseFleetProps) {
    super(scope, id, { namespace: prometheus.namespace, labels: LABELS });
    const metadata = { name: NAME };
    new ApiObject(this, 'Account', { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    new ApiObject(this, 'Work', {
      apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata,
      spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '20Gi' } } },
    });
    new ApiObject(this, 'NetworkPolicy', {
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata,
      spec: {
        podSelector: { matchLabels: LABELS },
        policyTypes: ['Ingress', 'Egress'],
        egress: [
          { to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } } }], ports: [{ port: prometheus.port, protocol: 'TCP' }] },
          { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }], ports: DNS_PORTS },
        ],
      },
    });
    new ApiObject(this, 'CronJob', {
      apiVersion: 'batch/v1', kind: 'CronJob', metadata,
      spec: {
        schedule: '0 2 * * 6',
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 2,
        failedJobsHistoryLimit: 2,
        jobTemplate: {
          spec: {
            completionMode: 'Indexed',
            completions: parts,
            parallelism: parallel,
            // A part that is restarted goes on where it ended.
            backoffLimitPerIndex: 3,
            maxFailedIndexes: parts,
            activeDeadlineSeconds: MOST_SECONDS,
            template: { metadata: { labels: LABELS }, spec: podSpec(image, prometheus.url, parts) },
          },
        },
      },
    });
  }
}

function podSpec(image: string, url: string, parts: number): object {
  return {
    serviceAccountName: NAME,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: 'Never',
    securityContext: {
      runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001, fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [{
      name: 'advise',
      image,
      // Patches name files from here on, as the repository does.
      workingDir: '/manifests',
      // Kubernetes sets JOB_COMPLETION_INDEX, from 0, in the pods of an Indexed Job, and fills it in here: no shell is
      // needed.
      args: [
        'advise', '.', '--prometheus', url, '--last', '4w', '--shard', `$(JOB_COMPLETION_INDEX)/${parts}`,
        '--work', '/advice/$(RUN)/$(JOB_COMPLETION_INDEX)', '--track-record', '/advice/track-record.jsonl',
      ],
      env: [{ name: 'RUN', valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } } }],
      resources: {
        requests: { 'cpu': '1', 'memory': '1Gi', 'ephemeral-storage': '64Mi' }, limits: { 'memory': '2Gi', 'ephemeral-storage': '256Mi' },
      },
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
      volumeMounts: [{ name: 'work', mountPath: '/advice' }, { name: 'tmp', mountPath: '/tmp' }],
    }],
    volumes: [
      { name: 'work', persistentVolumeClaim: { claimName: NAME } },
      { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
    ],
  };
}

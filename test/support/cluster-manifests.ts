import { type Manifest } from '../../lib/manifest/manifest';
import { manifest } from './manifests';

/** Manifests of one small, well-kept application, one of each kind that a rule looks at. */
export function wellKept(namespace = 'shop'): Manifest[] {
  const labels = { app: 'web' };
  const security = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
  const resources = { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } };
  const container = (name: string) => ({ name, image: `registry.example.com/${name}:1.4.2`, securityContext: security, resources });
  const podSpec = {
    serviceAccountName: 'web',
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 60,
    securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: labels } }],
    initContainers: [{ ...container('migrate'), env: [{ name: 'MODE', value: 'up' }] }],
    containers: [{
      ...container('web'),
      env: [{ name: 'REDIS_URL', value: 'redis://db:6379/0' }, { name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hub', key: 'token' } } }],
      envFrom: [{ configMapRef: { name: 'web' } }],
      ports: [{ name: 'http', containerPort: 8000 }],
      startupProbe: { httpGet: { path: '/health', port: 'http' }, periodSeconds: 5, failureThreshold: 30 },
      readinessProbe: { httpGet: { path: '/health', port: 'http' } },
      livenessProbe: { tcpSocket: { port: 'http' } },
      lifecycle: { preStop: { exec: { command: ['sleep', '10'] } } },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    }],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }],
  };
  const store = { ...container('db'), ports: [{ name: 'redis', containerPort: 6379 }], readinessProbe: { tcpSocket: { port: 'redis' } } };
  const database = { ...podSpec, initContainers: [], volumes: [], containers: [store] };
  const at = (apiVersion: string, kind: string, name: string, fields: Record<string, any>) =>
    manifest(apiVersion, kind, name, { ...fields, metadata: { namespace, ...fields.metadata } });
  const dns = { ports: [{ protocol: 'UDP', port: 53 }] };
  return [
    at('apps/v1', 'Deployment', 'web', {
      metadata: { labels, annotations: { 'cdk8s-kotaemon/start-time': '90s' } },
      spec: { selector: { matchLabels: labels }, strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } }, template: { metadata: { labels, annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8000' } }, spec: podSpec } },
    }),
    at('apps/v1', 'StatefulSet', 'db', { spec: { serviceName: 'db', replicas: 1, selector: { matchLabels: { app: 'db' } }, template: { metadata: { labels: { app: 'db' } }, spec: database } } }),
    at('batch/v1', 'CronJob', 'tidy', {
      spec: { schedule: '0 3 * * *', concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 600, jobTemplate: { spec: { template: { metadata: { labels: { app: 'tidy' } }, spec: { ...database, restartPolicy: 'Never' } } } } },
    }),
    at('v1', 'Service', 'web', { spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] } }),
    at('v1', 'Service', 'db', { spec: { clusterIP: 'None', selector: { app: 'db' }, ports: [{ port: 6379, targetPort: 'redis' }] } }),
    at('v1', 'ConfigMap', 'web', { data: { MAX_TOKENS: '512', 'adapter.yaml': "rules:\n- seriesQuery: 'rps_total'\n  name: {matches: '^(.*)_total$', as: '${1}_per_second'}\n  resources: {template: <<.Resource>>}\n  metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)'\n" } }),
    at('v1', 'ServiceAccount', 'web', {}),
    at('networking.k8s.io/v1', 'Ingress', 'web', { spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] } }] } }),
    at('networking.k8s.io/v1', 'NetworkPolicy', 'web', {
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ ports: [{ port: 8000 }] }],
        egress: [dns, { to: [{ podSelector: { matchLabels: { app: 'db' } } }], ports: [{ port: 6379 }] }],
      },
    }),
    at('policy/v1', 'PodDisruptionBudget', 'web', { spec: { maxUnavailable: 1, selector: { matchLabels: labels } } }),
    at('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 2,
        maxReplicas: 10,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
          { type: 'Pods', pods: { metric: { name: 'rps_per_second' }, target: { type: 'AverageValue', averageValue: '100' } } },
        ],
        behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
      },
    }),
    at('rbac.authorization.k8s.io/v1', 'Role', 'web', { rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }] }),
    at('rbac.authorization.k8s.io/v1', 'RoleBinding', 'web', { roleRef: { kind: 'Role', name: 'web' }, subjects: [{ kind: 'ServiceAccount', name: 'web' }] }),
  ];
}

/** Kinds of other projects that rules look at, each as its author would have it. */
export function foreignKinds(namespace = 'shop'): Manifest[] {
  const at = (apiVersion: string, kind: string, name: string, spec: Record<string, any>) => manifest(apiVersion, kind, name, { metadata: { namespace }, spec });
  return [
    at('keda.sh/v1alpha1', 'ScaledObject', 'ingest', {
      scaleTargetRef: { name: 'ingest' },
      minReplicaCount: 1,
      maxReplicaCount: 6,
      fallback: { failureThreshold: 3, replicas: 3 },
      triggers: [
        { type: 'cron', metadata: { timezone: 'Europe/Berlin', start: '0 9 * * 1-5', end: '0 17 * * 1-5', desiredReplicas: '4' } },
        { type: 'prometheus', metadata: { serverAddress: 'http://prometheus:9090', query: 'sum(rate(x[2m]))', threshold: '10', ignoreNullValues: 'false' } },
        { type: 'kafka', metadata: { topic: 'documents', consumerGroup: 'ingest', bootstrapServers: 'kafka:9092', lagThreshold: '10' } },
      ],
    }),
    at('kafka.strimzi.io/v1beta2', 'KafkaTopic', 'documents', { partitions: 6 }),
    at('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'web', { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, updatePolicy: { updateMode: 'Off' } }),
    at('autoscaling.alibabacloud.com/v1beta1', 'CronHorizontalPodAutoscaler', 'other', { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' } }),
    at('monitoring.coreos.com/v1', 'PodMonitor', 'web', { selector: { matchLabels: { app: 'web' } }, podMetricsEndpoints: [{ port: 'http' }] }),
    at('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', { selector: {}, namespaceSelector: { any: true }, endpoints: [{ port: 'http' }] }),
  ];
}

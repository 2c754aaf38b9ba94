type Json = Record<string, any>;

const labels = { app: 'web' };
const probe = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3, successThreshold: 1 };

/** A pod with one of most things that a pod can have. */
const POD: Json = {
  serviceAccountName: 'web',
  priorityClassName: 'high',
  hostname: 'web',
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  dnsPolicy: 'ClusterFirst',
  terminationGracePeriodSeconds: 60,
  imagePullSecrets: [{ name: 'registry' }],
  securityContext: { runAsNonRoot: true, runAsUser: 10001, fsGroup: 10001, fsGroupChangePolicy: 'OnRootMismatch', seccompProfile: { type: 'RuntimeDefault' } },
  tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }, { key: 'spot', operator: 'Equal', value: 'true' }, { operator: 'Exists' }],
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'gpu', operator: 'In', values: ['a100'] }] }] } },
    podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } } }] },
  },
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: labels } }],
  initContainers: [{ name: 'load', image: 'load:1', command: ['sh', '-c', 'true'], volumeMounts: [{ name: 'models', mountPath: '/models' }] }],
  containers: [
    {
      name: 'main',
      image: 'web:1',
      imagePullPolicy: 'IfNotPresent',
      args: ['--port', '8080'],
      env: [
        { name: 'PORT', value: '8080' }, { name: 'EMPTY' }, { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'api', optional: true } } }, { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
        { name: 'URL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'url' } } },
      ],
      envFrom: [{ configMapRef: { name: 'settings' }, prefix: 'APP_' }, { secretRef: { name: 'keys' } }],
      ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }, { containerPort: 9090 }],
      resources: { requests: { cpu: '500m', memory: '1Gi', 'ephemeral-storage': '1Gi' }, limits: { memory: '1Gi', 'nvidia.com/gpu': 1 } },
      startupProbe: { httpGet: { path: '/', port: 'http', scheme: 'HTTP', httpHeaders: [{ name: 'X-A', value: 'b' }] }, ...probe },
      readinessProbe: { tcpSocket: { port: 8080 }, ...probe },
      livenessProbe: { exec: { command: ['true'] }, initialDelaySeconds: 5 },
      lifecycle: { preStop: { exec: { command: ['sleep', '5'] } }, postStart: { httpGet: { port: 8080 } } },
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
      terminationMessagePolicy: 'FallbackToLogsOnError',
      volumeMounts: [
        { name: 'models', mountPath: '/models', readOnly: true, subPath: 'a' }, { name: 'tmp', mountPath: '/tmp' }, { name: 'settings', mountPath: '/etc/settings' },
        { name: 'all', mountPath: '/etc/all' }, { name: 'node', mountPath: '/node' }, { name: 'keys', mountPath: '/keys' }, { name: 'share', mountPath: '/share' },
      ],
    },
    { name: 'beside', image: 'beside:1', readinessProbe: { grpc: { port: 9000, service: 'a' } } },
  ],
  volumes: [
    { name: 'models', persistentVolumeClaim: { claimName: 'models' } }, { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
    { name: 'settings', configMap: { name: 'settings', defaultMode: 292, items: [{ key: 'a', path: 'b', mode: 256 }] } },
    { name: 'all', projected: { sources: [{ secret: { name: 'keys' } }, { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } }, { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } }] } },
    { name: 'node', hostPath: { path: '/var/lib/models', type: 'DirectoryOrCreate' } }, { name: 'keys', secret: { secretName: 'keys' } }, { name: 'share', nfs: { server: 'files.example.com', path: '/models' } },
  ],
};
const template = { metadata: { labels, annotations: { note: 'a' } }, spec: POD };
const batch = { ...template, spec: { ...POD, restartPolicy: 'Never' } };
const claim = { accessModes: ['ReadWriteOnce'], volumeMode: 'Filesystem', storageClassName: 'fast', resources: { requests: { storage: '10Gi' } } };

function object(apiVersion: string, kind: string, fields: Json): Json {
  return { apiVersion, kind, metadata: { name: 'web', labels, annotations: { note: 'a' } }, ...fields };
}

/** An object of each kind that people write most, with one of most things that it can have. */
export const BROAD: readonly Json[] = [
  object('apps/v1', 'Deployment', { spec: { replicas: 2, revisionHistoryLimit: 3, minReadySeconds: 5, progressDeadlineSeconds: 600, selector: { matchLabels: labels }, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } }, template } }),
  object('apps/v1', 'StatefulSet', {
    spec: {
      serviceName: 'web', replicas: 3, podManagementPolicy: 'Parallel', updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } }, selector: { matchLabels: labels }, template,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Delete' }, volumeClaimTemplates: [{ metadata: { name: 'data', labels }, spec: claim }],
    },
  }),
  object('apps/v1', 'DaemonSet', { spec: { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] }, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } }, template } }),
  object('batch/v1', 'Job', { spec: { backoffLimit: 3, completions: 2, parallelism: 2, completionMode: 'Indexed', ttlSecondsAfterFinished: 600, activeDeadlineSeconds: 600, template: batch } }),
  object('batch/v1', 'CronJob', { spec: { schedule: '*/5 8-18 * * 1-5', timeZone: 'Europe/Berlin', concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 60, successfulJobsHistoryLimit: 1, suspend: false, jobTemplate: { spec: { template: batch } } } }),
  object('v1', 'PodTemplate', { template }),
  object('v1', 'Service', { spec: { type: 'ClusterIP', selector: labels, sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } }, internalTrafficPolicy: 'Local', ports: [{ name: 'http', port: 80, targetPort: 'http' }, { name: 'metrics', port: 9090, protocol: 'TCP', appProtocol: 'http' }] } }),
  object('v1', 'Service', { spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', loadBalancerSourceRanges: ['10.0.0.0/8'], ports: [{ port: 443, nodePort: 30443 }] } }),
  object('v1', 'Service', { spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: labels } }),
  object('v1', 'Service', { spec: { type: 'ExternalName', externalName: 'db.example.com' } }),
  object('v1', 'ConfigMap', { data: { 'a.yaml': 'b: c', KEY: 'd' }, binaryData: { e: 'aGk=' }, immutable: true }),
  object('v1', 'Secret', { type: 'Opaque', data: { a: 'aGk=' }, stringData: { b: 'c' } }),
  object('v1', 'ServiceAccount', { automountServiceAccountToken: false, imagePullSecrets: [{ name: 'registry' }] }),
  object('v1', 'PersistentVolumeClaim', { spec: claim }),
  object('v1', 'PersistentVolume', { spec: { capacity: { storage: '10Gi' }, accessModes: ['ReadWriteMany', 'ReadOnlyMany'], persistentVolumeReclaimPolicy: 'Retain', nfs: { server: 'files', path: '/' }, mountOptions: ['hard'] } }),
  object('v1', 'ResourceQuota', { spec: { hard: { 'requests.cpu': '10', pods: '20', 'limits.memory': '64Gi' }, scopes: ['NotTerminating'] } }),
  object('v1', 'LimitRange', { spec: { limits: [{ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '500m' }, max: { memory: '4Gi' } }] } }),
  object('policy/v1', 'PodDisruptionBudget', { spec: { maxUnavailable: '25%', selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' } }),
  object('networking.k8s.io/v1', 'Ingress', {
    spec: {
      ingressClassName: 'nginx', tls: [{ hosts: ['web.example.com'], secretName: 'tls' }], defaultBackend: { service: { name: 'web', port: { name: 'http' } } },
      rules: [{ host: 'web.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }, { path: '/x', pathType: 'Exact', backend: { service: { name: 'x', port: { name: 'http' } } } }] } }],
    },
  }),
  object('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: {
      podSelector: { matchLabels: labels }, policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { a: 'b' } }, podSelector: { matchLabels: labels } }], ports: [{ port: 'http' }, { protocol: 'TCP', port: 8000, endPort: 8100 }] }, {}],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [{ protocol: 'UDP', port: 53 }] }],
    },
  }),
  object('networking.k8s.io/v1', 'IngressClass', { spec: { controller: 'example.com/ingress' } }),
  object('rbac.authorization.k8s.io/v1', 'Role', { rules: [{ apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get'], resourceNames: ['a'] }] }),
  object('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }, { apiGroups: ['apps'], resources: ['*'], verbs: ['*'] }] }),
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'web' }, subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'default' }, { kind: 'User', name: 'Ann', apiGroup: 'rbac.authorization.k8s.io' }] }),
  object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'Group', name: 'all' }] }),
  object('scheduling.k8s.io/v1', 'PriorityClass', { value: 1000, globalDefault: false, preemptionPolicy: 'Never', description: 'a' }),
  object('storage.k8s.io/v1', 'StorageClass', { provisioner: 'example.com/disk', parameters: { type: 'ssd' }, reclaimPolicy: 'Delete', volumeBindingMode: 'WaitForFirstConsumer', allowVolumeExpansion: true }),
  object('coordination.k8s.io/v1', 'Lease', { spec: { holderIdentity: 'a', leaseDurationSeconds: 15, renewTime: '2026-01-31T09:00:00.000000Z' } }),
  object('autoscaling/v1', 'HorizontalPodAutoscaler', { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 1, maxReplicas: 3, targetCPUUtilizationPercentage: 70 } }),
];

import { ApiObject, type Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';

const { IntOrString, Quantity } = k8s;

/** The same objects, written by hand on cdk8s' L1. */
export function addModule(chart: Chart, name: string): void {
  const selector = { 'app.kubernetes.io/instance': name, 'app.kubernetes.io/name': name };
  const labels = {
    ...selector,
    'app.kubernetes.io/component': 'app',
    'app.kubernetes.io/managed-by': 'cdk8s-kotaemon',
    'app.kubernetes.io/part-of': 'kotaemon',
  };
  const metadata = { name, labels };
  new k8s.KubeServiceAccount(chart, `${name}-service-account`, { metadata, automountServiceAccountToken: false });
  new k8s.KubeDeployment(chart, `${name}-deployment`, {
    metadata: { ...metadata, annotations: { 'cdk8s-kotaemon/start-time': '30s' } },
    spec: {
      revisionHistoryLimit: 5,
      minReadySeconds: 5,
      progressDeadlineSeconds: 695,
      selector: { matchLabels: selector },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: IntOrString.fromString('25%'), maxUnavailable: IntOrString.fromNumber(0) } },
      template: { metadata: { labels }, spec: podSpec(name, selector) },
    },
  });
  new k8s.KubeService(chart, `${name}-service`, {
    metadata,
    spec: { type: 'ClusterIP', selector, ports: [{ name: 'http', port: 8000, protocol: 'TCP', targetPort: IntOrString.fromString('http') }] },
  });
  new k8s.KubeHorizontalPodAutoscalerV2(chart, `${name}-hpa`, {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: 2,
      maxReplicas: 20,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        { type: 'Pods', pods: { metric: { name: 'http_requests_per_second' }, target: { type: 'AverageValue', averageValue: Quantity.fromString('100') } } },
      ],
      behavior: { scaleUp: { stabilizationWindowSeconds: 30, policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] } },
    },
  });
  new k8s.KubePodDisruptionBudget(chart, `${name}-disruption-budget`, {
    metadata,
    spec: { selector: { matchLabels: selector }, maxUnavailable: IntOrString.fromNumber(1), unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
  new k8s.KubeNetworkPolicy(chart, `${name}-network-policy`, {
    metadata,
    spec: {
      podSelector: { matchLabels: selector },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{
        from: [peer('monitoring', { 'app.kubernetes.io/name': 'prometheus' })],
        ports: [{ port: IntOrString.fromNumber(8000), protocol: 'TCP' }],
      }],
      egress: [{
        to: [peer('kube-system', { 'k8s-app': 'kube-dns' })],
        ports: [{ port: IntOrString.fromNumber(53), protocol: 'UDP' }, { port: IntOrString.fromNumber(53), protocol: 'TCP' }],
      }],
    },
  });
  new ApiObject(chart, `${name}-pod-monitor`, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata,
    spec: { selector: { matchLabels: selector }, podMetricsEndpoints: [{ port: 'http', path: '/metrics', interval: '15s', scrapeTimeout: '10s' }] },
  });
}

function podSpec(name: string, selector: Record<string, string>): k8s.PodSpec {
  const httpGet = { path: '/health', port: IntOrString.fromString('http'), scheme: 'HTTP' };
  const spread = (topologyKey: string): k8s.TopologySpreadConstraint =>
    ({ maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: selector }, nodeTaintsPolicy: 'Honor', matchLabelKeys: ['pod-template-hash'] });
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 60,
    securityContext: {
      runAsUser: 10001,
      runAsGroup: 10001,
      runAsNonRoot: true,
      fsGroup: 10001,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: selector } } },
        ],
      },
    },
    topologySpreadConstraints: [spread('kubernetes.io/hostname'), spread('topology.kubernetes.io/zone')],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: Quantity.fromString('512Mi') } }],
    containers: [{
      name,
      image: 'registry.example.com/rag/app:1.4.2',
      imagePullPolicy: 'IfNotPresent',
      ports: [{ name: 'http', containerPort: 8000, protocol: 'TCP' }],
      lifecycle: { preStop: { exec: { command: ['sleep', '15'] } } },
      startupProbe: { httpGet, initialDelaySeconds: 0, periodSeconds: 3, timeoutSeconds: 3, failureThreshold: 30, successThreshold: 1 },
      readinessProbe: { httpGet, initialDelaySeconds: 0, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3, successThreshold: 1 },
      livenessProbe: {
        tcpSocket: { port: IntOrString.fromString('http') },
        initialDelaySeconds: 0,
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 6,
        successThreshold: 1,
      },
      resources: {
        requests: { cpu: Quantity.fromString('500m'), memory: Quantity.fromString('512Mi'), 'ephemeral-storage': Quantity.fromString('256Mi') },
        limits: { memory: Quantity.fromString('512Mi'), 'ephemeral-storage': Quantity.fromString('1Gi') },
      },
      securityContext: {
        runAsUser: 10001,
        runAsGroup: 10001,
        runAsNonRoot: true,
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    }],
  };
}

function peer(namespace: string, podLabels: Record<string, string>): k8s.NetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: podLabels } };
}

/** Right inputs, from which hostile ones are made. */

const DISTRIBUTION = { mean: '200ms', cv: 0.5 };
const FIGURE = { error: 0.05, sameTimeLastWeek: 0.2, constant: 0.5 };

/** Every field of a scenario, at least once. */
export const FULL_SCENARIO: Readonly<Record<string, unknown>> = {
  kubernetes: '1.35', featureGates: { HPAScaleToZero: true }, seed: 3, start: '2024-01-01T09:00:00Z', duration: '90s',
  traffic: { generator: { name: 'flat-noise', duration: '60s', rate: 3, noise: 0.1 }, arrivals: 'even', load: 1.5, skip: '10s' },
  slo: { latency: '1s', objective: 0.95 },
  workloads: {
    web: {
      replicas: 2, service: { time: DISTRIBUTION, concurrency: 4, cpuSeconds: 0.1, memory: '10Mi', timeout: '10s', queueLimit: 50 },
      calibration: {
        recorded: { from: '2024-01-01T00:00:00Z', to: '2024-01-22T00:00:00Z', days: 21 },
        agreement: {
          verdict: 'agrees', reasons: ['p50 was not recorded'], judgedDays: 7,
          openLoop: { cpu: FIGURE, p50: FIGURE, slo: FIGURE }, closedLoop: { replicas: FIGURE, within: 0.97 },
        },
        intervals: { 'service.time.mean': { low: 0.19, high: 0.21 }, 'service.concurrency': { atLeast: 4 }, 'service.cpuSeconds': { atMost: 0.2 }, 'service.time.cv': { assumed: true } },
        alternatives: [{ time: DISTRIBUTION, concurrency: 6 }], highestLoadPerPod: 12, censored: { share: 0.02, demandAtLeast: 80 },
      },
      balancer: { connections: 4, lifetime: '1m' },
      startUp: { schedule: '1s', coldPull: '5s', warmPull: { p50: '1s', p95: '2s' }, init: { samples: ['1s', 2] }, boot: { mean: '3s', cv: 1, distribution: 'gamma' }, cpu: 1 },
      drain: { preStop: '5s', grace: '30s', endpointRemoval: '2s', finishesOnTerm: true },
      maxSurge: '25%', maxUnavailable: 1, containers: { app: { loadShare: 1, idleCpu: '5m', idleMemory: '10Mi' } }, nodePool: 'main',
      metrics: { orders: { signal: 'latency', quantile: 0.9, scale: 1000, workload: 'llm', pipeline: { scrape: '5s', rateWindow: '30s', relist: '5s', cache: 0, nan: 'missing' } } },
      slo: { latency: '800ms' }, price: 0.1, firstPass: '5s',
    },
    llm: {
      fixed: 1, service: { tokens: { preset: 'llama2-70b-h100-tp4', perInputToken: '0.1ms', perOutputToken: '5ms', maxBatch: 4, input: 10, output: { mean: 5, cv: 1 }, cpu: '500m' } },
    },
    db: { external: true, fixed: 1, service: { time: '10ms' }, balancer: 'shared-queue' },
  },
  flows: { chat: { stages: ['web', { workload: 'llm', probability: 0.5 }, 'db'], share: 0.5, slo: { latency: '5s' } }, ping: { stages: ['web'] } },
  cluster: {
    nodePools: { main: { cpu: 2, memory: '4Gi', podsPerNode: 10, initial: 2, min: 1, max: 3, provisioning: '20s', scan: '10s', removeEmptyAfter: '1m', price: 0.2 } },
  },
  controller: { syncPeriod: '15s', downscaleStabilization: '30s', tolerance: 0.1, cpuInitializationPeriod: '10s', initialReadinessDelay: '5s' },
  pipeline: { resource: { resolution: '15s', kubelet: '10s' }, custom: { scrape: '15s' } },
  faults: [
    { kind: 'metric', workload: 'web', metric: 'cpu', effect: 'multiply', factor: 2, from: '20s', until: '40s' }, { kind: 'pod-crash', workload: 'web', at: '30s', pods: 1, backoff: '5s' },
    { kind: 'rollout', workload: 'web', at: '50s' }, { kind: 'node-loss', at: '60s', nodes: 1 }, { kind: 'controller-restart', at: '10s', down: '5s' },
    { kind: 'scale', workload: 'web', at: '5s', replicas: 3 }, { kind: 'slow-service', workload: 'db', factor: 2 }, { kind: 'no-nodes', from: '70s' },
  ],
  limits: { maxRequestStages: 100_000, maxSeriesPoints: 100 },
};

function workload(name: string): object {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'default', annotations: { 'cdk8s-kotaemon/start-time': '5s' } },
    spec: {
      replicas: 2, selector: { matchLabels: { app: name } }, strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          terminationGracePeriodSeconds: 30,
          containers: [{
            name: 'app', image: 'app:1', env: [{ name: 'A', value: 'b' }], resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } },
            readinessProbe: { httpGet: { path: '/', port: 8080 }, initialDelaySeconds: 1, periodSeconds: 5 }, lifecycle: { preStop: { sleep: { seconds: 5 } } },
          }],
        },
      },
    },
  };
}

/** Objects of a cluster: an HPA, a ScaledObject with several triggers, and what stands around them. */
export const MANIFESTS: readonly object[] = [
  workload('web'), workload('llm'),
  {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web', namespace: 'default' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 10,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        { type: 'Pods', pods: { metric: { name: 'orders' }, target: { type: 'AverageValue', averageValue: '500' } } },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 60, policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] }, scaleUp: { tolerance: '0.05' } },
    },
  },
  {
    apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'llm', namespace: 'default' },
    spec: {
      scaleTargetRef: { name: 'llm' }, minReplicaCount: 0, maxReplicaCount: 5, pollingInterval: 15, cooldownPeriod: 60, fallback: { failureThreshold: 3, replicas: 2 },
      advanced: { scalingModifiers: { formula: 'kafka + rps', target: '5' } },
      triggers: [
        { type: 'kafka', name: 'kafka', metadata: { bootstrapServers: 'kafka:9092', topic: 'orders', consumerGroup: 'llm', lagThreshold: '50' } },
        { type: 'prometheus', name: 'rps', metadata: { serverAddress: 'http://prometheus:9090', query: 'sum(rate(http_requests_total[1m]))', threshold: '10' } },
        { type: 'cron', metadata: { timezone: 'Europe/Berlin', start: '0 8 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: '3' } },
      ],
    },
  },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } } },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] } },
  {
    apiVersion: 'autoscaling.alibabacloud.com/v1beta1', kind: 'CronHorizontalPodAutoscaler', metadata: { name: 'web' },
    spec: { scaleTargetRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'web' }, jobs: [{ name: 'up', schedule: '0 0 8 * * *', targetSize: 5 }] },
  },
];

/** Traffic in each of the formats. */
export const TRACES: readonly string[] = [
  'seconds,requests\n0,60\n60,60\n120,600\n', 'Time,Value\n2024-01-31 09:00:00,2\n2024-01-31 09:01:00,3\n', '"Time","web{a=""b""}","api"\n1706691600000,2,1\n1706691660000,3,\n',
  'timestamp,input_tokens,output_tokens\n2024-01-01T00:00:00Z,100,20\n2024-01-01T00:00:01Z,5,3\n', '{"seconds": 0, "requests": 5}\n{"seconds": 60, "requests": 7}\n',
  '[{ "seconds": 0, "rps": 5 }, { "seconds": 60, "rps": 7 }]', '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[0,"1"],[60,"2"]]}]}}',
  '203.0.113.7 - - [01/Jan/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 5\n203.0.113.7 - - [01/Jan/2024:00:00:03 +0000] "GET /a HTTP/1.1" 200 5\n',
  '{"time":"2024-01-01T00:00:00Z","path":"/a","status":200}\n{"time":"2024-01-01T00:00:01Z","path":"/b","status":200}\n',
];

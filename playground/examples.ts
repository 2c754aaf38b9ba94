import { type GeneratorName } from '../lib/traffic/generators';
import { DEFAULT_KUBERNETES, DEFAULT_NUMBERS, type Numbers, type State } from './state';

/** State to begin with. */
interface Example {
  readonly name: string;
  readonly yaml: string;
  readonly traffic: GeneratorName;
  readonly numbers?: Partial<Numbers>;
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: example.com/web:1.0.0
          resources:
            requests: { cpu: 500m, memory: 512Mi }
`;

function hpa(rest: string): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
${rest}`;
}

const ON_CPU = hpa(`  minReplicas: 2
  maxReplicas: 20
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 60
`);

const CAREFUL = `${ON_CPU}  behavior:
    scaleUp:
      policies:
        - type: Pods
          value: 1
          periodSeconds: 60
    scaleDown:
      stabilizationWindowSeconds: 300
`;

const KEDA = `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: web
spec:
  scaleTargetRef:
    name: web
  minReplicaCount: 2
  maxReplicaCount: 20
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring:9090
        query: sum(rate(http_requests_total{service="web"}[2m]))
        threshold: "20"
`;

const SCHEDULE = `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: web
spec:
  scaleTargetRef:
    name: web
  minReplicaCount: 2
  maxReplicaCount: 20
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: "60"
    - type: cron
      metadata:
        timezone: Etc/UTC
        start: 45 7 * * 1-5
        end: 0 18 * * 1-5
        desiredReplicas: "14"
`;

export const EXAMPLES: readonly Example[] = [
  { name: 'HPA on CPU, flash sale', yaml: `${ON_CPU}---\n${DEPLOYMENT}`, traffic: 'flash-sale' },
  { name: 'HPA that adds one pod a minute', yaml: CAREFUL, traffic: 'flash-sale' },
  { name: 'KEDA on requests per second', yaml: `${KEDA}---\n${DEPLOYMENT}`, traffic: 'flash-sale' },
  { name: 'KEDA with a schedule, Monday morning', yaml: `${SCHEDULE}---\n${DEPLOYMENT}`, traffic: 'monday-morning' },
  { name: 'HPA on CPU, office hours', yaml: ON_CPU, traffic: 'office-hours', numbers: { startUp: 60 } },
];

/** Returns the state of an example. */
export function stateOf({ yaml, traffic, numbers }: Example): State {
  return { ...DEFAULT_NUMBERS, ...numbers, yaml, traffic, kubernetes: DEFAULT_KUBERNETES };
}

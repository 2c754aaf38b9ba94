/** A Deployment and its HPA with room to save, for tests of `tune`. */
export const MANIFESTS = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: "shop/web:1", resources: { requests: { cpu: 500m } } }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 5 # twice what a night needs
  maxReplicas: 12
  metrics:
    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }
`;
/** Scenario of even traffic of a length, with settings of the service. */
export const scenario = (duration: string, service: string): string => `kubernetes: '1.35'
traffic: { generator: { name: flat-noise, duration: ${duration}, rate: 1.5, noise: 0.1 } }
workloads: { web: { ${service} price: 0.1 } }
`;
/** Service whose needs the HPA exceeds. */
export const SERVICE = 'service: { time: { mean: 100ms, cv: 0.5 }, concurrency: 4, timeout: 10s },';

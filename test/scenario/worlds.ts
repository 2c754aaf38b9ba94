import { type Manifest } from '../../lib/manifest';
import { buildWorld, recordingSource, type Scenario, type WorldInput, type WorldVariant } from '../../lib/scenario';
import { type Trace } from '../../lib/traffic';
import { type World } from '../../lib/simulator/world/world';

/** Ten minutes at two requests per second. */
export const TRACE: Trace = { kind: 'counts', name: 'traffic.csv', stepSeconds: 60, requests: new Float64Array(10).fill(120), remarks: [] };

export function hpa(name: string, spec: Record<string, unknown> = {}, namespace?: string): Manifest {
  return {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name, ...(namespace && { namespace }) },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, minReplicas: 2, maxReplicas: 10, ...spec },
  };
}

type Fields = Record<string, unknown>;

export function deployment(name: string, pod: Fields = {}, spec: Fields = {}, metadata: Fields = {}): Manifest {
  const containers = [{ name: 'app', resources: { requests: { cpu: '500m', memory: '1Gi' } }, readinessProbe: {} }];
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, ...metadata },
    spec: { ...spec, template: { metadata: { labels: { app: name } }, spec: { containers, ...pod } } },
  };
}

export function podsMetric(name: string, averageValue: string): unknown {
  return { type: 'Pods', pods: { metric: { name }, target: { type: 'AverageValue', averageValue } } };
}

/** A world of some manifests under the trace above. */
export function worldOf(manifests: readonly Manifest[], scenario: Scenario = {}, more: Partial<WorldInput> & WorldVariant = {}): World {
  const { load, seed, ...input } = more;
  return buildWorld({ manifests, scenario, traffic: { shared: recordingSource(TRACE, scenario.traffic ?? {}), flows: new Map() }, ...input }, { load, seed });
}

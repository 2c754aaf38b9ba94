import { type Manifest } from '../../lib/manifest/manifest';

type Json = Record<string, any>;

export function manifest(apiVersion: string, kind: string, name: string, fields: Json = {}): Manifest {
  const { metadata, ...rest } = fields;
  return { apiVersion, kind, metadata: { name, ...metadata }, ...rest };
}

/** A Deployment called web with pods labelled app=web. */
export function webDeployment(podSpec: Json = { containers: [] }, spec: Json = {}, metadata: Json = {}): Manifest {
  return manifest('apps/v1', 'Deployment', 'web', { metadata, spec: { ...spec, template: { metadata: { labels: { app: 'web' } }, spec: podSpec } } });
}

/** An HPA of the Deployment called web. */
export function webHpa(spec: Json = {}, name = 'web', metadata: Json = {}): Manifest {
  return manifest('autoscaling/v2', 'HorizontalPodAutoscaler', name, {
    metadata,
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 10, ...spec },
  });
}

/** A KEDA ScaledObject of the Deployment called web. */
export function webScaledObject(spec: Json = {}): Manifest {
  return manifest('keda.sh/v1alpha1', 'ScaledObject', 'web-keda', { spec: { scaleTargetRef: { name: 'web' }, ...spec } });
}

/** A Deployment called web whose pods have one container, main. */
export function webContainer(container: Json = {}, podSpec: Json = {}, spec: Json = {}, metadata: Json = {}): Manifest {
  return webDeployment({ containers: [{ name: 'main', ...container }], ...podSpec }, spec, metadata);
}

/** A Service called web that selects the pods labelled app=web. */
export function webService(spec: Json = {}): Manifest {
  return manifest('v1', 'Service', 'web', { spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8000 }], ...spec } });
}

/** An HPA metric of type Resource. */
export function resourceMetric(name: string, target: Json): Json {
  return { type: 'Resource', resource: { name, target } };
}

/** A NetworkPolicy of the pods labelled app=web. */
export function webPolicy(spec: Json, name = 'web'): Manifest {
  return manifest('networking.k8s.io/v1', 'NetworkPolicy', name, { spec: { podSelector: { matchLabels: { app: 'web' } }, ...spec } });
}

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

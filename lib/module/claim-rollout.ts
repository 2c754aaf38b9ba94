import { ApiObject } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { type Json, transformFinalManifest } from '../kube/final-manifest';

const ONE_NODE = ['ReadWriteOnce', 'ReadWriteOncePod'];

/**
 * Frees a volume before the next pod of a rolling update mounts it. Applies to a Deployment that mounts a
 * PersistentVolumeClaim of the app with an access mode for a single node: sets maxSurge 0, or the strategy Recreate
 * with one replica. Otherwise the new pod is pending on another node, since the old pod still holds the volume
 * (Multi-Attach error).
 */
export function freeVolumesOnRollout(deployment: ApiObject): void {
  transformFinalManifest(deployment, (manifest) => {
    const { spec } = manifest;
    if (spec.strategy?.type !== 'RollingUpdate' || !mountsOneNodeClaim(deployment, manifest)) return manifest;
    const unavailable = spec.strategy.rollingUpdate?.maxUnavailable;
    const strategy = spec.replicas === 1
      ? { type: 'Recreate' }
      : { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: unavailable === undefined || unavailable === 0 || unavailable === '0%' ? 1 : unavailable } };
    return { ...manifest, spec: { ...spec, strategy } };
  });
}

function mountsOneNodeClaim(deployment: ApiObject, { metadata, spec }: Json): boolean {
  const names: string[] = (spec.template.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }: Json) => persistentVolumeClaim?.claimName ?? []);
  if (names.length === 0) return false;
  return claimsOf(deployment.node.root).some((claim) => {
    const { metadata: own, spec: { accessModes = [] } = {} }: Json = claim.toJson();
    const isMounted = names.includes(own.name) && own.namespace === metadata.namespace;
    return isMounted && accessModes.length > 0 && accessModes.every((mode: string) => ONE_NODE.includes(mode));
  });
}

function claimsOf(root: IConstruct): ApiObject[] {
  return root.node.findAll().filter((node): node is ApiObject => ApiObject.isApiObject(node) && node.kind === 'PersistentVolumeClaim');
}

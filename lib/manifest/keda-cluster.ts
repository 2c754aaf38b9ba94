import { type KedaCluster } from '../keda/keda-cluster';
import { namespaceOf } from './manifest';
import { type ManifestIndex } from './manifest-index';

/** The input as KEDA sees it. Secrets and what else is not in it may be in the cluster. */
export function kedaCluster(manifests: ManifestIndex): KedaCluster {
  return {
    isWhole: false,
    find: (kind, namespace, name) => manifests.find({ kind, name, namespace }) as Readonly<Record<string, unknown>> | undefined,
    list: (kind, namespace) => manifests.ofKind(kind).filter((manifest) => namespaceOf(manifest) === namespace) as unknown as readonly Readonly<Record<string, unknown>>[],
  };
}

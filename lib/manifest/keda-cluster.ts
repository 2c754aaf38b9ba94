import { type ApiServer, type KedaCluster } from '../keda/keda-cluster';
import { type Fields } from '../values/fields';
import { type Manifest, namespaceOf } from './manifest';
import { type ManifestIndex } from './manifest-index';

const fields = (manifest: Manifest): Fields => manifest as unknown as Fields;

/** Returns the input as KEDA sees it. Secrets and other objects that are not in the input may exist in the cluster. */
export function kedaCluster(manifests: ManifestIndex, apiServer?: ApiServer): KedaCluster {
  return {
    isWhole: false, ...(apiServer && { apiServer }),
    find: (kind, namespace, name) => {
      const found = manifests.find({ kind, name, namespace });
      return found && fields(found);
    },
    list: (kind, namespace) => manifests.ofKind(kind).filter((manifest) => namespaceOf(manifest) === namespace).map(fields),
  };
}

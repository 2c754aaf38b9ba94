import { type KedaCluster } from '../../../lib/keda/keda-cluster';
import { type Fields, textAt } from '../../../lib/values/fields';

/** The objects of a case as the whole of a cluster. */
export function clusterOfCase(objects: readonly Fields[]): KedaCluster {
  const of = (kind: string, namespace: string): readonly Fields[] => objects.filter((object) => object.kind === kind && (textAt(object, 'metadata', 'namespace') ?? '') === namespace);
  return {
    isWhole: true,
    list: of,
    find: (kind, namespace, name) => of(kind, namespace).find((object) => textAt(object, 'metadata', 'name') === name),
  };
}

import { type Fields } from '../values/fields';

/** The objects of the cluster that KEDA looks at while it judges one. */
export interface KedaCluster {
  /** The object of that kind and name in a namespace; undefined where it is not known. */
  find(kind: string, namespace: string, name: string): Fields | undefined;
  /** All objects of that kind in a namespace. */
  list(kind: string, namespace: string): readonly Fields[];
  /** Whether what is not known is not there; otherwise it is taken to be there and to hold what KEDA needs. */
  readonly isWhole: boolean;
}

/** A cluster of which nothing is known. */
export const UNKNOWN_CLUSTER: KedaCluster = { find: () => undefined, list: () => [], isWhole: false };

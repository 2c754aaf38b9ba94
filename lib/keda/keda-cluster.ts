import { type Fields } from '../values/fields';
import { type KubernetesVersion } from '../values/kubernetes-version';

/** API server to which KEDA's operator sends a HorizontalPodAutoscaler. */
export interface ApiServer {
  readonly kubernetesVersion: KubernetesVersion;
  /**
   * Feature gates that the API server enables beyond the defaults of its version, and those that it disables:
   * `GATE=false`.
   */
  readonly featureGates: readonly string[];
}

/** Objects of the cluster that KEDA reads while it checks one. */
export interface KedaCluster {
  /** Returns the object of this kind and name in a namespace; undefined if it is unknown. */
  find(kind: string, namespace: string, name: string): Fields | undefined;
  /** Returns all objects of this kind in a namespace. */
  list(kind: string, namespace: string): readonly Fields[];
  /**
   * True if unknown objects do not exist. Otherwise they are assumed to exist and to contain the values that KEDA
   * needs.
   */
  readonly isWhole: boolean;
  /** @default - Kubernetes 1.37 without additional feature gates */
  readonly apiServer?: ApiServer;
}

/** Cluster without known objects. */
export const UNKNOWN_CLUSTER: KedaCluster = { find: () => undefined, list: () => [], isWhole: false };

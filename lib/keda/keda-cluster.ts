import { type Fields } from '../values/fields';
import { type KubernetesVersion } from '../values/kubernetes-version';

/** API server to which KEDA's operator sends a HorizontalPodAutoscaler. */
export interface ApiServer {
  readonly kubernetesVersion: KubernetesVersion;
  /**
   * Feature gates that it switches on beyond the defaults of its version, and those that it switches off: `GATE=false`.
   */
  readonly featureGates: readonly string[];
}

/** The objects of the cluster that KEDA looks at while it judges one. */
export interface KedaCluster {
  /** The object of that kind and name in a namespace; undefined if it is not known. */
  find(kind: string, namespace: string, name: string): Fields | undefined;
  /** All objects of that kind in a namespace. */
  list(kind: string, namespace: string): readonly Fields[];
  /**
   * True if unknown objects do not exist; otherwise they are assumed to exist and to contain the values that KEDA
   * needs.
   */
  readonly isWhole: boolean;
  /** @default - Kubernetes 1.37 without further feature gates */
  readonly apiServer?: ApiServer;
}

/** A cluster of which nothing is known. */
export const UNKNOWN_CLUSTER: KedaCluster = { find: () => undefined, list: () => [], isWhole: false };

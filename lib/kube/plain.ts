import { type k8s } from 'cdk8s-plus-28';

export { type k8s };

/** Acronyms in field names: the L1 spelling and the spelling of the Kubernetes API. */
interface ApiSpelling {
  readonly clusterIp: 'clusterIP';
  readonly externalIPs: 'externalIPs';
  readonly hostIp: 'hostIP';
  readonly hostIpc: 'hostIPC';
  readonly hostPid: 'hostPID';
}

type ApiKey<K> = K extends keyof ApiSpelling ? ApiSpelling[K] : K;

/**
 * Manifest form of an L1 type: the same fields, with plain strings and numbers instead of wrapper classes.
 *
 * Only types are imported from cdk8s-plus: its mapper drops all fields that are newer than its Kubernetes version.
 */
export type Plain<T> =
  T extends k8s.Quantity | k8s.IntOrString ? number | string :
    T extends Date ? string :
      T extends (infer E)[] ? Plain<E>[] :
        T extends string | number | boolean | undefined | null ? T :
          T extends object ? { [K in keyof T as ApiKey<K>]: Plain<T[K]> } :
            T;

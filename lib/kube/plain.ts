import { type k8s } from 'cdk8s-plus-28';

export { type k8s };

/** The L1 spells acronyms its own way; the manifest spells them as the API does. */
interface ApiSpelling {
  readonly clusterIp: 'clusterIP';
  readonly externalIPs: 'externalIPs';
  readonly hostIp: 'hostIP';
  readonly hostIpc: 'hostIPC';
  readonly hostPid: 'hostPID';
}

type ApiKey<K> = K extends keyof ApiSpelling ? ApiSpelling[K] : K;

/**
 * The shape of an L1 type as it stands in a manifest: the same fields, with plain text and numbers where the L1 wraps
 * them.
 *
 * Only types are taken from cdk8s-plus: its mapper would drop every field that is newer than its own Kubernetes
 * version.
 */
export type Plain<T> =
  T extends k8s.Quantity | k8s.IntOrString ? number | string :
    T extends Date ? string :
      T extends (infer E)[] ? Plain<E>[] :
        T extends string | number | boolean | undefined | null ? T :
          T extends object ? { [K in keyof T as ApiKey<K>]: Plain<T[K]> } :
            T;
